// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/network_run.h"

#include "base/parallel_for.h"
#include "base/text.h"
#include "tensor/gpu.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace bozzetto {

WeightScope openNetwork(const NetworkFiles& network, const at::Device& device) {
    return WeightScope(openWeights(network.weights), displayPath(network.weights), device);
}

std::optional<std::string> unreadKeys(const NetworkFiles& network, const WeightScope& weights) {
    constexpr size_t kNamed = 5;
    std::vector<std::string> keys = weights.unread();
    if (keys.empty()) {
        return std::nullopt;
    }
    const size_t count = keys.size();
    keys.resize(std::min(count, kNamed));
    return displayPath(network.weights) + ": " + std::to_string(count) +
           " tensors are not used by this program: " + listWords(keys, ", ") +
           (count > kNamed ? ", ..." : "");
}

NetworkMeter::NetworkMeter(StageRun& run) : run_(run) {
    resetDeviceMemoryPeak(run.device);
}

void NetworkMeter::done(const NetworkFiles& network) const {
    waitForDevice(run_.device);
    nlohmann::json& entry = run_.report["networks"][network.name];
    if (run_.device.is_cuda()) {
        entry["most_device_memory"] = std::max(entry.value("most_device_memory", uint64_t{0}),
                                               readDeviceMemory(run_.device).most_allocated);
        releaseDeviceMemory();
    }
    const std::chrono::duration<double> took = Clock::now() - start_;
    entry["seconds"] = entry.value("seconds", 0.0) + took.count();
}

StageScope::StageScope(JobContext& job)
    : cancel_([&job] { job.advance(0); }), threads_before_(at::get_num_threads()) {
    at::set_num_threads(threadCount());
}

StageScope::~StageScope() {
    at::set_num_threads(threads_before_);
}

}  // namespace bozzetto
