// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace bozzetto {

/// Neighbourhoods of a CubeGrid, found once for all extractions on it: its arrays, on its device.
/// -1 stands for "not in the grid".
struct CubeTopology {
    int64_t cubes = 0, vertices = 0;        // C, P
    const int32_t* corners = nullptr;       // [C, 8]
    const int32_t* vertex_cubes = nullptr;  // [P, 8]: entry k of a vertex: the cube that has it as
                                            // corner k
    /// [P, 3]: the vertex one step along -y, +z and +x (ascending vertex index: the order in which
    /// edges are numbered) if all four cubes around that edge exist.
    const int32_t* inner_edges = nullptr;
};

/// The four cubes around the edge that leaves a vertex in direction d = 0 (-y), 1 (+z), 2 (+x),
/// ascending by cube index: the corner that the vertex is in each, and the cube's number for that
/// edge. In the order 0, 1, 3, 2 they go round it.
struct EdgeRing {
    int8_t corner[4], edge[4];
};
inline constexpr EdgeRing kEdgeRings[3] = {
    {{7, 3, 6, 2}, {10, 9, 11, 8}}, {{3, 1, 2, 0}, {5, 1, 7, 3}}, {{6, 2, 4, 0}, {6, 4, 2, 0}}};

/// Fills vertex_cubes [vertices, 8] and inner_edges [vertices, 3] on the CPU. corners [cubes, 8],
/// indices below `vertices`, no two cubes with the same corners.
void buildCubeTopology(const int32_t* corners,
                       int64_t cubes,
                       int64_t vertices,
                       int32_t* vertex_cubes,
                       int32_t* inner_edges);

}  // namespace bozzetto
