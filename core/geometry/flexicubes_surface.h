// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <cstdint>
#include <vector>

namespace bozzetto {

struct CubeTables;
struct CubeTopology;

/// A cube that the surface passes through.
struct SurfaceCube {
    int32_t cube = 0;          // its number in the grid
    int32_t first_vertex = 0;  // of its dual vertices
    int32_t cube_case = 0;     // after the ambiguity fix
};

/// The arrays of a DualSurface, on the device that it was found on.
struct DualSurfaceView {
    const CubeTables* tables = nullptr;
    const SurfaceCube* cubes = nullptr;
    const int32_t* cube_slots = nullptr;
    const int32_t* quad_vertices = nullptr;
    const int32_t* quad_slots = nullptr;
    const int32_t* edge_quads = nullptr;
    int64_t cube_count = 0, vertices = 0, quads = 0;  // S, V, Q

    BOZZETTO_HD int32_t slotOf(int32_t cube) const { return cube_slots[cube + 1]; }
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

    DualSurfaceView view() const;
};

enum class EdgeQuads { Skip, Keep };

/// sdf [vertices], inside where < 0. Does not depend on the number of threads.
template <class T>
DualSurface findDualSurface(const CubeTopology& topology, const T* sdf, EdgeQuads edge_quads);

}  // namespace bozzetto
