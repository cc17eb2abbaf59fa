// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"
#include "base/files.h"
#include "checkpoint/weight_scope.h"
#include "nn/cancel_scope.h"
#include "reconviagen/stages.h"
#include "tensor/gpu.h"

#include <c10/core/InferenceMode.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace bozzetto {

/// A network's weights where a stage wants them.
WeightScope openNetwork(const NetworkFiles& network, const at::Device& device);

/// A sentence that names keys that nothing read; nullopt if everything was.
std::optional<std::string> unreadKeys(const NetworkFiles& network, const WeightScope& weights);

/// Builds and runs a network; its description is not trusted either.
template <class Use>
auto built(const NetworkFiles& network, const Use& use) {
    try {
        return use();
    } catch (const nlohmann::json::exception& error) {
        throw Error(Error::Kind::BadWeights,
                    displayPath(network.weights) + ": the description of the " + network.name +
                        " beside it cannot be used",
                    "Fetch it again: bozzetto-cli weights fetch",
                    network.weights.string(),
                    error.what());
    }
}

/// Adds a piece of a network's work to its entry of report["networks"]: "seconds",
/// "most_device_memory" in bytes; then gives the GPU's memory back that nothing uses.
class NetworkMeter {
public:
    explicit NetworkMeter(StageRun& run);
    void done(const NetworkFiles& network) const;

private:
    using Clock = std::chrono::steady_clock;
    StageRun& run_;
    Clock::time_point start_ = Clock::now();
};

/// A network as `make` builds it; how long that took is "load_seconds" of its entry.
template <class Make>
auto loaded(StageRun& run, const NetworkFiles& network, const Make& make) {
    waitForDevice(run.device);  // what was queued before is no part of it
    const auto start = std::chrono::steady_clock::now();
    auto net = make();
    waitForDevice(run.device);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    nlohmann::json& seconds = run.report["networks"][network.name]["load_seconds"];
    seconds = (seconds.is_number() ? seconds.get<double>() : 0) + took.count();
    return net;
}

/// Opens a network's weights, lets `use` build and run it, and gives its memory back.
template <class Use>
auto withNetwork(StageRun& run, const NetworkFiles& network, const Use& use) {
    const NetworkMeter meter(run);
    auto result = [&] {
        const WeightScope weights = openNetwork(network, run.device);
        auto made = built(network, [&] { return use(weights); });
        weights.requireFinite();
        if (const auto warning = unreadKeys(network, weights)) {
            run.job.warn(*warning);
        }
        return made;
    }();
    meter.done(network);
    return result;
}

/// Around a stage: networks ask its job whether to go on, and LibTorch computes with all threads of
/// the run (elsewhere one: the other parts of the program bring their own).
class StageScope {
public:
    explicit StageScope(JobContext& job);
    ~StageScope();
    StageScope(const StageScope&) = delete;
    StageScope& operator=(const StageScope&) = delete;

private:
    c10::InferenceMode inference_;
    CancelScope cancel_;
    int threads_before_;
};

}  // namespace bozzetto
