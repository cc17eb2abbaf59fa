// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <functional>
#include <vector>

namespace bozzetto {

struct UnwrapOptions {
    int resolution = 1024;  // texels a side of the map the atlas is packed for: gutters are counted
                            // in its texels
    int gutter = 4;         // texels between charts, at least
    /// Called with a fraction in [0, 1]; throws to cancel.
    std::function<void(double)> progress;
};

struct Atlas {
    std::vector<Vec2f> uvs;           // [U] in [0, 1], origin bottom left
    std::vector<Vec3i> uv_triangles;  // [T]
    std::vector<int> charts;          // [T] chart of each triangle
    int chart_count = 0;
};

/// UV atlas of a triangle mesh: charts grown on the surface, flattened with bounded stretch, packed
/// without overlap. Degenerate and non-manifold input is accepted. Deterministic. Throws
/// Error(BadInput) on indices out of range or non-finite positions. Where there are more charts
/// than the map has room for, gutters get narrower than asked. Triangles that repeat a vertex or a
/// position get one UV three times and count to a neighbour's chart. The same bytes whatever the
/// thread count. Sources: see unwrap.cpp.
Atlas unwrap(const TriangleMesh& mesh, const UnwrapOptions& options = {});

/// Quality of an atlas against its mesh. Stretch: Sander et al. 2001, "Texture Mapping Progressive
/// Meshes". With the singular values G >= g of a triangle's map from UV to space, A its area in
/// space, and m = sqrt(UV area of all / area of all): l2_stretch = m sqrt(sum A (G^2 + g^2) / 2 /
/// sum A), worst_stretch = m max G; both are 1 for an isometric map at one scale and infinite where
/// a triangle has no UV area. Triangles of less than 1e-12 of the squared box diagonal do not
/// count.
struct AtlasQuality {
    double l2_stretch = 0, worst_stretch = 0,
           filled = 0;  // filled: share of texels inside a triangle at `resolution`
    int64_t overlapping_texels =
        0;  // texel centres strictly inside triangles of two charts or folded within one
    int chart_count = 0;
    int minimum_gutter = 0;  // texels between texels covered by different charts
};
AtlasQuality measureAtlas(const TriangleMesh& mesh, const Atlas& atlas, int resolution);

}  // namespace bozzetto
