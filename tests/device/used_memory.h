// SPDX-License-Identifier: Apache-2.0
#pragma once
// The first GPU's memory in use as the driver tells it: everybody's, contexts included.
#include "device/nvml.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <thread>

namespace bozzetto::device_test {

class UsedMemory {
public:
    UsedMemory() : nvml_(Nvml::load("libnvidia-ml.so.1")) {
        ready_ = nvml_ != nullptr && nvml_->init() == Nvml::kSuccess &&
                 nvml_->device(0, device_) == Nvml::kSuccess;
    }
    ~UsedMemory() {
        if (ready_) {
            nvml_->shutdown();
        }
    }
    UsedMemory(const UsedMemory&) = delete;
    UsedMemory& operator=(const UsedMemory&) = delete;

    /// Bytes; 0 where the driver does not tell.
    uint64_t operator()() const {
        uint64_t total = 0, used = 0;
        return ready_ && nvml_->memory(device_, total, used) == Nvml::kSuccess ? used : 0;
    }

private:
    std::unique_ptr<Nvml> nvml_;
    Nvml::Device device_ = nullptr;
    bool ready_ = false;
};

/// The most of it, looked at every few milliseconds on a thread of its own.
class MostUsedMemory {
public:
    uint64_t atStart() const { return start_; }
    uint64_t most() const { return most_; }

private:
    UsedMemory used_;
    const uint64_t start_ = used_();
    std::atomic<uint64_t> most_ = start_;
    std::jthread watch_{[this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            most_ = std::max(most_.load(), used_());
            std::this_thread::sleep_for(std::chrono::milliseconds(4));
        }
    }};
};

}  // namespace bozzetto::device_test
