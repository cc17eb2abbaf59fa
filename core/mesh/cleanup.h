// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

namespace bozzetto {

struct MeshReport {
    int64_t vertices = 0, triangles = 0, components = 0;
    int64_t boundary_edges = 0, non_manifold_edges = 0, degenerate_triangles = 0,
            unreferenced_vertices = 0;
    bool closed() const { return boundary_edges == 0 && triangles > 0; }
    bool edgeManifold() const { return non_manifold_edges == 0; }
};
/// Counted after welding equal positions when `weld` is set. Degenerate: repeated index or zero
/// area.
enum class Weld { No, EqualPositions };
MeshReport inspect(const TriangleMesh& mesh, Weld weld = Weld::EqualPositions);

/// Merges bitwise equal positions.
TriangleMesh weld(const TriangleMesh& mesh);
/// [T] true for pairs of triangles over the same three vertices that face opposite ways: fins
/// without a volume, as decimation leaves them where a surface was pinched. Without them what was
/// closed stays closed.
std::vector<bool> finFaces(const std::vector<Vec3i>& triangles);
TriangleMesh removeFins(const TriangleMesh& mesh);
/// Drops vertices that no triangle uses.
TriangleMesh removeUnreferenced(const TriangleMesh& mesh);
/// Component id of each triangle (connected over shared vertices), 0-based in order of first
/// triangle.
std::vector<int> components(const TriangleMesh& mesh, int* count);
/// Keeps components whose bounding-box diagonal is at least `share` of the largest one's.
TriangleMesh removeSmallComponents(const TriangleMesh& mesh, double share);
/// Collapses zero-area and needle triangles while the surface stays closed and edge-manifold.
TriangleMesh removeDegenerate(const TriangleMesh& mesh);

}  // namespace bozzetto
