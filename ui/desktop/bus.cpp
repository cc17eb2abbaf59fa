// SPDX-License-Identifier: Apache-2.0
#include "ui/desktop/bus.h"

#include "ui/common/background_task.h"

#include <QDBusPendingCallWatcher>

#include <utility>

namespace bozzetto::ui {

void withBus(Bus bus,
             QObject* receiver,
             std::function<void(std::optional<QDBusConnection>)> ready) {
    inBackground(
        receiver,
        [bus] {
            return bus == Bus::Session ? QDBusConnection::sessionBus()
                                       : QDBusConnection::systemBus();
        },
        [ready](const QDBusConnection& connection) {
            ready(connection.isConnected() ? std::optional(connection) : std::nullopt);
        },
        [ready](const Problem&) { ready(std::nullopt); });
}

void callBus(QDBusConnection bus,
             const QDBusMessage& call,
             QObject* receiver,
             std::function<void(const QDBusMessage& answer)> done) {
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), receiver);
    QObject::connect(
        watcher, &QDBusPendingCallWatcher::finished, receiver, [watcher, done = std::move(done)] {
            watcher->deleteLater();
            done(watcher->reply());
        });
}

void tellBus(QDBusConnection bus, const QDBusMessage& call) {
    bus.send(call);
}

}  // namespace bozzetto::ui
