// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"

#include <ATen/ATen.h>
#include <c10/core/Allocator.h>
#include <c10/core/DeviceGuard.h>

#include <vector>

namespace bozzetto {

/// What a kernel's launch needs besides its arrays, for the device of one tensor: LibTorch's
/// current stream there, scratch memory from LibTorch's caching allocator, and whether LibTorch is
/// asked for deterministic algorithms. The tensor's device is the current one while it lives.
/// Scratch memory belongs to this object: made for one call, `xxxCuda(params, queueOf(x))`, it is
/// given back to the allocator once the call has queued its kernels, and reused only behind them on
/// the same stream.
class TensorQueue {
public:
    explicit TensorQueue(const at::Tensor& t);
    TensorQueue(const TensorQueue&) = delete;
    TensorQueue& operator=(const TensorQueue&) = delete;

    operator const CudaQueue&() const { return queue_; }

private:
    c10::OptionalDeviceGuard guard_;
    std::vector<c10::DataPtr> scratch_;
    CudaQueue queue_;
};

/// The queue of a CUDA tensor. Throws Error(Unsupported) in a build without CUDA, and for a tensor
/// on another kind of device.
TensorQueue queueOf(const at::Tensor& t);

}  // namespace bozzetto
