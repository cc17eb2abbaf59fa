// SPDX-License-Identifier: Apache-2.0
// Times ReconViaGen's networks at their published sizes with random weights:
//   bench_reconviagen [WORDS]        only stages whose name contains WORDS
//   bench_reconviagen small [WORDS]  tiny networks on the CPU: only that they run
#include "device/cuda_queue.h"
#include "tensor/errors.h"
#include "tests/device/bench_stages.h"
#include "tests/device/network_timer.h"

#include <c10/core/InferenceMode.h>

#include <chrono>
#include <cstdio>

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

std::vector<BenchStage> allStages(const BenchSetting& setting) {
    std::vector<BenchStage> stages;
    for (const auto& group : {imageNetStages, structureStages, slatStages}) {
        const std::vector<BenchStage> more = group(setting);
        stages.insert(stages.end(), more.begin(), more.end());
    }
    return stages;
}

/// The same random numbers each time, so that types can be compared.
std::function<at::Tensor()> prepared(const BenchStage& stage,
                                     const BenchSetting& setting,
                                     at::ScalarType torso) {
    at::manual_seed(1);
    return stage.prepare(setting, torso);
}

/// How far the result is from that in f32, relative RMS.
double differenceFromF32(const BenchStage& stage,
                         const BenchSetting& setting,
                         const at::Tensor& result) {
    const at::Tensor exact = prepared(stage, setting, at::kFloat)().to(at::kFloat);
    return ((result.to(at::kFloat) - exact).norm() / exact.norm()).item<double>();
}

/// Prints a row; whether the stage gave finite numbers.
bool runStage(const BenchStage& stage, const BenchSetting& setting) {
    releaseDeviceMemory();
    const std::function<at::Tensor()> forward = prepared(stage, setting, stage.torso);
    const NetworkTimer timer(setting.device);
    timer.wait();
    const auto begin = std::chrono::steady_clock::now();
    const at::Tensor result = forward();
    timer.wait();
    const std::chrono::duration<double, std::milli> first =
        std::chrono::steady_clock::now() - begin;
    const NetworkTime t = timer.time([&] { forward(); }, setting.small ? 1 : 5);
    const bool finite = at::isfinite(result).all().item<bool>();
    std::printf("%-38s %8.2f %8.1f %6.2fx %8.2f %8.2f %8.2f",
                stage.name.c_str(),
                t.gpu,
                stage.original_ms,
                stage.original_ms / t.gpu,
                t.wall,
                first.count(),
                t.peak);
    if (stage.against_f32) {
        std::printf("  %.1e from f32", differenceFromF32(stage, setting, result));
    }
    std::printf("%s\n", finite ? "" : "  NOT FINITE");
    std::fflush(stdout);
    return finite;
}

/// Whether every stage gave finite numbers.
bool run(const BenchSetting& setting, const std::string& words) {
    const c10::InferenceMode inference;
    std::printf("%-38s %8s %8s %7s %8s %8s %8s\n",
                "stage",
                "gpu ms",
                "original",
                "ratio",
                "wall ms",
                "first ms",
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
