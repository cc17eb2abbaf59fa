// SPDX-License-Identifier: Apache-2.0
#include "geometry/marching_tets_kernel.h"
#include "geometry/scatter.h"

#include <algorithm>
#include <array>

namespace bozzetto {
namespace {

int edgeBetween(int a, int b) {
    for (int e = 0; e < 6; ++e) {
        if ((kTetEdges[e][0] == a && kTetEdges[e][1] == b) ||
            (kTetEdges[e][0] == b && kTetEdges[e][1] == a)) {
            return e;
        }
    }
    return -1;
}

/// A polygon round the crossing edges, in either sense: three edges of the lone corner, or four
/// between two pairs.
std::vector<int> crossingPolygon(int tet_case) {
    std::vector<int> outside, inside, polygon;
    for (int k = 0; k < 4; ++k) {
        (tet_case >> k & 1 ? outside : inside).push_back(k);
    }
    if (outside.size() == 2) {
        return {edgeBetween(outside[0], inside[0]),
                edgeBetween(outside[0], inside[1]),
                edgeBetween(outside[1], inside[1]),
                edgeBetween(outside[1], inside[0])};
    }
    for (const int a : outside) {
        for (const int b : inside) {
            polygon.push_back(edgeBetween(a, b));
        }
    }
    return polygon;
}

/// Whether the polygon, drawn in the unit simplex, faces the outside corners.
bool facesOutside(int tet_case, const std::vector<int>& polygon) {
    const auto corner = [](int k) {
        return Vec3d{k == 1 ? 1.0 : 0.0, k == 2 ? 1.0 : 0.0, k == 3 ? 1.0 : 0.0};
    };
    const auto middle = [&](int edge) {
        return (corner(kTetEdges[edge][0]) + corner(kTetEdges[edge][1])) * 0.5;
    };
    const Vec3d origin = middle(polygon[0]);
    const Vec3d normal = cross(middle(polygon[1]) - origin, middle(polygon[2]) - origin);
    for (int k = 0; k < 4; ++k) {
        if (tet_case >> k & 1) {
            return dot(normal, corner(k) - origin) >
                   0;  // the corner does not lie in the polygon's plane
        }
    }
    return true;
}

TetTables generate() {
    TetTables tables;
    for (int tet_case = 1; tet_case < 15; ++tet_case) {
        std::vector<int> polygon = crossingPolygon(tet_case);
        if (!facesOutside(tet_case, polygon)) {
            std::reverse(polygon.begin(), polygon.end());
        }
        tables.triangles[tet_case] = static_cast<int8_t>(polygon.size() - 2);
        for (size_t i = 0; i + 2 < polygon.size(); ++i) {  // a fan
            tables.edges[tet_case][i * 3] = static_cast<int8_t>(polygon[0]);
            tables.edges[tet_case][i * 3 + 1] = static_cast<int8_t>(polygon[i + 1]);
            tables.edges[tet_case][i * 3 + 2] = static_cast<int8_t>(polygon[i + 2]);
        }
        std::sort(polygon.begin(), polygon.end());
        tables.crossing_count[tet_case] = static_cast<int8_t>(polygon.size());
        std::copy(polygon.begin(), polygon.end(), tables.crossing[tet_case]);
    }
    return tables;
}

int caseOf(const int32_t* tet, const std::vector<uint8_t>& outside) {
    return outside[tet[0]] | outside[tet[1]] << 1 | outside[tet[2]] << 2 | outside[tet[3]] << 3;
}

/// Tets that the surface passes through: those with one triangle, then those with two.
std::vector<int32_t> activeTets(const int32_t* tets,
                                int64_t count,
                                const std::vector<uint8_t>& outside) {
    std::vector<std::vector<int32_t>> found(kScatterParts * 2);
    parallelTasks(kScatterParts, [&](int64_t part, int) {
        const int64_t end = count * (part + 1) / kScatterParts;
        for (int64_t tet = count * part / kScatterParts; tet < end; ++tet) {
            const int triangles = tetTables().triangles[caseOf(tets + tet * 4, outside)];
            if (triangles > 0) {
                found[(triangles - 1) * kScatterParts + part].push_back(static_cast<int32_t>(tet));
            }
        }
    });
    std::vector<int32_t> all;
    for (const auto& list : found) {
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

/// Numbers the distinct crossing edges in the order (lower end, higher end); vertex_of [tets, 6]
/// receives the number of each use.
std::vector<int32_t> numberEdges(const int32_t* tets,
                                 const std::vector<int32_t>& active,
                                 const std::vector<uint8_t>& outside,
                                 std::vector<int32_t>& vertex_of) {
    const TetTables& tables = tetTables();
    const auto forEachUse = [&](const auto& fn) {
        for (size_t i = 0; i < active.size(); ++i) {
            const int32_t* tet = tets + active[i] * int64_t{4};
            const int tet_case = caseOf(tet, outside);
            for (int k = 0; k < tables.crossing_count[tet_case]; ++k) {
                const int edge = tables.crossing[tet_case][k];
                const int32_t a = tet[kTetEdges[edge][0]], b = tet[kTetEdges[edge][1]];
                fn(std::min(a, b), std::max(a, b), static_cast<int32_t>(i * 6 + edge));
            }
        }
    };
    // A counting sort by the lower end leaves short lists to sort.
    std::vector<int32_t> first(outside.size() + 1);
    forEachUse([&](int32_t low, int32_t, int32_t) { ++first[low + 1]; });
    for (size_t v = 0; v < outside.size(); ++v) {
        first[v + 1] += first[v];
    }
    struct Use {
        int32_t high, use;
    };
    std::vector<Use> uses(first.back());
    std::vector<int32_t> next(first.begin(), first.end() - 1);
    forEachUse([&](int32_t low, int32_t high, int32_t use) { uses[next[low]++] = {high, use}; });

    std::vector<int32_t> edges;
    for (size_t low = 0; low < outside.size(); ++low) {
        const auto begin = uses.begin() + first[low], end = uses.begin() + first[low + 1];
        std::sort(begin, end, [](const Use& a, const Use& b) { return a.high < b.high; });
        for (auto use = begin; use != end; ++use) {
            if (use == begin || use->high != (use - 1)->high) {
                edges.insert(edges.end(), {static_cast<int32_t>(low), use->high});
            }
            vertex_of[use->use] = static_cast<int32_t>(edges.size() / 2) - 1;
        }
    }
    return edges;
}

}  // namespace

const TetTables& tetTables() {
    static const TetTables tables = generate();
    return tables;
}

template <class T>
TetSurface findTetSurface(const int32_t* tets, int64_t count, const T* sdf, int64_t points) {
    std::vector<uint8_t> outside(points);
    for (int64_t i = 0; i < points; ++i) {
        outside[i] = sdf[i] > T(0);
    }
    const std::vector<int32_t> active = activeTets(tets, count, outside);
    std::vector<int32_t> vertex_of(active.size() * 6, -1);
    TetSurface surface;
    surface.edges = numberEdges(tets, active, outside, vertex_of);
    for (size_t i = 0; i < active.size(); ++i) {
        const int tet_case = caseOf(tets + active[i] * int64_t{4}, outside);
        for (int k = 0; k < tetTables().triangles[tet_case] * 3; ++k) {
            surface.triangles.push_back(vertex_of[i * 6 + tetTables().edges[tet_case][k]]);
        }
    }
    return surface;
}

template <class T>
void tetVertices(
    const int32_t* edges, int64_t count, const T* positions, const T* sdf, T* vertices) {
    parallelFor(count, 4096, [&](int64_t begin, int64_t end, int) {
        for (int64_t v = begin; v < end; ++v) {
            tetVertex(edges + v * 2, positions, sdf, vertices + v * 3);
        }
    });
}

template <class T>
void tetVerticesBackward(const int32_t* edges,
                         int64_t count,
                         const T* positions,
                         const T* sdf,
                         const T* grad_vertices,
                         int64_t points,
                         T* grads) {
    scatterSum(count, points * 4, grads, [&](int64_t begin, int64_t end, T* out) {
        for (int64_t v = begin; v < end; ++v) {
            tetVertexGradient(
                edges + v * 2, positions, sdf, grad_vertices + v * 3, [&](int64_t at, T value) {
                    out[at] += value;
                });
        }
    });
}

#define BOZZETTO_INSTANTIATE(T)                                                     \
    template TetSurface findTetSurface(const int32_t*, int64_t, const T*, int64_t); \
    template void tetVertices(const int32_t*, int64_t, const T*, const T*, T*);     \
    template void tetVerticesBackward(                                              \
        const int32_t*, int64_t, const T*, const T*, const T*, int64_t, T*);
BOZZETTO_INSTANTIATE(float)
BOZZETTO_INSTANTIATE(double)
#undef BOZZETTO_INSTANTIATE

}  // namespace bozzetto
