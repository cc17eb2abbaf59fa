// SPDX-License-Identifier: Apache-2.0
#include "ui/desktop/notifier.h"

#include "ui/common/app_id.h"
#include "ui/desktop/bus.h"

#include <QVariantMap>

#include <utility>

namespace bozzetto::ui {
namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
// "default" is a click on the notification itself.
const QString kDefault = QStringLiteral("default");
const QString kShow = QStringLiteral("show");
const QString kFolder = QStringLiteral("folder");
constexpr int kServersChoice = -1;  // how long it stays

}  // namespace

Notifier::Notifier(QObject* parent) : QObject(parent) {
    withBus(Bus::Session, this, [this](std::optional<QDBusConnection> bus) {
        if (!bus) {
            return;
        }
        const auto listen = [&](const char* name, const char* slot) {
            // Without a service name: looking up its owner would wait for the bus.
            bus->connect(QString(), kPath, kService, QLatin1String(name), this, slot);
        };
        listen("ActionInvoked", SLOT(onActionInvoked(uint, QString)));
        listen("ActivationToken", SLOT(onActivationToken(uint, QString)));
        listen("NotificationClosed", SLOT(onClosed(uint, uint)));
        bus_ = bus;
        if (waiting_) {
            send(*std::exchange(waiting_, std::nullopt));
        }
    });
}

void Notifier::show(const QString& title, const QString& text, const QString& folder) {
    const Message message{title, text, folder};
    if (bus_) {
        send(message);
    } else {
        waiting_ = message;
    }
}

QDBusMessage Notifier::call(const QString& method) const {
    return QDBusMessage::createMethodCall(kService, kPath, kService, method);
}

void Notifier::send(const Message& message) {
    QStringList actions{kDefault, tr("Show"), kShow, tr("Show")};
    if (!message.folder.isEmpty()) {
        actions << kFolder << tr("Open folder");
    }
    const QVariantMap hints{
        {QStringLiteral("desktop-entry"), QLatin1String(kAppId)},
        {QStringLiteral("category"), QStringLiteral("transfer.complete")},
    };
    QDBusMessage notify = call(QStringLiteral("Notify"));
    notify << QStringLiteral("Bozzetto") << id_ << QString(QLatin1String(kAppId)) << message.title
           << message.text.toHtmlEscaped()  // servers read a little markup in the text
           << actions << hints << kServersChoice;
    folder_ = message.folder;
    callBus(*bus_, notify, this, [this](const QDBusMessage& answer) {
        if (answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty()) {
            id_ = answer.arguments().constFirst().toUInt();
        }
    });
}

void Notifier::withdraw() {
    waiting_.reset();
    if (bus_ && id_ != 0) {
        QDBusMessage close = call(QStringLiteral("CloseNotification"));
        close << std::exchange(id_, 0U);
        tellBus(*bus_, close);
    }
}

void Notifier::onActionInvoked(uint id, const QString& action) {
    if (id != id_ || id == 0) {
        return;  // of another program
    }
    if (action == kFolder) {
        Q_EMIT openFolderRequested(folder_);
    } else if (action == kShow || action == kDefault) {
        Q_EMIT showRequested();
    }
}

/// Comes before the action: with it a Wayland desktop lets the window come to the front.
void Notifier::onActivationToken(uint id, const QString& token) {
    if (id == id_ && id != 0) {
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
    }
}

void Notifier::onClosed(uint id, uint) {
    if (id == id_) {
        id_ = 0;
    }
}

}  // namespace bozzetto::ui
