// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"
#include "raster/triangle_id.h"
#include "tensor/checks.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Throws Error(Unsupported) unless the tensor lies where this build has kernels: on the CPU, or on
/// a CUDA device in a CUDA build.
inline void requireKernels(const at::Tensor& t, const char* op) {
    if (!t.is_cpu() && !(kCudaBuild && t.is_cuda())) {
        throw Error(Error::Kind::Unsupported,
                    std::string(op) + " has no kernel for device " + t.device().str(),
                    "Use --device cpu.");
    }
}

inline void checkTriangles(const at::Tensor& tri, const at::Device& device) {
    checkTensor(tri, "tri", {-1, 3}, {at::kInt}, device);
    if (tri.size(0) > kMaxTriangles) {
        throw Error(Error::Kind::BadInput,
                    "tri has " + std::to_string(tri.size(0)) + " triangles",
                    "At most " + std::to_string(kMaxTriangles) + " can be told apart in an image.");
    }
}

/// A contiguous tensor, or an undefined one unchanged: gradients of outputs that nothing used are
/// undefined.
inline at::Tensor contiguousOrUndefined(const at::Tensor& t) {
    return t.defined() ? t.contiguous() : t;
}

/// The tensor itself, or on a GPU a copy of it if it does not start at a multiple of 16 bytes, as a
/// slice of another may: kernels load four floats at once.
inline at::Tensor alignedForKernels(const at::Tensor& t) {
    const bool fits =
        !t.defined() || !t.is_cuda() || reinterpret_cast<uintptr_t>(t.data_ptr()) % 16 == 0;
    return fits ? t : t.clone();
}

template <class Scalar>
Scalar* dataOrNull(const at::Tensor& t) {
    return t.defined() ? t.data_ptr<Scalar>() : nullptr;
}

}  // namespace bozzetto
