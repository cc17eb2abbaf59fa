// SPDX-License-Identifier: Apache-2.0
// Whether the GPU's memory comes back between engines, and what a run does when it runs out:
//   check_memory [JOBS]
// many small jobs one after the other in one process; a large one, after which the driver must have
// the memory back; one whose room shrinks on the way, and one that has none.
#include "tensor/gpu.h"
#include "tests/device/small_job.h"
#include "tests/device/used_memory.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

constexpr uint64_t kMay = uint64_t{64} << 20;  // bytes that may be missing after a job

double mebibytes(uint64_t bytes) {
    return static_cast<double>(bytes) / (1 << 20);
}

int failures = 0;
void check(bool good, const char* what) {
    std::printf("%s %s\n", good ? "ok    " : "FAILED", what);
    failures += good ? 0 : 1;
}

/// Runs a job that must succeed.
void reconstruct(const ImageSet& photographs, const Settings& settings, uint64_t seed) {
    JobLog log;
    const JobOutcome outcome = reconstructOnGpu(photographs, settings, log, seed);
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
        std::printf("FAILED job: %s (%s)\n", failure->reason.c_str(), failure->detail.c_str());
        std::exit(1);
    }
}

/// Returns what is in use after the last of them.
uint64_t manyJobsDoNotGrow(const UsedMemory& used, int jobs) {
    const ImageSet photographs = makePhotographs(96, 6);
    uint64_t after_first = 0, most = 0;
    for (int i = 0; i < jobs; ++i) {
        reconstruct(photographs, quickJob(), static_cast<uint64_t>(i));
        after_first = i == 0 ? used() : after_first;
        most = std::max(most, used());
        if (i == 0 || i + 1 == jobs) {
            std::printf("after job %d: %.0f MiB in use\n", i + 1, mebibytes(used()));
        }
    }
    check(most <= after_first + kMay, "small jobs leave no more than the first (64 MiB allowed)");
    return used();
}

/// A job that takes much of the GPU, between two looks at what is in use.
void nextEngineFindsTheMemoryFree(const UsedMemory& used, uint64_t before) {
    const ImageSet photographs = makePhotographs(768, 12);
    const at::Device device = torchDevice("cuda:0");
    resetDeviceMemoryPeak(device);
    reconstruct(photographs,
                quickJob({{"grid", "96"},
                          {"image_side", "768"},
                          {"texture_size", "2048"},
                          {"batch", "16"},
                          {"shape_iterations", "40"},
                          {"texture_iterations", "20"}}),
                1);
    const DeviceMemory memory = readDeviceMemory(device);
    std::printf("large job: %.0f MiB reserved at most; %.0f MiB in use before, %.0f after\n",
                mebibytes(memory.most_reserved),
                mebibytes(before),
                mebibytes(used()));
    check(memory.most_reserved > (uint64_t{1} << 30), "the large job took more than a GiB");
    check(used() <= before + kMay, "it was given back to the driver (64 MiB allowed)");
}

const Settings kGrowing = quickJob({{"grid", "48"},
                                    {"image_side", "512"},
                                    {"texture_size", "512"},
                                    {"batch", "32"},
                                    {"shape_iterations", "120"},
                                    {"texture_iterations", "30"}});

/// From its second loss on the job has `share` of the memory that it needs.
void shrinkingRoomIsLivedWith(double share) {
    const ImageSet photographs = makePhotographs(512, 12);
    const at::Device device = torchDevice("cuda:0");
    resetDeviceMemoryPeak(device);
    reconstruct(photographs, kGrowing, 2);
    const uint64_t needed = readDeviceMemory(device).most_reserved;
    JobLog log;
    int losses = 0;
    log.on_metric = [&] {
        if (++losses == 2) {
            limitDeviceMemory(device, static_cast<uint64_t>(share * static_cast<double>(needed)));
        }
    };
    const JobOutcome outcome = reconstructOnGpu(photographs, kGrowing, log, 2);
    std::printf("needs %.0f MiB, gets %.0f %% of it:\n", mebibytes(needed), 100 * share);
    for (const std::string& warning : log.warnings) {
        std::printf("    %s\n", warning.c_str());
    }
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
        std::printf("    %s | %s\n", failure->reason.c_str(), failure->hint.c_str());
    }
    check(std::holds_alternative<Reconstruction>(outcome), "a run goes on with less memory");
    check(std::any_of(log.warnings.begin(),
                      log.warnings.end(),
                      [](const std::string& w) { return w.find("Out of memory at step") == 0; }),
          "and says what it lowered");
}

void noRoomIsAnErrorWithAdvice() {
    const ImageSet photographs = makePhotographs(512, 12);
    const at::Device device = torchDevice("cuda:0");
    JobLog log;
    int losses = 0;
    log.on_metric = [&] {
        if (++losses == 2) {
            limitDeviceMemory(device, uint64_t{64} << 20);
        }
    };
    const JobOutcome outcome = reconstructOnGpu(photographs, kGrowing, log, 3);
    const auto* failure = std::get_if<Failure>(&outcome);
    check(failure != nullptr && failure->kind == Error::Kind::OutOfMemory &&
              failure->hint.find("--device cpu") != std::string::npos,
          "without room it ends as out of memory, with advice");
    if (failure != nullptr) {
        std::printf("    %zu warnings, then: %s | %s\n",
                    log.warnings.size(),
                    failure->reason.c_str(),
                    failure->hint.c_str());
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const UsedMemory used;
    if (used() == 0) {
        std::printf("FAILED NVML does not tell the GPU's memory\n");
        return 1;
    }
    std::printf("before CUDA: %.0f MiB in use\n", mebibytes(used()));
    const uint64_t before = manyJobsDoNotGrow(used, argc > 1 ? std::atoi(argv[1]) : 50);
    nextEngineFindsTheMemoryFree(used, before);
    shrinkingRoomIsLivedWith(0.6);
    noRoomIsAnErrorWithAdvice();
    std::printf("memory: %s\n", failures == 0 ? "all good" : "FAILED");
    return failures == 0 ? 0 : 1;
}
