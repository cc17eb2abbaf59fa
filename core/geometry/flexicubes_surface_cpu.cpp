// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"
#include "geometry/cube_topology.h"
#include "geometry/flexicubes_surface.h"
#include "geometry/flexicubes_tables.h"
#include "math/vec.h"

#include <algorithm>
#include <array>

namespace bozzetto {
namespace {

constexpr int64_t kGrain = 8192;
constexpr int64_t kPrefetchDistance = 16;  // quads

/// The partition of parallelFor, fixed here so that counts found in one pass can be used as offsets
/// in the next.
struct Ranges {
    explicit Ranges(int64_t total)
        : count(total), parts(std::clamp<int64_t>(total / kGrain, 1, threadCount())) {}
    int64_t count, parts;

    template <class F>
    void run(const F& fn) const {
        parallelFor(parts, 1, [&](int64_t begin, int64_t end, int) {
            for (int64_t part = begin; part < end; ++part) {
                fn(count * part / parts, count * (part + 1) / parts, part);
            }
        });
    }
};

template <class T>
BOZZETTO_HD void markInsideRange(const T* sdf, uint8_t* inside, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
        inside[i] = sdf[i] < T(0);
    }
}
BOZZETTO_CPU_CLONES void markInside(const float* sdf, uint8_t* inside, int64_t begin, int64_t end) {
    markInsideRange(sdf, inside, begin, end);
}
BOZZETTO_CPU_CLONES void markInside(const double* sdf,
                                    uint8_t* inside,
                                    int64_t begin,
                                    int64_t end) {
    markInsideRange(sdf, inside, begin, end);
}

void findCases(
    const int32_t* corners, const uint8_t* inside, uint8_t* cases, int64_t begin, int64_t end) {
    for (int64_t cube = begin; cube < end; ++cube) {
        const int32_t* c = corners + cube * 8;
        cases[cube] = static_cast<uint8_t>(
            inside[c[0]] | inside[c[1]] << 1 | inside[c[2]] << 2 | inside[c[3]] << 3 |
            inside[c[4]] << 4 | inside[c[5]] << 5 | inside[c[6]] << 6 | inside[c[7]] << 7);
    }
}

/// The cube across a face, or -1.
int32_t neighbour(const CubeTopology& topology, int64_t cube, int face) {
    const int axis_bit = 1 << face / 2;
    const bool forward = face % 2 == 1;
    const int64_t shared = topology.corners[cube * 8 + (forward ? axis_bit : 0)];
    return topology.vertex_cubes[shared * 8 + (forward ? 0 : axis_bit)];
}

/// Two problem cubes that share their ambiguous face would join its four edges to one pair of dual
/// vertices twice over: both take the complement's groups, which separate the outside corners
/// instead.
uint8_t fixedCase(const CubeTopology& topology,
                  const CubeTables& tables,
                  const uint8_t* cases,
                  int64_t cube) {
    const uint8_t plain = cases[cube];
    const int face = tables.problem_face[plain];
    if (face < 0) {
        return plain;
    }
    const int32_t other = neighbour(topology, cube, face);
    const bool both = other >= 0 && tables.problem_face[cases[other]] >= 0;
    return both ? static_cast<uint8_t>(255 - plain) : plain;
}

using GroupCounts = std::array<int64_t, kMaxDualVertices + 1>;

/// Surface cubes, their cases, and the numbering: cubes with one dual vertex first, then those with
/// two, and so on.
void listCubes(const CubeTopology& topology,
               const std::vector<uint8_t>& cases,
               DualSurface& surface) {
    const CubeTables& tables = cubeTables();
    const Ranges ranges(static_cast<int64_t>(cases.size()));
    std::vector<GroupCounts> cubes_with(ranges.parts, GroupCounts{});  // by dual vertices
    surface.cube_slots.resize(cases.size() + 1);
    surface.cube_slots[0] = -1;
    ranges.run([&](int64_t begin, int64_t end, int64_t part) {
        GroupCounts counts{};
        for (int64_t cube = begin; cube < end; ++cube) {
            ++counts[tables.group_count[fixedCase(topology, tables, cases.data(), cube)]];
        }
        cubes_with[part] = counts;
    });

    std::vector<int64_t> next_slot(ranges.parts);
    std::vector<GroupCounts> next_vertex(ranges.parts);
    int64_t slots = 0, vertices = 0;
    for (int64_t part = 0; part < ranges.parts; ++part) {
        next_slot[part] = slots;
        for (int n = 1; n <= kMaxDualVertices; ++n) {
            slots += cubes_with[part][n];
        }
    }
    for (int n = 1; n <= kMaxDualVertices; ++n) {
        for (int64_t part = 0; part < ranges.parts; ++part) {
            next_vertex[part][n] = vertices;
            vertices += n * cubes_with[part][n];
        }
    }
    surface.vertices = vertices;
    surface.cubes.resize(slots);

    ranges.run([&](int64_t begin, int64_t end, int64_t part) {
        int64_t slot = next_slot[part];
        GroupCounts next = next_vertex[part];
        for (int64_t cube = begin; cube < end; ++cube) {
            if (cases[cube] == 0 || cases[cube] == 255) {
                surface.cube_slots[cube + 1] = -1;
                continue;
            }
            const uint8_t fixed = fixedCase(topology, tables, cases.data(), cube);
            const int n = tables.group_count[fixed];
            surface.cube_slots[cube + 1] = static_cast<int32_t>(slot);
            surface.cubes[slot] = {
                static_cast<int32_t>(cube), static_cast<int32_t>(next[n]), fixed};
            next[n] += n;
            ++slot;
        }
    });
}

/// Crossing edges as 3 * vertex + direction, those whose first end is outside before the others.
std::vector<int32_t> listCrossings(const CubeTopology& topology,
                                   const std::vector<uint8_t>& inside,
                                   int64_t* outside_first) {
    const Ranges ranges(static_cast<int64_t>(inside.size()));
    std::vector<std::vector<int32_t>> from_outside(ranges.parts), from_inside(ranges.parts);
    ranges.run([&](int64_t begin, int64_t end, int64_t part) {
        for (int64_t vertex = begin; vertex < end; ++vertex) {
            const int32_t* others = &topology.inner_edges[vertex * 3];
            for (int d = 0; d < 3; ++d) {
                if (others[d] >= 0 && inside[others[d]] != inside[vertex]) {
                    (inside[vertex] ? from_inside : from_outside)[part].push_back(
                        static_cast<int32_t>(vertex * 3 + d));
                }
            }
        }
    });
    std::vector<int32_t> crossings;
    for (const auto& part : from_outside) {
        crossings.insert(crossings.end(), part.begin(), part.end());
    }
    *outside_first = static_cast<int64_t>(crossings.size());
    for (const auto& part : from_inside) {
        crossings.insert(crossings.end(), part.begin(), part.end());
    }
    return crossings;
}

/// Quads of the four dual vertices around each crossing edge.
void connectQuads(const CubeTopology& topology,
                  const std::vector<uint8_t>& inside,
                  EdgeQuads edge_quads,
                  DualSurface& surface) {
    constexpr int kFromOutside[4] = {0, 1, 3, 2}, kFromInside[4] = {2, 3, 1, 0};
    const CubeTables& tables = cubeTables();
    int64_t outside_first = 0;
    const std::vector<int32_t> crossings = listCrossings(topology, inside, &outside_first);
    surface.quad_vertices.resize(crossings.size() * 4);
    surface.quad_slots.resize(crossings.size() * 4);
    if (edge_quads == EdgeQuads::Keep) {
        surface.edge_quads.assign(surface.cubes.size() * 12, -1);
    }
    Ranges(static_cast<int64_t>(crossings.size())).run([&](int64_t begin, int64_t end, int64_t) {
        for (int64_t quad = begin; quad < end; ++quad) {
            // Rows lie far apart in a table that outgrows the caches: waiting for them was most of
            // the time.
            const int64_t ahead = std::min(quad + kPrefetchDistance, end - 1);
            __builtin_prefetch(&topology.vertex_cubes[crossings[ahead] / 3 * int64_t{8}]);
            const EdgeRing& ring = kEdgeRings[crossings[quad] % 3];
            const int32_t* around = &topology.vertex_cubes[crossings[quad] / 3 * int64_t{8}];
            const int* order = quad < outside_first ? kFromOutside : kFromInside;
            for (int k = 0; k < 4; ++k) {
                const int edge = ring.edge[order[k]];
                const int64_t slot = surface.cube_slots[1 + around[ring.corner[order[k]]]];
                const SurfaceCube& cube = surface.cubes[slot];
                surface.quad_vertices[quad * 4 + k] =
                    cube.first_vertex + tables.edge_group[cube.cube_case][edge];
                surface.quad_slots[quad * 4 + k] = static_cast<int32_t>(slot);
                if (edge_quads == EdgeQuads::Keep) {
                    surface.edge_quads[slot * 12 + edge] = static_cast<int32_t>(quad * 4 + k);
                }
            }
        }
    });
}

}  // namespace

DualSurfaceView DualSurface::view() const {
    return {&cubeTables(),
            cubes.data(),
            cube_slots.data(),
            quad_vertices.data(),
            quad_slots.data(),
            edge_quads.data(),
            static_cast<int64_t>(cubes.size()),
            vertices,
            static_cast<int64_t>(quad_vertices.size()) / 4};
}

template <class T>
DualSurface findDualSurface(const CubeTopology& topology, const T* sdf, EdgeQuads edge_quads) {
    std::vector<uint8_t> inside(topology.vertices), cases(topology.cubes);
    Ranges(topology.vertices).run([&](int64_t begin, int64_t end, int64_t) {
        markInside(sdf, inside.data(), begin, end);
    });
    Ranges(topology.cubes).run([&](int64_t begin, int64_t end, int64_t) {
        findCases(topology.corners, inside.data(), cases.data(), begin, end);
    });
    DualSurface surface;
    listCubes(topology, cases, surface);
    connectQuads(topology, inside, edge_quads, surface);
    return surface;
}

template DualSurface findDualSurface(const CubeTopology&, const float*, EdgeQuads);
template DualSurface findDualSurface(const CubeTopology&, const double*, EdgeQuads);

}  // namespace bozzetto
