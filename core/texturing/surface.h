// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "texturing/training_views.h"

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

/// [T, 3] unit normals of the triangles; 0 of degenerate ones.
at::Tensor faceNormals(const at::Tensor& vertices, const at::Tensor& triangles);

/// Throws Error(Engine) for a mesh without vertices.
void requireSurface(const at::Tensor& vertices);

/// Ambient occlusion [V, 1] of a mesh by ray casting, smoothed; not differentiable.
at::Tensor meshOpenness(const at::Tensor& vertices, const at::Tensor& triangles, int rays);

/// What some views see of it: the covered pixels only, as a compact list of M (shading the
/// background would cost most of the time), view after view.
struct SurfacePixels {
    at::Tensor clip;      // [N, V, 4]
    at::Tensor rast;      // [N, H, W, 4]
    at::Tensor index;     // [M] int64 into N * H * W
    at::Tensor view;      // [M] int64: the view of each; undefined with one view
    at::Tensor compact;   // [1, 1, M, 4]: rast of the covered pixels
    at::Tensor position;  // [M, 3]
    at::Tensor normal;    // [M, 3], not normalised
    at::Tensor openness;  // [M, 1]
};
SurfacePixels seeSurface(const Surface& surface, const ViewBatch& views);

/// values [N, C] of the views at the covered pixels: [M, C]; with one view [1, C]. Differentiable.
at::Tensor atPixels(const SurfacePixels& pixels, const at::Tensor& values);

/// Puts shaded colours [M, 3] over `background` [3], with coverage in channel 3, and antialiases
/// the silhouettes: [N, H, W, 4].
at::Tensor composeView(const Surface& surface,
                       const SurfacePixels& pixels,
                       const at::Tensor& color,
                       const at::Tensor& background);

/// Mean Charbonnier difference of rendered and given depth over pixels that have both, as a
/// fraction of `scale`; 0 without depth. Differentiable.
at::Tensor depthLoss(const SurfacePixels& pixels, const ViewBatch& views, double scale);

/// imageLoss (image_loss.h) of what composeView made, as a mean over the views.
at::Tensor photoLoss(const at::Tensor& composed,
                     const at::Tensor& background,
                     const ViewBatch& views);

}  // namespace bozzetto
