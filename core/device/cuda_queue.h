// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>

namespace bozzetto {

/// Whether this build holds the CUDA kernels. Code that calls one stands behind
/// `if constexpr (kCudaBuild)`, so that a build without them links.
#if defined(BOZZETTO_CUDA)
constexpr bool kCudaBuild = true;
#else
constexpr bool kCudaBuild = false;
#endif

/// Where kernels run and where their scratch memory comes from. Needs neither CUDA's nor LibTorch's
/// headers, so a kernel's header can name it: tensor/cuda.h makes one for a tensor.
struct CudaQueue {
    int device = 0;
    void* stream = nullptr;  // cudaStream_t
    /// Sums that do not depend on the order in which threads come (slower).
    bool deterministic = false;
    /// `bytes` of the device's memory, aligned to 256, for work on `stream`; the owner frees it
    /// after that work has been queued. Throws Error(OutOfMemory).
    void* (*allocate)(void* owner, size_t bytes) = nullptr;
    void* owner = nullptr;

    template <class T>
    T* scratch(int64_t count) const {
        return static_cast<T*>(allocate(owner, static_cast<size_t>(count) * sizeof(T)));
    }
};

}  // namespace bozzetto
