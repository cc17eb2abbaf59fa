// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/device_watch.h"

namespace bozzetto::ui {

DeviceWatch::DeviceWatch(GpuMonitor::Options options, QObject* parent) : QObject(parent) {
    qRegisterMetaType<DeviceReport>();
    // The monitor joins its thread before this object's other parts go, and calls that are still
    // queued are dropped with the receiver.
    monitor_ = std::make_unique<GpuMonitor>(std::move(options), [this](const DeviceReport& report) {
        QMetaObject::invokeMethod(
            this,
            [this, report] {
                report_ = report;
                Q_EMIT reported(report_);
            },
            Qt::QueuedConnection);
    });
}

DeviceWatch::~DeviceWatch() {
    monitor_.reset();
}

void DeviceWatch::watchProcess(qint64 pid) {
    monitor_->watch(pid > 0 ? std::optional<int64_t>(pid) : std::nullopt);
}

}  // namespace bozzetto::ui
