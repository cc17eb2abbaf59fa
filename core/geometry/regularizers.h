// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

// Differentiable once. On the CPU in float and double, the same bits for any thread count; on a GPU
// in float, losses with the same bits always, normals and gradients when LibTorch is asked for
// deterministic algorithms, and nothing waits for the device. All throw Error(BadInput) on shapes
// and dtypes, on the CPU also on indices out of range.

/// Sign-change cross entropy over grid edges: mean over edges whose ends differ in [s > 0] of
/// BCE(sigmoid(s_a), [s_b > 0]) + BCE(sigmoid(s_b), [s_a > 0]); 0 if there are none. sdf [P], edges
/// [E, 2] int32. Source: Munkberg et al., "Extracting Triangular 3D Models, Materials, and Lighting
/// From Images" (2022), equation 2.
at::Tensor sdfSignLoss(const at::Tensor& sdf, const at::Tensor& edges);

/// Uniform-umbrella Laplacian: per vertex the sum over faces of (p_j - p_i) for the other two
/// corners, / max(1, 2 faces); mean of squares over all elements of values [V, C] (0 without
/// vertices).
at::Tensor laplacianLoss(const at::Tensor& values, const at::Tensor& triangles);

/// [T, 3] int32: the triangle across the edge from corner k to corner k + 1; -1 unless exactly two
/// triangles have that edge. For normalConsistencyLoss where the topology stays.
at::Tensor triangleNeighbours(const at::Tensor& triangles, int64_t vertex_count);

/// Mean over edges with exactly two triangles of 1 - dot of their unit normals; 0 if there are
/// none. A degenerate triangle has normal 0 and no gradient.
at::Tensor normalConsistencyLoss(const at::Tensor& positions, const at::Tensor& triangles);
at::Tensor normalConsistencyLoss(const at::Tensor& positions,
                                 const at::Tensor& triangles,
                                 const at::Tensor& neighbours);

/// Area-weighted unit vertex normals [V, 3] of positions [V, 3], triangles [T, 3] int32; (0, 0, 1)
/// where undefined.
at::Tensor vertexNormals(const at::Tensor& positions, const at::Tensor& triangles);

}  // namespace bozzetto
