// SPDX-License-Identifier: Apache-2.0
#include "device/gpu_monitor.h"

#include "device/nvml.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace bozzetto {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFarewell{300};  // for a driver call that is nearly done

/// What the driver says; the rest of a DeviceReport needs no driver.
struct Answer {
    GpuState state = GpuState::NoDriver;
    std::string problem, driver_version, cuda_version;
    std::vector<GpuSample> gpus;
};

}  // namespace

/// Everything that is asked of the driver. Lives in the driver thread only.
class GpuMonitor::Driver {
public:
    explicit Driver(Options options) : options_(std::move(options)) {}

    Answer sample(std::optional<int64_t> pid) {
        if (!ready_ && !begin()) {
            return failed_;
        }
        Answer answer;
        answer.driver_version = driver_version_;
        answer.cuda_version = cuda_version_;
        unsigned count = 0;
        const Nvml::Code code = nvml_->count(count);
        if (code != Nvml::kSuccess) {
            return fail(code);
        }
        Nvml::Code last_code = Nvml::kSuccess;
        bool any = false;
        for (unsigned index = 0; index < count; ++index) {
            const Nvml::Code gpu_code = sampleGpu(index, pid, answer.gpus.emplace_back());
            any |= gpu_code == Nvml::kSuccess;
            last_code = gpu_code == Nvml::kSuccess ? last_code : gpu_code;
        }
        if (any) {
            had_gpus_ = true;
            answer.state = GpuState::Ok;
            return answer;
        }
        if (last_code != Nvml::kSuccess) {
            return fail(last_code);
        }
        answer.state = had_gpus_ ? GpuState::Vanished : GpuState::NoGpu;
        return answer;
    }

private:
    /// True when the driver is there. Otherwise failed_ says why, and the next attempt waits.
    bool begin() {
        if (Clock::now() < next_attempt_) {
            return false;
        }
        next_attempt_ = Clock::now() + options_.retry;
        if (!nvml_) {
            nvml_ = Nvml::load(options_.library);
        }
        if (!nvml_) {
            failed_ = {};
            return false;
        }
        const Nvml::Code code = nvml_->init();
        if (code != Nvml::kSuccess) {
            failed_ = describe(code);
            return false;
        }
        ready_ = true;
        driver_version_ = nvml_->driverVersion();
        cuda_version_ = nvml_->cudaVersion();
        return true;
    }

    Nvml::Code sampleGpu(unsigned index, std::optional<int64_t> pid, GpuSample& gpu) const {
        Nvml::Device device = nullptr;
        Nvml::Code code = nvml_->device(index, device);
        if (code == Nvml::kSuccess) {
            gpu.name = nvml_->name(device);
            gpu.uuid = nvml_->uuid(device);
            gpu.compute_capability = nvml_->computeCapability(device);
            code = nvml_->memory(device, gpu.total, gpu.used);
        }
        if (code != Nvml::kSuccess) {
            gpu.problem = nvml_->describe(code);
            return code;
        }
        gpu.utilisation = nvml_->utilisation(device);
        if (pid) {
            gpu.own = nvml_->bytesOf(device, *pid);
        }
        return code;
    }

    /// Starts over with the next attempt: a driver that was loaded anew needs a new beginning.
    Answer fail(Nvml::Code code) {
        nvml_->shutdown();
        ready_ = false;
        next_attempt_ = Clock::now() + options_.retry;
        failed_ = describe(code);
        return failed_;
    }

    Answer describe(Nvml::Code code) const {
        Answer answer;
        answer.problem = nvml_->describe(code);
        const bool gone = code == Nvml::kGpuIsLost || code == Nvml::kDriverNotLoaded ||
                          code == Nvml::kUninitialized || code == Nvml::kLibraryNotFound;
        if (gone && had_gpus_) {
            answer.state = GpuState::Vanished;
        } else if (code == Nvml::kDriverNotLoaded || code == Nvml::kLibraryNotFound) {
            answer.state = GpuState::NoDriver;
        } else {
            answer.state = GpuState::Error;
        }
        return answer;
    }

    Options options_;
    std::unique_ptr<Nvml> nvml_;
    bool ready_ = false, had_gpus_ = false;
    std::string driver_version_, cuda_version_;
    Answer failed_;
    Clock::time_point next_attempt_{};
};

/// Between the two threads. The driver thread may outlive the monitor in a call that hangs, so it
/// owns a share of all that it touches.
struct GpuMonitor::Shared {
    std::mutex mutex;
    std::condition_variable changed;
    bool stopping = false, driver_left = false;
    uint64_t asked = 0, answered = 0;
    Answer answer;
    std::optional<int64_t> pid;

    void runDriver(const Options& options) {
        Driver driver(options);
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [this] { return stopping || asked > answered; });
            if (stopping) {
                break;
            }
            const auto pid_now = pid;
            lock.unlock();
            Answer fresh;
            try {
                fresh = driver.sample(pid_now);
            } catch (const std::exception& exception) {
                fresh.state = GpuState::Error;
                fresh.problem = exception.what();
            }
            lock.lock();
            answer = std::move(fresh);
            answered = asked;
            changed.notify_all();
        }
        driver_left = true;
        changed.notify_all();
    }

    /// The next report; waits for the driver as long as is fair.
    DeviceReport nextReport(const Options& options) {
        std::unique_lock lock(mutex);
        const bool hung_before = asked > answered;
        if (!hung_before) {
            ++asked;
            changed.notify_all();
        }
        changed.wait_for(lock,
                         hung_before ? std::chrono::milliseconds(0) : options.patience,
                         [this] { return stopping || asked == answered; });
        const bool hangs = asked > answered;
        const Answer known = answer;
        const auto pid_now = pid;
        lock.unlock();
        DeviceReport report;
        report.state = hangs ? GpuState::Unresponsive : known.state;
        report.problem = hangs ? "" : known.problem;
        report.driver_version = known.driver_version;
        report.cuda_version = known.cuda_version;
        report.gpus = known.gpus;  // while it hangs: the last ones known
        report.host = readHostMemory();
        report.watching = pid_now.has_value();
        if (const auto own = pid_now ? readProcessMemory(*pid_now) : std::nullopt) {
            report.own_resident = own->resident;
        }
        return report;
    }
};

struct GpuMonitor::Thread {
    std::thread thread;
};

GpuMonitor::GpuMonitor(Listener listener) : GpuMonitor(Options(), std::move(listener)) {}

GpuMonitor::GpuMonitor(Options options, Listener listener)
    : shared_(std::make_shared<Shared>()), thread_(std::make_unique<Thread>()) {
    std::thread([shared = shared_, options] { shared->runDriver(options); }).detach();
    thread_->thread = std::thread([shared = shared_, options, listener = std::move(listener)] {
        auto due = Clock::now();
        std::unique_lock lock(shared->mutex);
        while (!shared->stopping) {
            lock.unlock();
            const DeviceReport report = shared->nextReport(options);
            lock.lock();
            if (shared->stopping) {
                break;
            }
            lock.unlock();
            listener(report);
            lock.lock();
            due = std::max(due + options.interval, Clock::now());
            shared->changed.wait_until(lock, due, [&] { return shared->stopping; });
        }
    });
}

GpuMonitor::~GpuMonitor() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->stopping = true;
        shared_->changed.notify_all();
    }
    thread_->thread.join();
    std::unique_lock lock(shared_->mutex);
    shared_->changed.wait_for(lock, kFarewell, [this] { return shared_->driver_left; });
}

void GpuMonitor::watch(std::optional<int64_t> pid) {
    const std::lock_guard lock(shared_->mutex);
    shared_->pid = pid;
}

}  // namespace bozzetto
