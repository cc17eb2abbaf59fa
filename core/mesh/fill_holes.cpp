// SPDX-License-Identifier: Apache-2.0
#include "mesh/fill_holes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace bozzetto {
namespace {

uint64_t keyOf(int from, int to) {
    return (static_cast<uint64_t>(static_cast<uint32_t>(from)) << 32) | static_cast<uint32_t>(to);
}

/// A directed edge's triangle.
using HalfEdges = std::unordered_map<uint64_t, int>;

HalfEdges halfEdgesOf(const TriangleMesh& mesh) {
    HalfEdges result;
    result.reserve(3 * mesh.triangles.size());
    for (size_t i = 0; i < mesh.triangles.size(); ++i) {
        for (int k = 0; k < 3; ++k) {
            result.emplace(keyOf(mesh.triangles[i][k], mesh.triangles[i][(k + 1) % 3]),
                           static_cast<int>(i));
        }
    }
    return result;
}

/// Loops of open edges, each in the order in which a triangle that fills it uses them. Vertices
/// where several loops meet end a loop: it is left out.
std::vector<std::vector<int>> openLoops(const TriangleMesh& mesh, const HalfEdges& edges) {
    std::unordered_map<int, int> next;  // -1: more than one way on
    std::vector<int> starts;
    for (const Vec3i& t : mesh.triangles) {
        for (int k = 0; k < 3; ++k) {
            const int from = t[k], to = t[(k + 1) % 3];
            if (!edges.contains(keyOf(to, from))) {
                const auto [entry, added] = next.emplace(to, from);
                entry->second = added ? from : -1;
                starts.push_back(to);
            }
        }
    }
    std::vector<std::vector<int>> loops;
    std::unordered_set<int> visited;
    for (const int start : starts) {
        std::vector<int> loop;
        int at = start;
        while (visited.insert(at).second) {
            loop.push_back(at);
            const auto step = next.find(at);
            at = step == next.end() ? -1 : step->second;
            if (at < 0) {
                break;
            }
        }
        if (at == start && loop.size() >= 3) {
            loops.push_back(std::move(loop));
        }
    }
    return loops;
}

/// What a triangulation costs: the sharpest turn over its edges first, then its area.
struct Cost {
    double turn = 0, area = 0;
    bool operator<(const Cost& other) const {
        // Angles within half a degree are alike: the area decides.
        constexpr double kAlike = 0.01;
        return std::abs(turn - other.turn) > kAlike ? turn < other.turn : area < other.area;
    }
};

/// Fills one loop: dynamic programming over its sub-polygons.
class LoopFilling {
public:
    LoopFilling(const TriangleMesh& mesh, const HalfEdges& edges, const std::vector<int>& loop)
        : mesh_(mesh),
          edges_(edges),
          loop_(loop),
          count_(static_cast<int>(loop.size())),
          cost_(loop.size() * loop.size()),
          middle_(loop.size() * loop.size(), -1) {}

    /// Empty if every filling would double an edge.
    std::vector<Vec3i> triangles() {
        for (int span = 2; span < count_; ++span) {
            for (int i = 0; i + span < count_; ++i) {
                choose(i, i + span);
            }
        }
        std::vector<Vec3i> result;
        return collect(0, count_ - 1, result) ? result : std::vector<Vec3i>{};
    }

private:
    int cell(int i, int k) const { return i * count_ + k; }
    Vec3f at(int i) const { return mesh_.positions[loop_[i]]; }
    Vec3f normalOf(int i, int m, int k) const { return cross(at(m) - at(i), at(k) - at(i)); }

    /// The normal on the other side of the chord or border (i, k), as far as it is chosen.
    Vec3f normalBeyond(int i, int k) const {
        if (k - i > 1) {
            return normalOf(i, middle_[cell(i, k)], k);
        }
        const auto face = edges_.find(keyOf(loop_[k], loop_[i]));
        if (face == edges_.end()) {
            return {};
        }
        const Vec3i& t = mesh_.triangles[face->second];
        return cross(mesh_.positions[t.y] - mesh_.positions[t.x],
                     mesh_.positions[t.z] - mesh_.positions[t.x]);
    }

    static double turnBetween(Vec3f a, Vec3f b) { return 1 - dot(normalize(a), normalize(b)); }

    /// A chord that the mesh has as an edge already would get a third face.
    bool taken(int i, int k) const {
        const bool border = k - i == 1 || (i == 0 && k == count_ - 1);
        return !border && (edges_.contains(keyOf(loop_[i], loop_[k])) ||
                           edges_.contains(keyOf(loop_[k], loop_[i])));
    }

    void choose(int i, int k) {
        if (taken(i, k)) {
            return;
        }
        for (int m = i + 1; m < k; ++m) {
            const bool left = m - i == 1 || middle_[cell(i, m)] >= 0;
            const bool right = k - m == 1 || middle_[cell(m, k)] >= 0;
            if (!left || !right) {
                continue;
            }
            const Vec3f normal = normalOf(i, m, k);
            const Cost &a = cost_[cell(i, m)], &b = cost_[cell(m, k)];
            double turn = std::max({a.turn,
                                    b.turn,
                                    turnBetween(normal, normalBeyond(i, m)),
                                    turnBetween(normal, normalBeyond(m, k))});
            if (i == 0 && k == count_ - 1) {
                turn = std::max(turn, turnBetween(normal, normalAcrossClosingEdge()));
            }
            const Cost cost{turn, a.area + b.area + 0.5 * length(normal)};
            if (middle_[cell(i, k)] < 0 || cost < cost_[cell(i, k)]) {
                cost_[cell(i, k)] = cost;
                middle_[cell(i, k)] = m;
            }
        }
    }

    /// Of the face beyond the border from the last vertex to the first.
    Vec3f normalAcrossClosingEdge() const {
        const auto face = edges_.find(keyOf(loop_[0], loop_[count_ - 1]));
        if (face == edges_.end()) {
            return {};
        }
        const Vec3i& t = mesh_.triangles[face->second];
        return cross(mesh_.positions[t.y] - mesh_.positions[t.x],
                     mesh_.positions[t.z] - mesh_.positions[t.x]);
    }

    bool collect(int i, int k, std::vector<Vec3i>& into) const {
        if (k - i < 2) {
            return true;
        }
        const int m = middle_[cell(i, k)];
        if (m < 0) {
            return false;
        }
        into.push_back({loop_[i], loop_[m], loop_[k]});
        return collect(i, m, into) && collect(m, k, into);
    }

    const TriangleMesh& mesh_;
    const HalfEdges& edges_;
    const std::vector<int>& loop_;
    int count_;
    std::vector<Cost> cost_;   // [count, count], of the polygon i .. k
    std::vector<int> middle_;  // its triangle over the chord (i, k); -1 = none
};

}  // namespace

TriangleMesh fillHoles(const TriangleMesh& mesh, const HoleOptions& options) {
    TriangleMesh result = mesh;
    HalfEdges edges = halfEdgesOf(mesh);
    for (const std::vector<int>& loop : openLoops(mesh, edges)) {
        if (static_cast<int>(loop.size()) > options.edges) {
            continue;
        }
        for (const Vec3i& t : LoopFilling(result, edges, loop).triangles()) {
            for (int k = 0; k < 3; ++k) {
                edges.emplace(keyOf(t[k], t[(k + 1) % 3]),
                              static_cast<int>(result.triangles.size()));
            }
            result.triangles.push_back(t);
        }
    }
    return result;
}

}  // namespace bozzetto
