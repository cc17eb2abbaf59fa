// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDBusConnection>
#include <QObject>

#include <optional>

namespace bozzetto::ui {

/// Notifications of the desktop (org.freedesktop.Notifications), one at a time: a new one takes the
/// place of the last.
class Notifier : public QObject {
    Q_OBJECT

public:
    explicit Notifier(QObject* parent);

    /// folder: not empty gives the action "Open folder".
    void show(const QString& title, const QString& text, const QString& folder);
    void withdraw();

Q_SIGNALS:
    void showRequested();
    void openFolderRequested(const QString& folder);

private Q_SLOTS:
    void onActionInvoked(uint id, const QString& action);
    void onActivationToken(uint id, const QString& token);
    void onClosed(uint id, uint reason);

private:
    struct Message {
        QString title, text, folder;
    };
    void send(const Message& message);
    QDBusMessage call(const QString& method) const;

    std::optional<QDBusConnection> bus_;
    std::optional<Message> waiting_;  // for the bus
    QString folder_;
    uint id_ = 0;  // of the one that is shown; 0: none
};

}  // namespace bozzetto::ui
