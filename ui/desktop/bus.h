// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDBusConnection>
#include <QDBusMessage>

#include <functional>
#include <optional>

class QObject;

namespace bozzetto::ui {

enum class Bus { Session, System };

/// Connects to a bus off the calling thread (a bus that hangs must not stall the window) and calls
/// `ready` in the thread of `receiver`, with nullopt if there is no bus; not once `receiver` is
/// gone.
void withBus(Bus bus, QObject* receiver, std::function<void(std::optional<QDBusConnection>)> ready);

/// Calls a method without waiting: `done` gets the answer or an error message, in the thread of
/// `receiver`, unless that is gone.
void callBus(QDBusConnection bus,
             const QDBusMessage& call,
             QObject* receiver,
             std::function<void(const QDBusMessage& answer)> done);

/// Calls a method whose answer does not matter.
void tellBus(QDBusConnection bus, const QDBusMessage& call);

}  // namespace bozzetto::ui
