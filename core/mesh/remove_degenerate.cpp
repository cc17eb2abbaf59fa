// SPDX-License-Identifier: Apache-2.0
#include "mesh/cleanup.h"
#include "mesh/triangle_shape.h"

#include <algorithm>
#include <vector>

// Needles (one short edge) go by collapsing that edge, caps (a vertex on the opposite edge) by
// flipping the long edge. A collapse is done only under the link condition (Dey et al. 1999,
// "Topology preserving edge contraction"): the edge's ends have no common neighbours but the
// corners opposite it, so that closed stays closed and manifold manifold.
namespace bozzetto {
namespace {

constexpr double kNeedle = 1e-3;     // least height over longest edge
constexpr double kShortEdge = 1e-5;  // of the bounding box's diagonal
constexpr int kPasses = 8;

class DegenerateRemover {
public:
    explicit DegenerateRemover(const TriangleMesh& mesh)
        : mesh_(mesh), around_(mesh.positions.size()) {
        Vec3d low{1e300, 1e300, 1e300}, high{-1e300, -1e300, -1e300};
        for (size_t v = 0; v < mesh.positions.size(); ++v) {
            for (int k = 0; k < 3; ++k) {
                low[k] = std::min<double>(low[k], mesh.positions[v][k]);
                high[k] = std::max<double>(high[k], mesh.positions[v][k]);
            }
        }
        diagonal_ = mesh.positions.empty() ? 0 : length(high - low);
        std::erase_if(mesh_.triangles,
                      [](const Vec3i& t) { return t.x == t.y || t.y == t.z || t.z == t.x; });
        alive_.assign(mesh_.triangles.size(), 1);
        for (int t = 0; t < static_cast<int>(mesh_.triangles.size()); ++t) {
            for (int k = 0; k < 3; ++k) {
                around_[mesh_.triangles[t][k]].push_back(t);
            }
        }
    }

    TriangleMesh run() {
        bool changed = true;
        for (int pass = 0; changed && pass < kPasses; ++pass) {
            changed = false;
            for (int t = 0; t < static_cast<int>(mesh_.triangles.size()); ++t) {
                changed |= alive_[t] && isBad(mesh_.triangles[t]) && repair(t);
            }
        }
        TriangleMesh kept{mesh_.positions, {}};
        for (size_t t = 0; t < mesh_.triangles.size(); ++t) {
            if (alive_[t]) {
                kept.triangles.push_back(mesh_.triangles[t]);
            }
        }
        return removeUnreferenced(kept);
    }

private:
    bool isBad(const Vec3i& t) const {
        const TriangleShape shape = shapeOf(mesh_, t);
        return hasNoArea(mesh_, t, diagonal_) ||
               shape.leastHeight() < kNeedle * shape.lengths[shape.longest] ||
               shape.lengths[shape.shortest] < kShortEdge * diagonal_;
    }

    bool repair(int t) {
        const TriangleShape shape = shapeOf(mesh_, mesh_.triangles[t]);
        const bool cap = shape.lengths[shape.shortest] > 0.1 * shape.lengths[shape.longest];
        return cap ? flip(t, shape.longest) || collapse(t, shape.shortest)
                   : collapse(t, shape.shortest) || flip(t, shape.longest);
    }

    std::vector<int> neighbours(int v) const {
        std::vector<int> result;
        for (const int t : around_[v]) {
            for (int k = 0; k < 3; ++k) {
                if (mesh_.triangles[t][k] != v) {
                    result.push_back(mesh_.triangles[t][k]);
                }
            }
        }
        std::sort(result.begin(), result.end());
        result.erase(std::unique(result.begin(), result.end()), result.end());
        return result;
    }

    std::vector<int> trianglesAt(int a, int b) const {
        std::vector<int> result;
        for (const int t : around_[a]) {
            const Vec3i& c = mesh_.triangles[t];
            if (c.x == b || c.y == b || c.z == b) {
                result.push_back(t);
            }
        }
        return result;
    }

    static int opposite(const Vec3i& t, int a, int b) {
        return t.x != a && t.x != b ? t.x : t.y != a && t.y != b ? t.y : t.z;
    }

    Vec3d normalOf(const Vec3i& t) const {
        const Vec3d a = cornerOf(mesh_, t.x);
        return cross(cornerOf(mesh_, t.y) - a, cornerOf(mesh_, t.z) - a);
    }

    /// An open border vertex: some edge at it has one triangle.
    bool onBorder(int v) const {
        for (const int n : neighbours(v)) {
            if (trianglesAt(v, n).size() != 2) {
                return true;
            }
        }
        return false;
    }

    bool collapse(int t, int edge) {
        const int a = mesh_.triangles[t][edge], b = mesh_.triangles[t][(edge + 1) % 3];
        const std::vector<int> sharing = trianglesAt(a, b);
        const std::vector<int> at_a = neighbours(a), at_b = neighbours(b);
        std::vector<int> common;
        std::set_intersection(
            at_a.begin(), at_a.end(), at_b.begin(), at_b.end(), std::back_inserter(common));
        if (sharing.size() > 2 || common.size() != sharing.size()) {
            return false;
        }
        const bool border_a = onBorder(a), border_b = onBorder(b);
        if (sharing.size() == 2 && border_a && border_b) {
            return false;  // would join two borders
        }
        // Four vertices all told is a tetrahedron: nothing would be left of it.
        if (!border_a && !border_b && at_a.size() <= 3 && at_b.size() <= 3) {
            return false;
        }
        const Vec3f pa = mesh_.positions[a], pb = mesh_.positions[b];
        const Vec3f middle = (pa + pb) * 0.5f;
        const std::vector<Vec3f> targets = border_a   ? std::vector<Vec3f>{pa}
                                           : border_b ? std::vector<Vec3f>{pb}
                                                      : std::vector<Vec3f>{middle, pa, pb};
        for (const Vec3f& target : targets) {
            if (keepsFacing(a, b, target)) {
                merge(a, b, target, sharing);
                return true;
            }
        }
        return false;
    }

    /// True if no triangle that stays turns over when a and b move to `target`.
    bool keepsFacing(int a, int b, Vec3f target) {
        const Vec3f pa = mesh_.positions[a], pb = mesh_.positions[b];
        bool keeps = true;
        for (const int v : {a, b}) {
            for (const int t : around_[v]) {
                const Vec3i& c = mesh_.triangles[t];
                const bool has_a = c.x == a || c.y == a || c.z == a,
                           has_b = c.x == b || c.y == b || c.z == b;
                if ((has_a && has_b) || isBad(c)) {
                    continue;
                }
                const Vec3d before = normalOf(c);
                mesh_.positions[a] = mesh_.positions[b] = target;
                const bool turned =
                    dot(before, normalOf(c)) < 0.2 * length(before) * length(normalOf(c)) ||
                    isBad(c);
                mesh_.positions[a] = pa;
                mesh_.positions[b] = pb;
                keeps = keeps && !turned;
            }
        }
        return keeps;
    }

    void merge(int a, int b, Vec3f target, const std::vector<int>& gone) {
        for (const int t : gone) {
            alive_[t] = 0;
            for (int k = 0; k < 3; ++k) {
                std::erase(around_[mesh_.triangles[t][k]], t);
            }
        }
        for (const int t : around_[b]) {
            for (int k = 0; k < 3; ++k) {
                if (mesh_.triangles[t][k] == b) {
                    mesh_.triangles[t][k] = a;
                }
            }
            around_[a].push_back(t);
        }
        around_[b].clear();
        mesh_.positions[a] = target;
    }

    /// Replaces the edge by the other diagonal of its two triangles if both then have a better
    /// shape and face as before.
    bool flip(int t, int edge) {
        const int a = mesh_.triangles[t][edge], b = mesh_.triangles[t][(edge + 1) % 3];
        const std::vector<int> sharing = trianglesAt(a, b);
        if (sharing.size() != 2) {
            return false;
        }
        const int other = sharing[0] == t ? sharing[1] : sharing[0];
        const int c = opposite(mesh_.triangles[t], a, b),
                  d = opposite(mesh_.triangles[other], a, b);
        if (c == d || !trianglesAt(c, d).empty()) {
            return false;
        }
        const Vec3i first{c, a, d}, second{d, b, c};
        const Vec3d before = normalOf(mesh_.triangles[other]);
        if (isBad(first) || isBad(second) || dot(before, normalOf(first)) <= 0 ||
            dot(before, normalOf(second)) <= 0) {
            return false;
        }
        mesh_.triangles[t] = first;
        mesh_.triangles[other] = second;
        std::erase(around_[b], t);
        std::erase(around_[a], other);
        around_[d].push_back(t);
        around_[c].push_back(other);
        return true;
    }

    TriangleMesh mesh_;
    std::vector<std::vector<int>> around_;  // living triangles of each vertex
    std::vector<uint8_t> alive_;
    double diagonal_ = 0;
};

}  // namespace

TriangleMesh removeDegenerate(const TriangleMesh& mesh) {
    return DegenerateRemover(mesh).run();
}

}  // namespace bozzetto
