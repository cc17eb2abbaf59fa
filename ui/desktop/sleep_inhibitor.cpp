// SPDX-License-Identifier: Apache-2.0
#include "ui/desktop/sleep_inhibitor.h"

#include "ui/desktop/bus.h"

#include <QDBusObjectPath>
#include <QVariantMap>

namespace bozzetto::ui {
namespace {

const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kLogin = QStringLiteral("org.freedesktop.login1");
const QString kScreenSaver = QStringLiteral("org.freedesktop.ScreenSaver");
const QString kScreenSaverPath = QStringLiteral("/org/freedesktop/ScreenSaver");
const QString kProgram = QStringLiteral("Bozzetto");
constexpr uint kSuspend = 4;  // of the portal's flags

}  // namespace

SleepInhibitor::~SleepInhibitor() {
    wanted_ = false;
    release();
}

void SleepInhibitor::inhibit(const QString& reason) {
    wanted_ = true;
    reason_ = reason;
    if (!asking_ && !isInhibited()) {
        ask(Service::Portal);
    }
}

void SleepInhibitor::allow() {
    wanted_ = false;
    if (isInhibited()) {
        release();
        Q_EMIT inhibitedChanged(false);
    }
}

void SleepInhibitor::ask(Service service) {
    asking_ = service != Service::None && wanted_;
    if (!asking_) {
        return;
    }
    const auto ask_next = [this, service] {
        ask(static_cast<Service>(static_cast<int>(service) + 1));
    };
    const Bus which = service == Service::LoginManager ? Bus::System : Bus::Session;
    withBus(which, this, [this, service, ask_next](const std::optional<QDBusConnection>& bus) {
        if (!bus) {
            ask_next();
            return;
        }
        callBus(*bus,
                question(service),
                this,
                [this, service, ask_next, bus = *bus](const QDBusMessage& answer) {
                    const bool agreed = answer.type() == QDBusMessage::ReplyMessage &&
                                        !answer.arguments().isEmpty();
                    agreed ? take(service, bus, answer.arguments().constFirst()) : ask_next();
                });
    });
}

QDBusMessage SleepInhibitor::question(Service service) const {
    const QString method = QStringLiteral("Inhibit");
    if (service == Service::Portal) {
        QDBusMessage call =
            QDBusMessage::createMethodCall(kPortal,
                                           QStringLiteral("/org/freedesktop/portal/desktop"),
                                           QStringLiteral("org.freedesktop.portal.Inhibit"),
                                           method);
        const QString no_window;
        call << no_window << kSuspend << QVariantMap{{QStringLiteral("reason"), reason_}};
        return call;
    }
    if (service == Service::LoginManager) {
        QDBusMessage call =
            QDBusMessage::createMethodCall(kLogin,
                                           QStringLiteral("/org/freedesktop/login1"),
                                           QStringLiteral("org.freedesktop.login1.Manager"),
                                           method);
        call << QStringLiteral("sleep:idle") << kProgram << reason_ << QStringLiteral("block");
        return call;
    }
    QDBusMessage call =
        QDBusMessage::createMethodCall(kScreenSaver, kScreenSaverPath, kScreenSaver, method);
    call << kProgram << reason_;
    return call;
}

void SleepInhibitor::take(Service service, const QDBusConnection& bus, const QVariant& answer) {
    asking_ = false;
    held_by_ = service;
    bus_ = bus;
    if (service == Service::Portal) {
        request_path_ = answer.value<QDBusObjectPath>().path();
    } else if (service == Service::LoginManager) {
        lock_ = answer.value<QDBusUnixFileDescriptor>();
    } else {
        cookie_ = answer.toUInt();
    }
    if (wanted_) {
        Q_EMIT inhibitedChanged(true);
    } else {
        release();  // the run was over before the answer came
    }
}

void SleepInhibitor::release() {
    if (held_by_ == Service::Portal) {
        tellBus(*bus_,
                QDBusMessage::createMethodCall(kPortal,
                                               request_path_,
                                               QStringLiteral("org.freedesktop.portal.Request"),
                                               QStringLiteral("Close")));
    } else if (held_by_ == Service::LoginManager) {
        lock_ = {};
    } else if (held_by_ == Service::ScreenSaver) {
        QDBusMessage call = QDBusMessage::createMethodCall(
            kScreenSaver, kScreenSaverPath, kScreenSaver, QStringLiteral("UnInhibit"));
        call << cookie_;
        tellBus(*bus_, call);
    }
    held_by_ = Service::None;
}

}  // namespace bozzetto::ui
