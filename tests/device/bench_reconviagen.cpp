// SPDX-License-Identifier: Apache-2.0
// Times ReconViaGen's networks at their published sizes with random weights:
//   bench_reconviagen [WORDS]        only stages whose name contains WORDS
//   bench_reconviagen small [WORDS]  tiny networks on the CPU: only that they run
#include "device/cuda_queue.h"
#include "tensor/errors.h"
#include "tests/device/bench_stages.h"
#include "tests/device/network_timer.h"

#include <c10/core/InferenceMode.h>

#include <cstdio>

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

std::vector<BenchStage> allStages(const BenchSetting& setting) {
    std::vector<BenchStage> stages;
    for (const auto& group : {imageNetStages}) {
        const std::vector<BenchStage> more = group(setting);
        stages.insert(stages.end(), more.begin(), more.end());
    }
    return stages;
}

/// Prints a row; whether the stage gave finite numbers.
bool runStage(const BenchStage& stage, const BenchSetting& setting) {
    releaseDeviceMemory();
    const std::function<at::Tensor()> forward = stage.prepare(setting);
    const bool finite = at::isfinite(forward()).all().item<bool>();
    const NetworkTime t = NetworkTimer(setting.device).time([&] { forward(); });
    std::printf("%-34s %8.2f %8.1f %6.2fx %8.2f %8.2f%s\n",
                stage.name.c_str(),
                t.gpu,
                stage.original_ms,
                stage.original_ms / t.gpu,
                t.wall,
                t.peak,
                finite ? "" : "  NOT FINITE");
    std::fflush(stdout);
    return finite;
}

/// Whether every stage gave finite numbers.
bool run(const BenchSetting& setting, const std::string& words) {
    const c10::InferenceMode inference;
    std::printf("%-34s %8s %8s %7s %8s %8s\n",
                "stage",
                "gpu ms",
                "original",
                "ratio",
                "wall ms",
                "peak GiB");
    bool all_finite = true;
    for (const BenchStage& stage : allStages(setting)) {
        if (stage.name.find(words) != std::string::npos) {
            all_finite = runStage(stage, setting) && all_finite;
        }
    }
    return all_finite;
}

}  // namespace

int main(int count, char** arguments) {
    BenchSetting setting;
    int next = 1;
    if (next < count && std::string(arguments[next]) == "small") {
        setting.small = true;
        ++next;
    }
    const std::string words = next < count ? arguments[next] : "";
    try {
        setting.device = torchDevice(setting.small || !kCudaBuild ? "cpu" : "cuda:0");
        return withTensorErrors([&] { return run(setting, words) ? 0 : 1; });
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), error.detail().c_str());
        return 1;
    }
}
