// SPDX-License-Identifier: Apache-2.0
#include "ui/desktop/taskbar_progress.h"

#include "ui/common/app_id.h"
#include "ui/desktop/bus.h"

#include <QVariantMap>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr double kSeen = 0.004;  // less than a pixel of a dock's bar
constexpr int kLeastMilliseconds = 250;

}  // namespace

TaskbarProgress::TaskbarProgress(QObject* parent) : QObject(parent) {
    withBus(Bus::Session, this, [this](const std::optional<QDBusConnection>& bus) {
        bus_ = bus;
        if (bus_ && wanted_) {
            send();
        }
    });
}

TaskbarProgress::~TaskbarProgress() {
    set(std::nullopt);
}

void TaskbarProgress::set(std::optional<double> fraction) {
    if (fraction) {
        fraction = std::clamp(*fraction, 0.0, 1.0);
    }
    wanted_ = fraction;
    if (!bus_ || (!wanted_ && !sent_)) {
        return;
    }
    const bool appears = wanted_.has_value() != sent_.has_value();
    const bool moves = wanted_ && sent_ && std::abs(*wanted_ - *sent_) >= kSeen &&
                       since_sent_.elapsed() >= kLeastMilliseconds;
    if (appears || moves) {
        send();
    }
}

void TaskbarProgress::send() {
    const QString program =
        QLatin1String("application://") + QLatin1String(kAppId) + QLatin1String(".desktop");
    QDBusMessage update =
        QDBusMessage::createSignal(QStringLiteral("/io/github/bozzetto/Bozzetto"),
                                   QStringLiteral("com.canonical.Unity.LauncherEntry"),
                                   QStringLiteral("Update"));
    update << program
           << QVariantMap{{QStringLiteral("progress"), wanted_.value_or(0.0)},
                          {QStringLiteral("progress-visible"), wanted_.has_value()}};
    tellBus(*bus_, update);
    sent_ = wanted_;
    since_sent_.start();
}

}  // namespace bozzetto::ui
