// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/device_fit.h"

#include "base/byte_words.h"
#include "base/error.h"
#include "base/log.h"
#include "nvdiffrec/predict.h"
#include "pipeline/job_context.h"
#include "tensor/gpu.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

// The lowest rungs: below them the result is not worth its time.
constexpr int kLeastSide = 256, kLeastTexture = 512, kLeastGrid = 48;

uint64_t bytesOfRun(const ImageSet& images, const NvdiffrecOptions& options) {
    Prediction prediction;
    prediction.device_memory = predictDeviceMemory(images, options);
    return prediction.peakDeviceBytes();
}

}  // namespace

std::optional<std::string> lowerOneRung(NvdiffrecOptions& options, Rungs rungs) {
    // Unless set, a step on the CPU has at most so many views.
    int views = options.batch > 0 ? options.batch : kMostViewsOnCpu;
    std::string says;
    const auto step = [&](const char* what, int& value, int least, double factor) {
        if (value <= least) {
            return false;
        }
        const int next = std::max(least, static_cast<int>(std::lround(value * factor)));
        says = what + std::to_string(value) + " -> " + std::to_string(next);
        value = next;
        return true;
    };
    // Where few views a step are not set but chosen level by level, half of the most would be more.
    const double fewer = options.batch > 0 ? 0.5 : 1.0 / kMostViewsOnCpu;
    if (step("views a step ", views, 1, fewer)) {
        options.batch = views;
        return says;
    }
    if (step("picture resolution ", options.image_side, kLeastSide, 0.75) ||
        (rungs != Rungs::Step && step("texture size ", options.texture_size, kLeastTexture, 0.5)) ||
        (rungs == Rungs::All && step("grid resolution ", options.grid, kLeastGrid, 0.75))) {
        return says;
    }
    return std::nullopt;
}

DeviceFit fitToMemory(const ImageSet& images,
                      NvdiffrecOptions options,
                      uint64_t budget,
                      Rungs rungs) {
    DeviceFit fit{options, bytesOfRun(images, options), true, {}};
    while (fit.needed > budget) {
        const std::optional<std::string> lowered = lowerOneRung(fit.options, rungs);
        if (!lowered) {
            break;
        }
        fit.needed = bytesOfRun(images, fit.options);
        fit.steps.push_back("GPU memory: " + *lowered + ", which needs " + mebibytes(fit.needed) +
                            " of the " + mebibytes(budget) + " that may be used");
    }
    fit.fits = fit.needed <= budget;
    return fit;
}

NvdiffrecOptions fitToDevice(const ImageSet& images,
                             const NvdiffrecOptions& options,
                             Rungs rungs,
                             const at::Device& device,
                             JobContext& job,
                             nlohmann::json& report) {
    if (device.is_cpu()) {
        return options;
    }
    const DeviceMemory memory = readDeviceMemory(device);
    resetDeviceMemoryPeak(device);
    const uint64_t budget = memoryBudget(memory.total, memory.free + memory.reserved);
    NvdiffrecOptions wanted = options;
    wanted.batch = options.batch > 0 ? options.batch : kViewsOnGpu;
    const DeviceFit fit = fitToMemory(images, wanted, budget, rungs);
    report["device_memory"] = {{"total", memory.total},
                               {"free_at_start", memory.free},
                               {"budget", budget},
                               {"predicted", fit.needed},
                               {"lowered", fit.steps}};
    if (!fit.fits) {
        throw Error(Error::Kind::OutOfMemory,
                    "The GPU has too little free memory: the smallest run needs about " +
                        mebibytes(fit.needed) + ", and " + mebibytes(budget) + " of " +
                        mebibytes(memory.total) + " may be used",
                    "Close other programs that use the GPU, use another one (--device cuda:N), or "
                    "use --device cpu.");
    }
    for (const std::string& step : fit.steps) {
        job.warn(step);
    }
    logInfo("GPU memory: about " + mebibytes(fit.needed) + " needed, " + mebibytes(budget) +
            " may be used");
    limitDeviceMemory(device, budget);
    return fit.options;
}

void reportDeviceMemory(const at::Device& device, nlohmann::json& report) {
    if (device.is_cuda()) {
        const DeviceMemory memory = readDeviceMemory(device);
        report["device_memory"]["most_allocated"] = memory.most_allocated;
        report["device_memory"]["most_reserved"] = memory.most_reserved;
    }
}

}  // namespace bozzetto
