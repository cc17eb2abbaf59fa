// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

// What an optimisation step does with a surface beside rendering it. On the CPU made of the
// operations in regularizers.h and LibTorch's; on a GPU, where launches cost more than the
// arithmetic, each is an operation of its own with the same value.

/// base + range * tanh(deform), both [P, 3].
at::Tensor deformedPositions(const at::Tensor& base, const at::Tensor& deform, double range);

struct SurfaceWeights {
    double cell = 1;                // unit of length of what follows
    double deviation = 0;           // of deviation / cell, in hundredths
    double smoothness = 1;          // of both of the next
    double laplacian = 0;           // of laplacianLoss(vertices / cell)
    double normal_consistency = 0;  // of normalConsistencyLoss(vertices)
};
/// The weighted sum of a surface's regularizers: vertices [V, 3], triangles [T, 3] int32, deviation
/// a scalar (FlexiCubesMesh::deviation). Differentiable once in vertices and deviation; nothing
/// waits for the device. The value has the same bits always, the gradient as regularizers.h says.
/// Throws Error(BadInput) on shapes.
at::Tensor surfaceLoss(const at::Tensor& vertices,
                       const at::Tensor& triangles,
                       const at::Tensor& deviation,
                       const SurfaceWeights& weights);

}  // namespace bozzetto
