// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"

#include <cstdint>

namespace bozzetto {

/// ambientOcclusion, then one pass of smoothOverEdges, on a CUDA device. All pointers are to its
/// memory: positions [vertices, 3], normals [vertices, 3] unit, triangles [count, 3] in range, open
/// [vertices]. Nothing waits; the same bits always. Throws Error(Device) or Error(OutOfMemory).
struct OcclusionParams {
    const float* positions = nullptr;
    const float* normals = nullptr;
    int64_t vertices = 0;
    const int32_t* triangles = nullptr;
    int64_t count = 0;
    int rays = 32;  // a vertex; a power of two, at most 1024: their shares add up without rounding
    float* open = nullptr;
};
void ambientOcclusionCuda(const OcclusionParams& params, const CudaQueue& queue);

}  // namespace bozzetto
