// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDBusVariant>
#include <QObject>

namespace bozzetto::ui {

/// What the desktop prefers, from the settings portal over D-Bus (Qt 6.4 cannot say it). Asked for
/// without waiting; stays None where there is no bus, no portal or no preference.
class ColorSchemeReader : public QObject {
    Q_OBJECT

public:
    enum class Scheme { None, Dark, Light };
    Q_ENUM(Scheme)

    explicit ColorSchemeReader(QObject* parent = nullptr);
    Scheme scheme() const { return scheme_; }

Q_SIGNALS:
    void schemeChanged(bozzetto::ui::ColorSchemeReader::Scheme scheme);

private Q_SLOTS:
    void onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void take(const QVariant& value);
    Scheme scheme_ = Scheme::None;
};

}  // namespace bozzetto::ui
