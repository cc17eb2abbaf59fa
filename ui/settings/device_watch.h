// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/gpu_monitor.h"

#include <QMetaType>
#include <QObject>

#include <memory>

namespace bozzetto::ui {

/// Brings the monitor's reports into the UI thread. One for the whole window.
class DeviceWatch : public QObject {
    Q_OBJECT

public:
    explicit DeviceWatch(GpuMonitor::Options options = {}, QObject* parent = nullptr);
    ~DeviceWatch() override;

    /// The last report; the default one before the first.
    const DeviceReport& report() const { return report_; }
    /// Process of the run whose share is shown; 0: none.
    void watchProcess(qint64 pid);

Q_SIGNALS:
    void reported(const bozzetto::DeviceReport& report);

private:
    DeviceReport report_;
    std::unique_ptr<GpuMonitor> monitor_;
};

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::DeviceReport)
