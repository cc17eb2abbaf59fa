// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/unwrap.h"

#include <ATen/ATen.h>

#include <functional>

namespace bozzetto {

/// The texels of a square map that lie inside a triangle of the atlas.
struct AtlasTexels {
    int size = 0;
    at::Tensor index;     // [N] int64 into size * size, row 0 = top of the picture
    at::Tensor compact;   // [1, 1, N, 4] rast of these texels: triangle and barycentrics
    at::Tensor position;  // [N, 3] surface point
};
/// The tensors are on `device`.
AtlasTexels rasterizeAtlas(const TriangleMesh& mesh,
                           const Atlas& atlas,
                           int size,
                           const at::Device& device = at::kCPU);

/// Vertex values [V, C] interpolated at the texels: [N, C].
at::Tensor atTexels(const AtlasTexels& texels,
                    const at::Tensor& values,
                    const at::Tensor& triangles);

/// UVs as texture() wants them: v measured from the top row. [U, 2].
at::Tensor textureCoordinates(const std::vector<Vec2f>& uvs);

/// Fills every texel outside `known` [S * S] bool with the nearest known ones' values (a push-pull
/// pyramid), so that filtering across chart borders and mip levels never sees unset colours. map
/// [S, S, C], changed in place.
void fillGutters(at::Tensor& map, const at::Tensor& known);
/// The same in tensor operations, on any device: what fillGutters does with maps that are not in
/// main memory.
void fillGuttersOnDevice(at::Tensor& map, const at::Tensor& known);

/// [S * S] bool: the texels that lie in a triangle.
at::Tensor texelMask(const AtlasTexels& texels);
/// values [N, C] of the texels as a map [S, S, C], gutters filled.
at::Tensor mapOfTexels(const AtlasTexels& texels, const at::Tensor& values);

}  // namespace bozzetto
