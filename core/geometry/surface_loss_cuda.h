// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/regularizers_cuda.h"

namespace bozzetto {

/// out [count] = base + range * tanh(deform).
void deformedPositionsCuda(const float* base,
                           const float* deform,
                           float range,
                           int64_t count,
                           float* out,
                           const CudaQueue& queue);
void deformedPositionsBackwardCuda(const float* deform,
                                   float range,
                                   int64_t count,
                                   const float* grad_out,
                                   float* grad_deform,
                                   const CudaQueue& queue);

/// surfaceLoss of a mesh with vertices; the arrays that the forward pass fills are what the
/// backward pass reads.
struct SurfaceLossParams {
    DeviceMesh mesh;
    const float* positions = nullptr;  // [V, 3]
    const float* deviation = nullptr;  // one float
    float laplacian = 0;               // weight, over the square of the cell
    float normal_consistency = 0, deviation_weight = 0;

    int32_t* neighbours = nullptr;                // [T, 3]
    float *units = nullptr, *inverses = nullptr;  // [T, 3], [T]
    float* pull = nullptr;   // [V, 3] Laplacian, scaled twice: what its gradient is made of
    float* share = nullptr;  // one float: 1 / number of edges with two triangles
};
/// loss: one float.
void surfaceLossCuda(const SurfaceLossParams& params, float* loss, const CudaQueue& queue);
/// grad_loss: one float; grad_positions [V, 3].
void surfaceLossBackwardCuda(const SurfaceLossParams& params,
                             const float* grad_loss,
                             float* grad_positions,
                             const CudaQueue& queue);

}  // namespace bozzetto
