// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <algorithm>
#include <span>
#include <vector>

namespace bozzetto {

/// One side of a face: its edge's ends, the lower index first.
struct FaceEdge {
    int low, high, face;
    bool sameEdge(const FaceEdge& other) const { return low == other.low && high == other.high; }
};

/// The sides of the faces `which` (indices into mesh.triangles), those of one edge together.
inline std::vector<FaceEdge> faceEdges(const TriangleMesh& mesh, const std::vector<int>& which) {
    std::vector<FaceEdge> edges;
    edges.reserve(3 * which.size());
    for (const int face : which) {
        const Vec3i& t = mesh.triangles[face];
        for (int k = 0; k < 3; ++k) {
            const int a = t[k], b = t[(k + 1) % 3];
            edges.push_back({std::min(a, b), std::max(a, b), face});
        }
    }
    std::sort(edges.begin(), edges.end(), [](const FaceEdge& a, const FaceEdge& b) {
        return a.low != b.low     ? a.low < b.low
               : a.high != b.high ? a.high < b.high
                                  : a.face < b.face;
    });
    return edges;
}

/// Calls fn(sides) for the sides of each edge.
template <class F>
void forEachEdge(const std::vector<FaceEdge>& edges, const F& fn) {
    for (size_t begin = 0, end = 0; begin < edges.size(); begin = end) {
        while (end < edges.size() && edges[end].sameEdge(edges[begin])) {
            ++end;
        }
        fn(std::span<const FaceEdge>(edges.data() + begin, end - begin));
    }
}

}  // namespace bozzetto
