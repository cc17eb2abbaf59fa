// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"
#include "tensor/checks.h"

#include <ATen/ATen.h>

#include <initializer_list>
#include <string>

namespace bozzetto {

/// Whether this build's CUDA kernels are to work on the tensor.
inline bool onGpu(const at::Tensor& t) {
    return kCudaBuild && t.defined() && t.is_cuda();
}

/// Throws Error(BadInput) unless t is a contiguous tensor of float (on the CPU: or double) of this
/// shape, Error(Unsupported) unless it lies where this build has kernels.
inline void checkFloating(const at::Tensor& t,
                          const char* name,
                          std::initializer_list<int64_t> shape) {
    if (onGpu(t)) {
        checkTensor(t, name, shape, {at::kFloat}, t.device());
        return;
    }
    if (t.defined() && t.is_cuda()) {
        throw Error(Error::Kind::Unsupported,
                    std::string(name) + " is on a GPU, for which this build has no kernels",
                    "Use --device cpu.");
    }
    checkTensor(t, name, shape, {at::kFloat, at::kDouble}, at::kCPU);
}

}  // namespace bozzetto
