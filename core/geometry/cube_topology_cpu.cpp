// SPDX-License-Identifier: Apache-2.0
#include "geometry/cube_topology.h"
#include "geometry/flexicubes_tables.h"

#include <algorithm>
#include <iterator>

namespace bozzetto {

void buildCubeTopology(const int32_t* corners,
                       int64_t cubes,
                       int64_t vertices,
                       int32_t* vertex_cubes,
                       int32_t* inner_edges) {
    std::fill_n(vertex_cubes, vertices * 8, -1);
    for (int64_t i = 0; i < cubes * 8; ++i) {
        vertex_cubes[corners[i] * int64_t{8} + i % 8] = static_cast<int32_t>(i / 8);
    }
    for (int64_t vertex = 0; vertex < vertices; ++vertex) {
        const int32_t* around = vertex_cubes + vertex * 8;
        for (int d = 0; d < 3; ++d) {
            const EdgeRing& ring = kEdgeRings[d];
            const bool inner = std::all_of(std::begin(ring.corner),
                                           std::end(ring.corner),
                                           [&](int8_t corner) { return around[corner] >= 0; });
            const int other = kCubeEdges[ring.edge[0]][1];
            inner_edges[vertex * 3 + d] =
                inner ? corners[around[ring.corner[0]] * int64_t{8} + other] : -1;
        }
    }
}

}  // namespace bozzetto
