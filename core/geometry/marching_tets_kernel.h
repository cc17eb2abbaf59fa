// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <vector>

namespace bozzetto {

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
