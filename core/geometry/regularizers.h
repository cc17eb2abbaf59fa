// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

/// Sign-change BCE over grid edges (nvdiffrec section 3.4): mean over edges whose ends differ in sign; 0 if there are none.
/// sdf [P], edges [E, 2] int32.
at::Tensor sdfSignLoss(const at::Tensor& sdf, const at::Tensor& edges);

/// Uniform-umbrella Laplacian (8.2): per vertex sum over faces of (p_j - p_i) / max(1, 2 faces), mean of squares over coordinates.
at::Tensor laplacianLoss(const at::Tensor& values, const at::Tensor& triangles);

/// Mean over interior edges of 1 - dot of the two face normals.
at::Tensor normalConsistencyLoss(const at::Tensor& positions, const at::Tensor& triangles);

/// Area-weighted unit vertex normals [V, 3] of positions [V, 3], triangles [T, 3] int32; (0,0,1) where undefined. Differentiable.
at::Tensor vertexNormals(const at::Tensor& positions, const at::Tensor& triangles);

}  // namespace bozzetto
