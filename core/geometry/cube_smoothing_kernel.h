// SPDX-License-Identifier: Apache-2.0
#pragma once
// One cube, and one vertex, of a round of smoothOverCubes.
#include "math/vec.h"

#include <cstdint>

namespace bozzetto {

/// Arrays of a CubeGrid and what is averaged over it, all on one device.
struct CubeSmoothing {
    const int32_t* corners = nullptr;       // [cubes, 8]
    const int32_t* vertex_cubes = nullptr;  // [vertices, 8], -1: none
    int64_t cubes = 0, vertices = 0;
    float* at_cubes = nullptr;     // [cubes]
    float* at_vertices = nullptr;  // [vertices]
};

BOZZETTO_HD void meanOfCorners(const CubeSmoothing& p, int64_t cube) {
    float sum = 0;
    for (int k = 0; k < 8; ++k) {
        sum += p.at_vertices[p.corners[cube * 8 + k]];
    }
    p.at_cubes[cube] = sum / 8;
}

BOZZETTO_HD void meanOfCubes(const CubeSmoothing& p, int64_t vertex) {
    float sum = 0;
    for (int k = 0; k < 8; ++k) {
        const int32_t cube = p.vertex_cubes[vertex * 8 + k];
        sum += cube >= 0 ? p.at_cubes[cube] : 0.0f;
    }
    p.at_vertices[vertex] = sum / 8;
}

/// All rounds, on the CPU.
void smoothOverCubesCpu(const CubeSmoothing& p, int rounds);

}  // namespace bozzetto
