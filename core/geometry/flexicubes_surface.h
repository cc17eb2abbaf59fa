// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <vector>

namespace bozzetto {

struct CubeTopology;

/// A cube that the surface passes through.
struct SurfaceCube {
    int32_t cube = 0;          // its number in the grid
    int32_t first_vertex = 0;  // of its dual vertices
    int32_t cube_case = 0;     // after the ambiguity fix
};

/// Where the surface is and how its vertices connect: everything that depends on the signs of the
/// sdf alone.
struct DualSurface {
    std::vector<SurfaceCube> cubes;  // [S], ascending; "slot" is an index into it
    std::vector<int32_t>
        cube_slots;        // [1 + C]: cube_slots[1 + cube], -1 elsewhere and for "no cube" (-1)
    int64_t vertices = 0;  // V: dual vertices

    std::vector<int32_t> quad_vertices;  // [Q, 4] counter-clockwise seen from the positive side
    std::vector<int32_t> quad_slots;     // [Q, 4] the surface cubes of those vertices
    /// [S, 12]: 4 * quad + corner of the quad that crosses this edge of the cube; -1: none. Only
    /// with EdgeQuads::Keep.
    std::vector<int32_t> edge_quads;

    int32_t slotOf(int32_t cube) const { return cube_slots[cube + 1]; }
    int64_t cubeCount() const { return static_cast<int64_t>(cubes.size()); }
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
