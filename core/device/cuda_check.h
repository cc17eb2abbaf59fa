// SPDX-License-Identifier: Apache-2.0
#pragma once
// Errors of CUDA's runtime as ours. For .cu files only.
#include "base/error.h"

#include <cuda_runtime_api.h>

namespace bozzetto {

/// Throws Error(OutOfMemory) or Error(Device) with CUDA's own words in its detail unless `code` is
/// success. `what`: the op that was running, for the sentence ("rasterize").
inline void checkCuda(cudaError_t code, const char* what) {
    if (code == cudaSuccess) {
        return;
    }
    const std::string detail =
        std::string(what) + ": " + cudaGetErrorName(code) + ": " + cudaGetErrorString(code);
    if (code == cudaErrorMemoryAllocation) {
        throw Error(Error::Kind::OutOfMemory,
                    "Out of GPU memory",
                    "Lower the image, grid or texture resolution, or close other programs.",
                    {},
                    detail);
    }
    throw Error(Error::Kind::Device,
                "The GPU failed during " + std::string(what),
                "Try again, or use --device cpu. If it happens again, check the graphics driver.",
                {},
                detail);
}

/// After each kernel launch: a launch that was refused, or an error of earlier work that has shown
/// by now. Does not wait for the kernel.
inline void checkLaunch(const char* what) {
    checkCuda(cudaGetLastError(), what);
}

}  // namespace bozzetto
