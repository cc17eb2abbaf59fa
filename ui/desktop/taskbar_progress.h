// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDBusConnection>
#include <QElapsedTimer>
#include <QObject>

#include <optional>

namespace bozzetto::ui {

/// Progress on the program's sign in a dock or taskbar (com.canonical.Unity.LauncherEntry, which
/// GNOME's docks and KDE's panel read).
class TaskbarProgress : public QObject {
    Q_OBJECT

public:
    explicit TaskbarProgress(QObject* parent);
    ~TaskbarProgress() override;

    /// nullopt: none. Sent a few times a second at most, and only when it can be seen.
    void set(std::optional<double> fraction);

private:
    void send();
    std::optional<QDBusConnection> bus_;
    std::optional<double> wanted_, sent_;
    QElapsedTimer since_sent_;
};

}  // namespace bozzetto::ui
