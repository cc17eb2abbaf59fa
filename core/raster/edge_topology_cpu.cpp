// SPDX-License-Identifier: Apache-2.0
// Opposite vertices across edges, by a counting sort of the half-edges on their smaller vertex:
// linear in the number of triangles, since a bucket holds the few edges of one vertex.
#include "base/parallel_for.h"
#include "raster/antialias_cpu.h"

#include <algorithm>
#include <vector>

namespace bozzetto {
namespace {

struct HalfEdge {
    int32_t other;    // the larger vertex
    uint32_t corner;  // index in tri of the opposite vertex
};

/// Calls fn(smaller vertex, half-edge) for the edges of proper triangles in [begin, end).
template <class Function>
void forHalfEdges(
    const int32_t* tri, int64_t vertices, int64_t begin, int64_t end, const Function& fn) {
    for (int64_t t = begin; t < end; ++t) {
        const int32_t a = tri[3 * t], b = tri[3 * t + 1], c = tri[3 * t + 2];
        if (a == b || b == c || c == a || std::min({a, b, c}) < 0 ||
            std::max({a, b, c}) >= vertices) {
            continue;
        }
        const auto corner = static_cast<uint32_t>(3 * t);
        fn(std::min(b, c), HalfEdge{std::max(b, c), corner});
        fn(std::min(c, a), HalfEdge{std::max(c, a), corner + 1});
        fn(std::min(a, b), HalfEdge{std::max(a, b), corner + 2});
    }
}

/// Half-edges of one vertex, in the order of their triangles: the first two at an edge see each
/// other, further ones the first.
void matchFew(const HalfEdge* edges, int64_t count, const int32_t* tri, int32_t* opposite) {
    for (int64_t i = 0; i < count; ++i) {
        int64_t partner = 0;
        while (partner < count && (partner == i || edges[partner].other != edges[i].other)) {
            ++partner;
        }
        if (partner < count) {
            opposite[edges[i].corner] = tri[edges[partner].corner];
        }
    }
}

/// The same for a vertex with many edges.
void matchMany(HalfEdge* edges, int64_t count, const int32_t* tri, int32_t* opposite) {
    std::sort(edges, edges + count, [](const HalfEdge& a, const HalfEdge& b) {
        return a.other != b.other ? a.other < b.other : a.corner < b.corner;
    });
    for (int64_t begin = 0, end = 0; begin < count; begin = end) {
        while (end < count && edges[end].other == edges[begin].other) {
            ++end;
        }
        for (int64_t i = begin; i < end; ++i) {
            const int64_t partner = i == begin ? begin + 1 : begin;
            if (partner < end) {
                opposite[edges[i].corner] = tri[edges[partner].corner];
            }
        }
    }
}

}  // namespace

void edgeTopologyCpu(const int32_t* tri, int64_t triangles, int64_t vertices, int32_t* opposite) {
    constexpr int64_t kGrain = 4096, kFew = 32;
    std::fill(opposite, opposite + 3 * triangles, -1);
    const int64_t workers = std::clamp<int64_t>(triangles / kGrain, 1, std::min(threadCount(), 8));
    std::vector<std::vector<uint32_t>> starts(
        static_cast<size_t>(workers));  // per worker and vertex
    const auto forWorkers = [&](const auto& fn) {
        parallelFor(workers, 1, [&](int64_t begin, int64_t end, int) {
            for (int64_t w = begin; w < end; ++w) {
                fn(w, triangles * w / workers, triangles * (w + 1) / workers);
            }
        });
    };
    forWorkers([&](int64_t w, int64_t begin, int64_t end) {
        std::vector<uint32_t>& counts = starts[w];
        counts.assign(static_cast<size_t>(vertices), 0);
        forHalfEdges(
            tri, vertices, begin, end, [&](int32_t vertex, HalfEdge) { ++counts[vertex]; });
    });
    std::vector<uint32_t> bucket_end(static_cast<size_t>(vertices));
    uint32_t total = 0;
    for (int64_t v = 0; v < vertices; ++v) {
        for (int64_t w = 0; w < workers; ++w) {
            const uint32_t count = starts[w][v];
            starts[w][v] = total;
            total += count;
        }
        bucket_end[v] = total;
    }
    std::vector<HalfEdge> edges(total);
    forWorkers([&](int64_t w, int64_t begin, int64_t end) {
        std::vector<uint32_t>& next = starts[w];
        forHalfEdges(tri, vertices, begin, end, [&](int32_t vertex, HalfEdge edge) {
            edges[next[vertex]++] = edge;
        });
    });
    parallelFor(vertices, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t v = begin; v < end; ++v) {
            const int64_t first = v ? bucket_end[v - 1] : 0, count = bucket_end[v] - first;
            (count <= kFew ? matchFew(edges.data() + first, count, tri, opposite)
                           : matchMany(edges.data() + first, count, tri, opposite));
        }
    });
}

}  // namespace bozzetto
