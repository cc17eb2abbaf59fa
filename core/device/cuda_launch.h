// SPDX-License-Identifier: Apache-2.0
#pragma once
// What every launch of a kernel needs. For .cu files only.
#include "device/cuda_check.h"
#include "device/cuda_queue.h"

#include <cstdint>

namespace bozzetto {

constexpr int kWarp = 32;

inline cudaStream_t streamOf(const CudaQueue& queue) {
    return static_cast<cudaStream_t>(queue.stream);
}

/// Blocks of `per_block` that cover `count` elements.
inline unsigned blocksFor(int64_t count, int64_t per_block) {
    return static_cast<unsigned>((count + per_block - 1) / per_block);
}

}  // namespace bozzetto
