// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <array>
#include <cstdint>

namespace bozzetto {

/// Edges of a cube as corner pairs (corner bits x = 1, y = 2, z = 4). The order of the two ends is
/// part of the convention: along +x, +z and -y, the same in all cubes that share a lattice edge.
inline constexpr int8_t kCubeEdges[12][2] = {
    {0, 1}, {1, 5}, {4, 5}, {0, 4}, {2, 3}, {3, 7}, {6, 7}, {2, 6}, {2, 0}, {3, 1}, {7, 5}, {6, 4}};

/// End `end` of an edge, for code that also runs where there is no table in memory: three bits
/// each.
constexpr uint64_t packedEdgeEnds(int end) {
    uint64_t bits = 0;
    for (int edge = 0; edge < 12; ++edge) {
        bits |= static_cast<uint64_t>(kCubeEdges[edge][end]) << (3 * edge);
    }
    return bits;
}
BOZZETTO_HD int cubeEdgeEnd(int edge, int end) {
    constexpr uint64_t kStarts = packedEdgeEnds(0), kEnds = packedEdgeEnds(1);
    return static_cast<int>((end == 0 ? kStarts : kEnds) >> (3 * edge) & 7);
}

inline constexpr int kMaxDualVertices = 4;  // of one cube
inline constexpr int kMaxGroupEdges = 7;    // of one dual vertex

/// Dual marching cubes, by case (bit k set: corner k is inside).
struct CubeTables {
    uint8_t group_count[256];                              // dual vertices of the cube
    uint8_t group_size[256][kMaxDualVertices];             // crossing edges of each
    int8_t groups[256][kMaxDualVertices][kMaxGroupEdges];  // those edges, ascending; padded with -1
    int8_t edge_group[256][12];  // dual vertex that owns an edge; -1 if it does not cross
    /// Face across which two such cubes must both use the complement's groups: 2 * axis + (1
    /// towards plus); -1: none.
    int8_t problem_face[256];
    uint8_t ambiguous_faces[256];  // faces with four crossing edges
};

/// Generated once from rules: crossing edges are joined face by face (on an ambiguous face around
/// each inside corner), the connected components are the dual vertices. Source: Nielson, "Dual
/// Marching Cubes" (2004); the numbering of groups and the problem cases are those of "Flexible
/// Isosurface Extraction" (Shen et al. 2023).
const CubeTables& cubeTables();

}  // namespace bozzetto
