// SPDX-License-Identifier: Apache-2.0
#include "mesh/cleanup.h"

#include "mesh/equal_positions.h"
#include "mesh/triangle_shape.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace bozzetto {
namespace {

int findRoot(std::vector<int>& parent, int i) {
    while (parent[i] != i) {
        i = parent[i] = parent[parent[i]];
    }
    return i;
}

struct Box {
    Vec3d low{1e300, 1e300, 1e300}, high{-1e300, -1e300, -1e300};
    void add(Vec3f p) {
        for (int k = 0; k < 3; ++k) {
            low[k] = std::min<double>(low[k], p[k]);
            high[k] = std::max<double>(high[k], p[k]);
        }
    }
    double diagonal() const { return low.x > high.x ? 0 : length(high - low); }
};

/// Boundary edges have one triangle; non-manifold ones more than two, or two that run along them
/// the same way.
void countEdges(const std::vector<Vec3i>& triangles, MeshReport* report) {
    struct Side {
        int low, high;
        bool forward;
        bool sameEdge(const Side& o) const { return low == o.low && high == o.high; }
    };
    std::vector<Side> sides;
    for (const Vec3i& t : triangles) {
        if (t.x == t.y || t.y == t.z || t.z == t.x) {
            continue;  // no surface: what it connects, its two equal edges connect directly
        }
        for (int k = 0; k < 3; ++k) {
            const int a = t[k], b = t[(k + 1) % 3];
            sides.push_back({std::min(a, b), std::max(a, b), a < b});
        }
    }
    std::sort(sides.begin(), sides.end(), [](const Side& a, const Side& b) {
        return a.low != b.low ? a.low < b.low : a.high < b.high;
    });
    for (size_t i = 0, j = 0; i < sides.size(); i = j) {
        int forward = 0;
        for (j = i; j < sides.size() && sides[j].sameEdge(sides[i]); ++j) {
            forward += sides[j].forward;
        }
        if (j - i == 1) {
            ++report->boundary_edges;
        } else if (j - i != 2 || forward != 1) {
            ++report->non_manifold_edges;
        }
    }
}

}  // namespace

TriangleMesh weld(const TriangleMesh& mesh) {
    const std::vector<int> first = firstOfEqualPositions(mesh.positions);
    TriangleMesh result;
    std::vector<int> index(mesh.positions.size(), -1);
    for (size_t i = 0; i < mesh.positions.size(); ++i) {
        if (first[i] == static_cast<int>(i)) {
            index[i] = static_cast<int>(result.positions.size());
            result.positions.push_back(mesh.positions[i]);
        }
    }
    for (const Vec3i& t : mesh.triangles) {
        result.triangles.push_back({index[first[t.x]], index[first[t.y]], index[first[t.z]]});
    }
    return result;
}

std::vector<bool> finFaces(const std::vector<Vec3i>& triangles) {
    // Vertices with the lowest first, then in the order in which the triangle goes around.
    struct Turned {
        std::array<int, 3> vertices;
        size_t triangle;
        bool operator<(const Turned& other) const { return vertices < other.vertices; }
    };
    std::vector<Turned> order;
    for (size_t i = 0; i < triangles.size(); ++i) {
        std::array<int, 3> v{triangles[i].x, triangles[i].y, triangles[i].z};
        std::rotate(v.begin(), std::min_element(v.begin(), v.end()), v.end());
        order.push_back({v, i});
    }
    std::sort(order.begin(), order.end());
    std::vector<bool> gone(triangles.size());
    for (const Turned& one : order) {
        if (gone[one.triangle]) {
            continue;
        }
        const Turned reverse{{one.vertices[0], one.vertices[2], one.vertices[1]}, 0};
        const auto [begin, end] = std::equal_range(order.begin(), order.end(), reverse);
        const auto other =
            std::find_if(begin, end, [&](const Turned& t) { return !gone[t.triangle]; });
        if (other != end && other->triangle != one.triangle) {
            gone[one.triangle] = gone[other->triangle] = true;
        }
    }
    return gone;
}

TriangleMesh removeFins(const TriangleMesh& mesh) {
    const std::vector<bool> gone = finFaces(mesh.triangles);
    TriangleMesh kept{mesh.positions, {}};
    for (size_t i = 0; i < gone.size(); ++i) {
        if (!gone[i]) {
            kept.triangles.push_back(mesh.triangles[i]);
        }
    }
    return removeUnreferenced(kept);
}

TriangleMesh removeUnreferenced(const TriangleMesh& mesh) {
    std::vector<int> index(mesh.positions.size(), -1);
    for (const Vec3i& t : mesh.triangles) {
        index[t.x] = index[t.y] = index[t.z] = 0;
    }
    TriangleMesh result;
    for (size_t i = 0; i < index.size(); ++i) {
        if (index[i] == 0) {
            index[i] = static_cast<int>(result.positions.size());
            result.positions.push_back(mesh.positions[i]);
        }
    }
    for (const Vec3i& t : mesh.triangles) {
        result.triangles.push_back({index[t.x], index[t.y], index[t.z]});
    }
    return result;
}

std::vector<int> components(const TriangleMesh& mesh, int* count) {
    std::vector<int> parent(mesh.positions.size());
    std::iota(parent.begin(), parent.end(), 0);
    for (const Vec3i& t : mesh.triangles) {
        parent[findRoot(parent, t.y)] = findRoot(parent, t.x);
        parent[findRoot(parent, t.z)] = findRoot(parent, t.x);
    }
    std::vector<int> id(mesh.positions.size(), -1), result;
    *count = 0;
    for (const Vec3i& t : mesh.triangles) {
        int& own = id[findRoot(parent, t.x)];
        if (own < 0) {
            own = (*count)++;
        }
        result.push_back(own);
    }
    return result;
}

TriangleMesh removeSmallComponents(const TriangleMesh& mesh, double share) {
    int count = 0;
    const std::vector<int> component = components(mesh, &count);
    std::vector<Box> boxes(count);
    for (size_t i = 0; i < mesh.triangles.size(); ++i) {
        for (int k = 0; k < 3; ++k) {
            boxes[component[i]].add(mesh.positions[mesh.triangles[i][k]]);
        }
    }
    double largest = 0;
    for (const Box& box : boxes) {
        largest = std::max(largest, box.diagonal());
    }
    TriangleMesh kept{mesh.positions, {}};
    for (size_t i = 0; i < mesh.triangles.size(); ++i) {
        if (boxes[component[i]].diagonal() >= share * largest) {
            kept.triangles.push_back(mesh.triangles[i]);
        }
    }
    return removeUnreferenced(kept);
}

MeshReport inspect(const TriangleMesh& input, Weld welding) {
    const TriangleMesh mesh = welding == Weld::EqualPositions ? weld(input) : input;
    MeshReport report;
    report.vertices = static_cast<int64_t>(mesh.positions.size());
    report.triangles = static_cast<int64_t>(mesh.triangles.size());
    report.unreferenced_vertices =
        report.vertices - static_cast<int64_t>(removeUnreferenced(mesh).positions.size());
    int count = 0;
    components(mesh, &count);
    report.components = count;
    Box box;
    for (const Vec3i& t : mesh.triangles) {
        for (int k = 0; k < 3; ++k) {
            box.add(mesh.positions[t[k]]);
        }
    }
    for (const Vec3i& t : mesh.triangles) {
        report.degenerate_triangles += hasNoArea(mesh, t, box.diagonal());
    }
    countEdges(mesh.triangles, &report);
    return report;
}

}  // namespace bozzetto
