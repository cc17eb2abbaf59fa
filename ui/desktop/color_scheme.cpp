// SPDX-License-Identifier: Apache-2.0
#include "ui/desktop/color_scheme.h"

#include "ui/desktop/bus.h"

namespace bozzetto::ui {
namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kGroup = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");

}  // namespace

ColorSchemeReader::ColorSchemeReader(QObject* parent) : QObject(parent) {
    withBus(Bus::Session, this, [this](std::optional<QDBusConnection> bus) {
        if (!bus) {
            return;
        }
        // Without a service name: looking up its owner would wait for the bus.
        bus->connect(QString(),
                     kPath,
                     kInterface,
                     QStringLiteral("SettingChanged"),
                     this,
                     SLOT(onSettingChanged(QString, QString, QDBusVariant)));
        QDBusMessage call =
            QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
        call << kGroup << kKey;
        callBus(*bus, call, this, [this](const QDBusMessage& answer) {
            if (answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty()) {
                take(answer.arguments().constFirst());
            }
        });
    });
}

void ColorSchemeReader::onSettingChanged(const QString& group,
                                         const QString& key,
                                         const QDBusVariant& value) {
    if (group == kGroup && key == kKey) {
        take(value.variant());
    }
}

void ColorSchemeReader::take(const QVariant& value) {
    QVariant inner = value;
    while (inner.metaType() == QMetaType::fromType<QDBusVariant>()) {  // Read wraps it twice
        inner = inner.value<QDBusVariant>().variant();
    }
    const uint number = inner.toUInt();
    const Scheme scheme = number == 1 ? Scheme::Dark : number == 2 ? Scheme::Light : Scheme::None;
    if (scheme != scheme_) {
        scheme_ = scheme;
        Q_EMIT schemeChanged(scheme);
    }
}

}  // namespace bozzetto::ui
