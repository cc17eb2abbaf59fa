// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace bozzetto {

/// One GPU that this program's CUDA can compute on.
struct CudaDevice {
    int index = 0;  // CUDA's number of it, which need not be the driver's (NVML)
    std::string name;
    uint64_t total = 0, free = 0;  // bytes of its memory
};

/// What this program can compute on beside the processor.
struct ComputeDevices {
    bool cuda_built_in = false;
    std::string problem;  // why CUDA cannot be used though it is built in; empty when it can
    std::vector<CudaDevice> cuda;
};

/// A GPU with less free memory is not taken unasked: LibTorch's own kernels and the smallest run
/// need about as much.
inline constexpr uint64_t kLeastFreeVram = uint64_t{3} << 29;  // 1.5 GiB

struct DeviceChoice {
    std::string device;  // "cpu" or "cuda:N"
    std::string reason;  // a sentence for the log when the program chose; else empty
};

/// "auto" takes the GPU with the most free memory if there is one with enough, otherwise the
/// processor; "cuda" takes the first GPU. Throws Error(Device) with advice for a GPU that cannot be
/// had, Error(BadInput) for another word.
DeviceChoice chooseDevice(const std::string& wanted, const ComputeDevices& there);

}  // namespace bozzetto
