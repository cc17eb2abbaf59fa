// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/training_views.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// The mesh of one step, differentiable in its vertices.
struct Surface {
    at::Tensor vertices;   // [V, 3] float
    at::Tensor triangles;  // [T, 3] int32
    at::Tensor normals;    // [V, 3] unit
    at::Tensor topology;   // edgeTopology(triangles)
    at::Tensor openness;   // [V, 1] ambient occlusion factor, 1 = open
};
Surface makeSurface(const at::Tensor& vertices,
                    const at::Tensor& triangles,
                    const at::Tensor& openness);

/// Ambient occlusion [V, 1] of a mesh by ray casting, smoothed; not differentiable.
at::Tensor meshOpenness(const at::Tensor& vertices, const at::Tensor& triangles, int rays);

/// What one view sees of it: the covered pixels only, as a compact list of M (shading the
/// background would cost most of the time).
struct SurfacePixels {
    at::Tensor clip;      // [1, V, 4]
    at::Tensor rast;      // [1, H, W, 4]
    at::Tensor rast_db;   // [1, H, W, 4] when asked for
    at::Tensor index;     // [M] int64 into H * W
    at::Tensor compact;   // [1, 1, M, 4]: rast of the covered pixels
    at::Tensor position;  // [M, 3]
    at::Tensor normal;    // [M, 3], not normalised
    at::Tensor openness;  // [M, 1]
};
SurfacePixels seeSurface(const Surface& surface, const TrainingView& view);

/// Puts shaded colours [M, 3] over `background` [3], with coverage in channel 3, and antialiases
/// the silhouettes: [H, W, 4].
at::Tensor composeView(const Surface& surface,
                       const SurfacePixels& pixels,
                       const at::Tensor& color,
                       const at::Tensor& background,
                       const TrainingView& view);

/// Mean Charbonnier difference of rendered and given depth over pixels that have both, as a
/// fraction of `scale`; 0 without depth. Differentiable.
at::Tensor depthLoss(const SurfacePixels& pixels, const TrainingView& view, double scale);

}  // namespace bozzetto
