// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/host_memory.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

enum class GpuState {
    NoDriver,      // no NVIDIA driver: a normal computer without such a card
    NoGpu,         // a driver, but no GPU
    Ok,            // at least one GPU gives its figures
    Error,         // the driver answers with an error: see `problem`
    Unresponsive,  // a call has not come back in time; it is waited for
    Vanished,      // there were GPUs, now there are none: unplugged, crashed, driver unloaded
};

/// One GPU at one moment; bytes.
struct GpuSample {
    std::string name, uuid;
    std::string compute_capability;  // "8.6"; empty when the driver does not say
    uint64_t total = 0, used = 0;    // used by everybody
    std::optional<int> utilisation;  // per cent of the last moments
    /// Held by the watched process. nullopt: no process is watched, or the driver does not name it
    /// here (it does not use this GPU, or the driver does not say, as in some containers).
    std::optional<uint64_t> own;
    std::string problem;  // why this GPU gives no figures; empty when it does
};

/// What the monitor knows at one moment.
struct DeviceReport {
    GpuState state = GpuState::NoDriver;
    std::string problem;  // of Error, Unresponsive, Vanished: the driver's own words and code
    std::string driver_version;   // "535.183.01"
    std::string cuda_version;     // the newest that the driver supports: "12.2"
    std::vector<GpuSample> gpus;  // in the driver's order, which is not always CUDA's
    HostMemory host;
    bool watching = false;                 // a process is watched
    std::optional<uint64_t> own_resident;  // main memory of the watched process
};

/// Samples GPUs (NVML, loaded at run time) and main memory in a thread of its own. A driver call
/// that hangs is reported as Unresponsive, blocks nobody, and does not keep the process from
/// ending.
class GpuMonitor {
public:
    struct Options {
        std::chrono::milliseconds interval{500};
        std::chrono::milliseconds patience{2000};  // before a call counts as hanging
        std::chrono::milliseconds retry{5000};     // between attempts to reach a failed driver
        std::string library = "libnvidia-ml.so.1";
    };
    /// Called in the monitor's thread for every sample, never after the destructor. Must not throw.
    using Listener = std::function<void(const DeviceReport&)>;

    explicit GpuMonitor(Listener listener);  // with the options' defaults
    GpuMonitor(Options options, Listener listener);
    ~GpuMonitor();
    GpuMonitor(const GpuMonitor&) = delete;
    GpuMonitor& operator=(const GpuMonitor&) = delete;

    /// The process whose share is reported; nullopt: none. From any thread.
    void watch(std::optional<int64_t> pid);

private:
    class Driver;
    struct Shared;
    std::shared_ptr<Shared> shared_;
    struct Thread;
    std::unique_ptr<Thread> thread_;
};

}  // namespace bozzetto
