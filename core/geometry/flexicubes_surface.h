// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <vector>

namespace bozzetto {

struct CubeTopology;

/// Where the surface is and how its vertices connect: everything that depends on the signs of the
/// sdf alone.
struct DualSurface {
    std::vector<int32_t> cube;          // [S] surface cubes, ascending
    std::vector<int32_t> slot;          // [C] position in `cube`, -1 elsewhere
    std::vector<uint8_t> cube_case;     // [S] after the ambiguity fix
    std::vector<int32_t> first_vertex;  // [S] of the cube's dual vertices
    int64_t vertices = 0;               // V: dual vertices

    std::vector<int32_t>
        quad_vertices;  // [Q, 4] round the edge, seen from the positive side counter-clockwise
    std::vector<int32_t> quad_slots;  // [Q, 4] the surface cubes of those vertices
    /// [S, 12]: 4 * quad + corner of the quad that crosses this edge of the cube; -1: none. Only
    /// with keep_edge_quads.
    std::vector<int32_t> edge_quads;

    int64_t quads() const { return static_cast<int64_t>(quad_vertices.size()) / 4; }
};

enum class EdgeQuads { Skip, Keep };

/// corners [cubes, 8]; sdf [vertices], inside where < 0. Does not depend on the number of threads.
template <class T>
DualSurface findDualSurface(const CubeTopology& topology,
                            const int32_t* corners,
                            int64_t cubes,
                            const T* sdf,
                            EdgeQuads edge_quads);

}  // namespace bozzetto
