// SPDX-License-Identifier: Apache-2.0
#include "device/compute_device.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>

namespace bozzetto {
namespace {

std::string gibibytes(uint64_t bytes) {
    const uint64_t tenths = (bytes * 10) >> 30;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GiB";
}

std::string describe(const CudaDevice& gpu) {
    return gpu.name + " (" + gibibytes(gpu.free) + " of " + gibibytes(gpu.total) + " free)";
}

std::string nameOf(const CudaDevice& gpu) {
    return "cuda:" + std::to_string(gpu.index);
}

DeviceChoice automatic(const ComputeDevices& there) {
    if (!there.cuda_built_in) {
        return {"cpu", "device auto: this build has no CUDA, the CPU is used"};
    }
    if (there.cuda.empty()) {
        return {"cpu", "device auto: " + there.problem + "; the CPU is used"};
    }
    const CudaDevice& best = *std::max_element(
        there.cuda.begin(), there.cuda.end(), [](const CudaDevice& a, const CudaDevice& b) {
            return a.free < b.free;
        });
    if (best.free < kLeastFreeVram) {
        return {"cpu",
                "device auto: " + describe(best) + " has too little free memory; the CPU is used"};
    }
    return {nameOf(best), "device auto: " + nameOf(best) + ", " + describe(best)};
}

[[noreturn]] void failDevice(const std::string& wanted,
                             const std::string& why,
                             const std::string& hint) {
    throw Error(Error::Kind::Device, "device \"" + wanted + "\": " + why, hint);
}

}  // namespace

DeviceChoice chooseDevice(const std::string& wanted, const ComputeDevices& there) {
    if (wanted == "cpu") {
        return {"cpu", ""};
    }
    if (wanted == "auto") {
        return automatic(there);
    }
    const auto number = wanted == "cuda"              ? std::optional<long long>(0)
                        : wanted.starts_with("cuda:") ? parseInteger(wanted.substr(5))
                                                      : std::nullopt;
    if (!number || *number < 0) {
        const std::vector<std::string> devices = {"auto", "cpu", "cuda"};
        const auto near = nearestWord(wanted, devices);
        throw Error(
            Error::Kind::BadInput,
            "there is no device \"" + wanted + "\"",
            (near ? "Did you mean \"" + *near + "\"? " : "") + "Devices: auto, cpu, cuda, cuda:N.");
    }
    if (!there.cuda_built_in) {
        failDevice(wanted,
                   "this build has no CUDA",
                   "Use --device cpu (or auto), or build with a CUDA LibTorch.");
    }
    if (there.cuda.empty()) {
        failDevice(wanted,
                   there.problem,
                   "Use --device cpu (or auto), or check the graphics driver with nvidia-smi.");
    }
    for (const CudaDevice& gpu : there.cuda) {
        if (gpu.index == *number) {
            return {nameOf(gpu), ""};
        }
    }
    std::string list;
    for (const CudaDevice& gpu : there.cuda) {
        list += (list.empty() ? "" : ", ") + nameOf(gpu) + " " + describe(gpu);
    }
    failDevice(wanted, "there is no such GPU", "GPUs here: " + list + ".");
}

}  // namespace bozzetto
