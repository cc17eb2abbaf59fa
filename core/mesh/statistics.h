// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <cstdint>
#include <optional>

namespace bozzetto {

/// What an artist wants to know about a mesh. Counted after vertices at bitwise equal positions
/// were joined, so that seams of the texture are no borders.
struct MeshStatistics {
    int64_t triangles = 0;
    int64_t vertices = 0;    // used by a triangle, equal positions counted once
    int64_t components = 0;  // pieces connected over shared vertices
    /// Closed lines of edges with a single triangle. The rim of an open sheet counts as one.
    int64_t holes = 0;
    int64_t open_edges = 0;          // edges with a single triangle
    int64_t non_manifold_edges = 0;  // more than two triangles, or two that disagree on their front
    int64_t non_manifold_vertices = 0;  // where fans of triangles touch in nothing but this point
    int64_t degenerate_triangles = 0;   // without area
    Vec3f low, high;                    // bounding box, world units; zero for an empty mesh
    double area = 0;                    // world units squared
    std::optional<double> volume;       // world units cubed; only of a closed, manifold mesh
    int texture_width = 0, texture_height = 0;  // of the base colour map; 0 = none

    bool closed() const { return open_edges == 0 && triangles > 0; }
    bool manifold() const { return non_manifold_edges == 0 && non_manifold_vertices == 0; }
};

/// About a second for a million triangles. Throws Error(BadInput) if an index is out of range.
MeshStatistics measureMesh(const TriangleMesh& mesh);
MeshStatistics measureMesh(const TexturedMesh& mesh);

}  // namespace bozzetto
