// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <algorithm>

namespace bozzetto {

inline Vec3d cornerOf(const TriangleMesh& mesh, int vertex) {
    const Vec3f p = mesh.positions[vertex];
    return {p.x, p.y, p.z};
}

struct TriangleShape {
    double lengths[3];  // of the edge that starts at corner k
    double double_area;
    int longest, shortest;  // edges
    double leastHeight() const { return lengths[longest] > 0 ? double_area / lengths[longest] : 0; }
};

inline TriangleShape shapeOf(const TriangleMesh& mesh, const Vec3i& t) {
    const Vec3d a = cornerOf(mesh, t.x), b = cornerOf(mesh, t.y), c = cornerOf(mesh, t.z);
    TriangleShape shape{
        {length(b - a), length(c - b), length(a - c)}, length(cross(b - a, c - a)), 0, 0};
    shape.longest =
        static_cast<int>(std::max_element(shape.lengths, shape.lengths + 3) - shape.lengths);
    shape.shortest =
        static_cast<int>(std::min_element(shape.lengths, shape.lengths + 3) - shape.lengths);
    return shape;
}

/// Repeated index, or an area that float positions cannot tell from none. `diagonal` is of the
/// mesh's bounding box.
inline bool hasNoArea(const TriangleMesh& mesh, const Vec3i& t, double diagonal) {
    return t.x == t.y || t.y == t.z || t.z == t.x ||
           shapeOf(mesh, t).double_area <= 2e-14 * diagonal * diagonal;
}

}  // namespace bozzetto
