// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/crossing.h"
#include "math/vec.h"

#include <cstdint>
#include <vector>

namespace bozzetto {

/// Edges of a tet as pairs of its corners: 01 02 03 12 13 23.
inline constexpr int8_t kTetEdges[6][2] = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};

/// Triangles of the 16 cases (bit k set: corner k is outside), as edges of the tet.
struct TetTables {
    int8_t triangles[16] = {};
    int8_t edges[16][6] = {};
    int8_t crossing_count[16] = {};
    int8_t crossing[16][4] = {};  // the edges that cross, ascending
};
const TetTables& tetTables();

/// The vertex on the crossing edge of points a and b.
template <class T>
BOZZETTO_HD void tetVertex(const int32_t edge[2], const T* positions, const T* sdf, T* vertex) {
    const int64_t a = edge[0], b = edge[1];
    const Crossing<T> c = crossingOf(sdf[a], sdf[b]);
    for (int k = 0; k < 3; ++k) {
        vertex[k] = positions[a * 3 + k] * c.weight_a + positions[b * 3 + k] * c.weight_b;
    }
}
/// Calls add(element, value) for the gradients [points, 4] of position and sdf at both ends.
template <class T, class Add>
BOZZETTO_HD void tetVertexGradient(
    const int32_t edge[2], const T* positions, const T* sdf, const T* grad_vertex, const Add& add) {
    const int64_t a = edge[0], b = edge[1];
    const Crossing<T> c = crossingOf(sdf[a], sdf[b]);
    T grad_weight = T(0), grad_a = T(0), grad_b = T(0);
    for (int k = 0; k < 3; ++k) {
        const T g = grad_vertex[k];
        add(a * 4 + k, g * c.weight_a);
        add(b * 4 + k, g * c.weight_b);
        grad_weight += g * (positions[a * 3 + k] - positions[b * 3 + k]);
    }
    crossingGradient(c, grad_weight, &grad_a, &grad_b);
    add(a * 4 + 3, grad_a);
    add(b * 4 + 3, grad_b);
}

/// Topology of a level set in a tet grid.
struct TetSurface {
    std::vector<int32_t> edges;  // [V, 2] crossing edges, lower end first, sorted: one vertex each
    std::vector<int32_t> triangles;  // [T, 3]
};

/// tets [count, 4]; sdf [points], outside where > 0. Does not depend on the number of threads.
template <class T>
TetSurface findTetSurface(const int32_t* tets, int64_t count, const T* sdf, int64_t points);

/// vertices [V, 3] at the zero crossings of edges [V, 2].
template <class T>
void tetVertices(
    const int32_t* edges, int64_t count, const T* positions, const T* sdf, T* vertices);
/// grads [points, 4]: of position and sdf.
template <class T>
void tetVerticesBackward(const int32_t* edges,
                         int64_t count,
                         const T* positions,
                         const T* sdf,
                         const T* grad_vertices,
                         int64_t points,
                         T* grads);

}  // namespace bozzetto
