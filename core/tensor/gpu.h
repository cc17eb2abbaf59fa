// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/compute_device.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <string>

namespace bozzetto {

/// The GPUs that LibTorch's CUDA sees, with their free memory as the driver tells it (no context is
/// made on any of them). A build without CUDA finds none.
ComputeDevices findComputeDevices();

/// "cpu" or "cuda:N" as LibTorch's device. Throws Error(Device) in a build without CUDA.
at::Device torchDevice(const std::string& device);

/// Makes CUDA's context on a GPU and LibTorch's allocator, which takes some tenths of a second: on
/// a thread of its own while the host has other things to do. What fails, fails again where the
/// device is used. Nothing for the CPU.
void warmUpDevice(const at::Device& device) noexcept;

/// Returns once everything is done that was queued on a GPU's current stream: for clocks. Nothing
/// for the CPU.
void waitForDevice(const at::Device& device);

/// Memory of one GPU, bytes.
struct DeviceMemory {
    uint64_t total = 0, free = 0;  // of the GPU, everybody's
    uint64_t allocated = 0;        // in tensors of this process now
    uint64_t reserved = 0;         // kept by its allocator, tensors included
    uint64_t most_allocated = 0;   // since the last resetDeviceMemoryPeak
    uint64_t most_reserved = 0;
};
/// All zero for the CPU and in a build without CUDA.
DeviceMemory readDeviceMemory(const at::Device& device);
void resetDeviceMemoryPeak(const at::Device& device);

/// Bytes that a run may take of a GPU with `total`, of which `free` are free: what is free but for
/// a tenth of the whole, which stays for the desktop and other programs.
uint64_t memoryBudget(uint64_t total, uint64_t free);

/// From now on an allocation that would bring this process's tensors over `bytes` fails as if the
/// memory were full, at once and with the same error: a GPU that is full to the brim also takes the
/// desktop down. Nothing on the CPU.
void limitDeviceMemory(const at::Device& device, uint64_t bytes);

/// Gives everything that the allocator keeps but no tensor uses back to the driver, and LibTorch's
/// work spaces: the next engine starts with it. Nothing without CUDA.
void releaseDeviceMemory() noexcept;

/// Calls it at the end of a scope, however that is left.
class DeviceMemoryRelease {
public:
    DeviceMemoryRelease() = default;
    ~DeviceMemoryRelease() { releaseDeviceMemory(); }
    DeviceMemoryRelease(const DeviceMemoryRelease&) = delete;
    DeviceMemoryRelease& operator=(const DeviceMemoryRelease&) = delete;
};

}  // namespace bozzetto
