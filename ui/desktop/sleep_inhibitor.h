// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QObject>

#include <optional>

namespace bozzetto::ui {

/// Keeps the computer from going to sleep by itself. Asks, until one agrees: the desktop's portal,
/// the login manager, the screen saver. All of them take it back by themselves when this process
/// ends.
class SleepInhibitor : public QObject {
    Q_OBJECT

public:
    explicit SleepInhibitor(QObject* parent) : QObject(parent) {}
    ~SleepInhibitor() override;

    /// reason: shown to the user by the desktop.
    void inhibit(const QString& reason);
    void allow();
    bool isInhibited() const { return held_by_ != Service::None; }

Q_SIGNALS:
    void inhibitedChanged(bool inhibited);

private:
    enum class Service { Portal, LoginManager, ScreenSaver, None };
    void ask(Service service);
    QDBusMessage question(Service service) const;
    void take(Service service, const QDBusConnection& bus, const QVariant& answer);
    void release();

    bool wanted_ = false, asking_ = false;
    QString reason_;
    Service held_by_ = Service::None;
    std::optional<QDBusConnection> bus_;  // of the one that agreed
    QString request_path_;                // the portal's
    QDBusUnixFileDescriptor lock_;        // the login manager's: closing it is giving back
    uint cookie_ = 0;                     // the screen saver's
};

}  // namespace bozzetto::ui
