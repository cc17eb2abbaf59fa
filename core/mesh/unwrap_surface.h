// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <vector>

namespace bozzetto::unwrapping {

/// The surface that is cut into charts: welded, without triangles that repeat a vertex, with
/// half-edge adjacency. Half-edge h = 3 * t + k runs from corner k of triangle t to the next
/// corner, and is also the name of corner k. Two triangles belong to the same piece of a chart
/// where the half-edge between them is glued; everything else (chart boundaries, cuts inside a
/// chart, non-manifold edges) is a seam. Corners that are connected through glued half-edges around
/// a point are one vertex of the chart, so charts are manifold whatever the input was.
struct Surface {
    std::vector<Vec3d> points;     // scaled so that the bounding box has diagonal 1
    std::vector<Vec3i> triangles;  // [T]
    std::vector<int> source;       // [T] index of the triangle in the input
    std::vector<Vec3d> normals;    // [T] unit, smoothed along the surface
    std::vector<double> areas;     // [T]
    std::vector<int> twin;         // [3T] opposite half-edge; -1 on boundary and non-manifold edges
    std::vector<double> lengths;   // [3T]
    std::vector<uint8_t> glued;    // [3T]
    std::vector<int> scratch;      // [T] or empty; -1 between calls

    int triangleCount() const { return static_cast<int>(triangles.size()); }
    const Vec3d& cornerPoint(int h) const { return points[triangles[h / 3][h % 3]]; }
};

inline int nextHalfEdge(int h) {
    return h % 3 == 2 ? h - 2 : h + 1;
}
inline int previousHalfEdge(int h) {
    return h % 3 == 0 ? h + 2 : h - 1;
}

/// Nothing is glued yet. Throws Error(BadInput) on indices out of range or non-finite positions.
Surface makeSurface(const TriangleMesh& mesh);

/// The seam half-edge that follows seam half-edge h along the border of its piece.
inline int nextOnBorder(const Surface& surface, int h) {
    int g = nextHalfEdge(h);
    while (surface.glued[g]) {
        g = nextHalfEdge(surface.twin[g]);
    }
    return g;
}

/// True if `fn(triangle)` is for one of the triangles around the point where h starts, across seams
/// too.
template <class Fn>
bool anyAround(const Surface& surface, int h, const Fn& fn) {
    int g = h;
    do {
        if (fn(g / 3)) {
            return true;
        }
        g = surface.twin[previousHalfEdge(g)];
    } while (g >= 0 && g != h);
    if (g < 0) {  // at an open border: the other way as well
        for (g = surface.twin[h]; g >= 0; g = surface.twin[g]) {
            g = nextHalfEdge(g);
            if (fn(g / 3)) {
                return true;
            }
        }
    }
    return false;
}

inline void setGlued(Surface& surface, int h, bool glued) {
    surface.glued[h] = glued;
    surface.glued[surface.twin[h]] = glued;
}

}  // namespace bozzetto::unwrapping
