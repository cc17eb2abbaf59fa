// SPDX-License-Identifier: Apache-2.0
#include "tensor/gpu.h"

#include "base/error.h"
#include "base/log.h"
#include "device/cuda_queue.h"

#if defined(BOZZETTO_CUDA)
#include "device/nvml.h"

#include <ATen/cuda/CUDAContextLight.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include <cuda_runtime_api.h>
#endif

#include <algorithm>
#include <cstdio>

namespace bozzetto {

at::Device torchDevice(const std::string& device) {
    const at::Device result(device);
    if (!result.is_cpu() && !kCudaBuild) {
        throw Error(Error::Kind::Device,
                    "device \"" + device + "\": this build has no CUDA",
                    "Use --device cpu (or auto), or build with a CUDA LibTorch.");
    }
    return result;
}

uint64_t memoryBudget(uint64_t total, uint64_t free) {
    const uint64_t spare = total / 10;
    return free > spare ? free - spare : 0;
}

#if defined(BOZZETTO_CUDA)
namespace {

/// The driver's way to write it.
std::string uuidText(const cudaUUID_t& uuid) {
    std::string text = "GPU-";
    for (int i = 0; i < 16; ++i) {
        char byte[4];
        std::snprintf(byte, sizeof byte, "%02x", static_cast<unsigned char>(uuid.bytes[i]));
        text += (i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "") + std::string(byte);
    }
    return text;
}

/// Asks the driver's library, which knows what is free without a context.
class FreeMemory {
public:
    FreeMemory() : nvml_(Nvml::load("libnvidia-ml.so.1")) {
        ready_ = nvml_ != nullptr && nvml_->init() == Nvml::kSuccess;
    }
    ~FreeMemory() {
        if (ready_) {
            nvml_->shutdown();
        }
    }
    FreeMemory(const FreeMemory&) = delete;
    FreeMemory& operator=(const FreeMemory&) = delete;

    /// `otherwise` where the driver's library does not know the GPU.
    uint64_t of(const std::string& uuid, uint64_t otherwise) const {
        unsigned count = 0;
        if (!ready_ || nvml_->count(count) != Nvml::kSuccess) {
            return otherwise;
        }
        for (unsigned i = 0; i < count; ++i) {
            Nvml::Device device = nullptr;
            uint64_t total = 0, used = 0;
            if (nvml_->device(i, device) == Nvml::kSuccess && nvml_->uuid(device) == uuid &&
                nvml_->memory(device, total, used) == Nvml::kSuccess) {
                return total > used ? total - used : 0;
            }
        }
        return otherwise;
    }

private:
    std::unique_ptr<Nvml> nvml_;
    bool ready_ = false;
};

/// LibTorch sets its allocator up with the first tensor; before that it may not be asked.
void startAllocator(const at::Device& device) {
    at::empty({1}, at::TensorOptions(at::kFloat).device(device));
}

void checkRuntime(cudaError_t code, const char* what) {
    if (code != cudaSuccess) {
        throw Error(Error::Kind::Device,
                    std::string("The GPU failed while ") + what,
                    "Try again, or use --device cpu. If it happens again, check the graphics "
                    "driver.",
                    {},
                    cudaGetErrorString(code));
    }
}

}  // namespace

ComputeDevices findComputeDevices() {
    ComputeDevices result;
    result.cuda_built_in = true;
    int count = 0;
    const cudaError_t code = cudaGetDeviceCount(&count);
    if (code != cudaSuccess || count == 0) {
        cudaGetLastError();  // forgotten: the CPU goes on
        result.problem = code == cudaSuccess || code == cudaErrorNoDevice
                             ? "there is no NVIDIA GPU"
                             : std::string("CUDA cannot be used: ") + cudaGetErrorString(code);
        return result;
    }
    const FreeMemory free_memory;
    for (int i = 0; i < count; ++i) {
        cudaDeviceProp properties{};
        if (cudaGetDeviceProperties(&properties, i) == cudaSuccess) {
            const uint64_t total = properties.totalGlobalMem;
            result.cuda.push_back(
                {i, properties.name, total, free_memory.of(uuidText(properties.uuid), total)});
        }
    }
    return result;
}

void warmUpDevice(const at::Device& device) noexcept {
    if (!device.is_cuda()) {
        return;
    }
    try {
        at::zeros({1}, at::TensorOptions(at::kFloat).device(device));  // with a first kernel
    } catch (const std::exception&) {
        cudaGetLastError();  // forgotten: it is reported by who meets it next
    }
}

void waitForDevice(const at::Device& device) {
    if (device.is_cuda()) {
        c10::cuda::getCurrentCUDAStream(device.index()).synchronize();
    }
}

DeviceMemory readDeviceMemory(const at::Device& device) {
    DeviceMemory memory;
    if (!device.is_cuda()) {
        return memory;
    }
    const c10::cuda::CUDAGuard guard(device);
    startAllocator(device);
    size_t free = 0, total = 0;
    checkRuntime(cudaMemGetInfo(&free, &total), "its memory was asked for");
    memory.total = total;
    memory.free = free;
    const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(device.index());
    // Entry 0 counts both of the allocator's pools.
    memory.allocated = static_cast<uint64_t>(stats.allocated_bytes[0].current);
    memory.most_allocated = static_cast<uint64_t>(stats.allocated_bytes[0].peak);
    memory.reserved = static_cast<uint64_t>(stats.reserved_bytes[0].current);
    memory.most_reserved = static_cast<uint64_t>(stats.reserved_bytes[0].peak);
    return memory;
}

void resetDeviceMemoryPeak(const at::Device& device) {
    if (device.is_cuda()) {
        startAllocator(device);
        c10::cuda::CUDACachingAllocator::resetPeakStats(device.index());
    }
}

void limitDeviceMemory(const at::Device& device, uint64_t bytes) {
    if (device.is_cuda()) {
        const double total = static_cast<double>(readDeviceMemory(device).total);
        const double share = std::clamp(static_cast<double>(bytes) / total, 0.0, 1.0);
        c10::cuda::CUDACachingAllocator::setMemoryFraction(share, device.index());
    }
}

void releaseDeviceMemory() noexcept {
    try {
        at::cuda::clearCublasWorkspaces();
        c10::cuda::CUDACachingAllocator::emptyCache();
    } catch (const std::exception& error) {
        logWarning(std::string("GPU memory could not be given back: ") + error.what());
    }
}

#else

ComputeDevices findComputeDevices() {
    return {};
}
void warmUpDevice(const at::Device&) noexcept {}
void waitForDevice(const at::Device&) {}
DeviceMemory readDeviceMemory(const at::Device&) {
    return {};
}
void resetDeviceMemoryPeak(const at::Device&) {}
void limitDeviceMemory(const at::Device&, uint64_t) {}
void releaseDeviceMemory() noexcept {}

#endif

}  // namespace bozzetto
