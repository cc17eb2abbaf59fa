// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

/// Opposite vertex across each edge, for antialias. Depends only on tri: keep it while the topology
/// stays. tri [T, 3] int32 -> [T, 3] int32: for edge i (opposite the triangle's vertex i) the other
/// triangle's opposite vertex, -1 if none.
at::Tensor edgeTopology(const at::Tensor& tri, int64_t vertex_count);

/// Analytic antialiasing of silhouette edges: the only source of visibility gradients. Apply once,
/// last, on final colours. color [N, H, W, C]; rast [N, H, W, 4]; pos [N, V, 4] clip space; tri [T,
/// 3] *position* indices; topology from edgeTopology or undefined. Returns [N, H, W, C]; may
/// slightly overshoot. Differentiable in color and pos (x, y, w).
at::Tensor antialias(const at::Tensor& color,
                     const at::Tensor& rast,
                     const at::Tensor& pos,
                     const at::Tensor& tri,
                     const at::Tensor& topology = {});

}  // namespace bozzetto
