// SPDX-License-Identifier: Apache-2.0
#include "mesh/unwrap_regions.h"

#include <queue>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bozzetto::unwrapping {
namespace {

// Small: shape decides where the surface is flat, the surface where it bends. By measurement on
// smooth and noisy meshes.
constexpr double kRoundness = 0.01;
constexpr int kTickEvery = 4096;

class RegionMerger {
public:
    RegionMerger(Surface& surface,
                 const std::vector<int>& triangles,
                 const std::vector<int>& candidates,
                 const MergeLimits& limits)
        : surface_(surface),
          triangles_(triangles),
          limits_(limits),
          regions_(triangles.size()),
          parent_(triangles.size()),
          mark_(triangles.size(), -1) {
        std::iota(parent_.begin(), parent_.end(), 0);
        surface_.scratch.resize(surface_.triangles.size(), -1);
        for (int i = 0; i < static_cast<int>(triangles.size()); ++i) {
            surface_.scratch[triangles[i]] = i;
        }
        linked_.assign(3 * triangles.size(), 0);
        for (const int h : candidates) {
            linked_[localHalfEdge(h)] = 1;
            linked_[localHalfEdge(surface_.twin[h])] = 1;
        }
        for (int i = 0; i < static_cast<int>(triangles.size()); ++i) {
            initialise(i);
        }
    }

    void run(const std::function<void()>& tick) {
        for (int i = 0; i < static_cast<int>(regions_.size()); ++i) {
            for (const Neighbour& n : regions_[i].neighbours) {
                if (i < n.region) {
                    push(i, n);
                }
            }
        }
        int left = static_cast<int>(regions_.size());
        for (int64_t step = 0; !queue_.empty() && left > limits_.regions; ++step) {
            if (step % kTickEvery == 0) {
                tick();
            }
            const Pair pair = queue_.top();
            queue_.pop();
            if (regions_[pair.a].version == pair.version_a &&
                regions_[pair.b].version == pair.version_b && glue(pair.a, pair.b)) {
                absorb(pair.a, pair.b);
                --left;
            }
        }
    }

    std::vector<std::vector<int>> collect() {
        std::vector<std::vector<int>> result;
        std::vector<int> slot(regions_.size(), -1);
        for (int i = 0; i < static_cast<int>(regions_.size()); ++i) {
            surface_.scratch[triangles_[i]] = -1;
            int& s = slot[find(i)];
            if (s < 0) {
                s = static_cast<int>(result.size());
                result.emplace_back();
            }
            result[s].push_back(triangles_[i]);
        }
        return result;
    }

private:
    struct Neighbour {
        int region;
        double length;
    };
    struct Region {
        Vec3d normal_sum, position_sum;   // area-weighted
        double area = 0, square_sum = 0;  // of |position|^2, area-weighted
        int triangles = 1;
        int border = 0;        // a half-edge of its border
        unsigned version = 1;  // odd steps; 0 = absorbed
        std::vector<Neighbour> neighbours;
    };
    struct Pair {
        double cost;
        int a, b;
        unsigned version_a, version_b;
        bool operator<(const Pair& o) const {  // the queue's top is the largest
            return cost != o.cost ? cost > o.cost : a != o.a ? a > o.a : b > o.b;
        }
    };

    int localTriangle(int h) const { return surface_.scratch[h / 3]; }
    int localHalfEdge(int h) const { return 3 * localTriangle(h) + h % 3; }

    int find(int i) {
        while (parent_[i] != i) {
            i = parent_[i] = parent_[parent_[i]];
        }
        return i;
    }

    void initialise(int i) {
        const int t = triangles_[i];
        Region& region = regions_[i];
        region.normal_sum = surface_.normals[t] * surface_.areas[t];
        region.area = std::max(surface_.areas[t], 1e-15);
        const Vec3d middle = (surface_.cornerPoint(3 * t) + surface_.cornerPoint(3 * t + 1) +
                              surface_.cornerPoint(3 * t + 2)) *
                             (1.0 / 3);
        region.position_sum = middle * region.area;
        region.square_sum = dot(middle, middle) * region.area;
        region.border = 3 * t;
        for (int k = 0; k < 3; ++k) {
            const int h = 3 * t + k;
            if (linked_[3 * i + k]) {
                addNeighbour(region, localTriangle(surface_.twin[h]), surface_.lengths[h]);
            }
        }
    }

    static void addNeighbour(Region& region, int other, double length) {
        for (Neighbour& n : region.neighbours) {
            if (n.region == other) {
                n.length += length;
                return;
            }
        }
        region.neighbours.push_back({other, length});
    }

    static double error(const Vec3d& sum, double area) { return std::max(0.0, area - length(sum)); }

    void push(int i, const Neighbour& n) {
        const Region& a = regions_[i];
        const Region& b = regions_[n.region];
        const Vec3d sum = a.normal_sum + b.normal_sum;
        const double area = a.area + b.area;
        const double united = error(sum, area);
        if (united > limits_.deviation * area || a.triangles + b.triangles > limits_.triangles) {
            return;
        }
        const double growth = united - error(a.normal_sum, a.area) - error(b.normal_sum, b.area);
        const Vec3d position = a.position_sum + b.position_sum;
        const double inertia =
            std::max(0.0, a.square_sum + b.square_sum - dot(position, position) / area);
        const double cost =
            (std::max(0.0, growth) + kRoundness * 79 * inertia / area) / std::max(n.length, 1e-12);
        const int low = std::min(i, n.region), high = std::max(i, n.region);
        queue_.push({cost, low, high, regions_[low].version, regions_[high].version});
    }

    /// True if half-edge h of one region's border has region `other` on its far side.
    bool faces(int h, int other) {
        return linked_[localHalfEdge(h)] && find(localTriangle(surface_.twin[h])) == other;
    }

    /// Glues two regions along their common border if it is one arc: then their union is a disk
    /// again.
    bool glue(int i, int j) {
        if (regions_[i].triangles > regions_[j].triangles) {
            std::swap(i, j);
        }
        const int start = regions_[i].border;
        loop_.clear();
        for (int h = start; loop_.empty() || h != start; h = nextOnBorder(surface_, h)) {
            loop_.push_back(h);
        }
        const int count = static_cast<int>(loop_.size());
        int arcs = 0, first = -1, shared = 0;
        for (int k = 0; k < count; ++k) {
            if (!faces(loop_[k], j)) {
                continue;
            }
            ++shared;
            const int before = loop_[(k + count - 1) % count];
            // The other region's border runs the other way; elsewhere the two touch in a point
            // only.
            const bool goes_on =
                faces(before, j) &&
                nextOnBorder(surface_, surface_.twin[loop_[k]]) == surface_.twin[before];
            if (!goes_on) {
                ++arcs;
                first = k;
            }
        }
        if (arcs != 1) {  // none: the two close a sphere
            return false;
        }
        // Touching in a point besides would let the union surround something.
        for (int k = shared + 1; k < count; ++k) {
            if (anyAround(surface_, loop_[(first + k) % count], [&](int t) {
                    return surface_.scratch[t] >= 0 && find(surface_.scratch[t]) == j;
                })) {
                return false;
            }
        }
        const int rest_i = nextOnBorder(surface_, loop_[(first + shared - 1) % count]);
        const int rest_j = nextOnBorder(surface_, surface_.twin[loop_[first]]);
        for (int k = 0; k < shared; ++k) {
            setGlued(surface_, loop_[(first + k) % count], true);
        }
        const int border = surface_.glued[rest_i] ? rest_j : rest_i;
        regions_[i].border = regions_[j].border = border;
        return true;
    }

    void absorb(int i, int j) {
        if (regions_[i].neighbours.size() < regions_[j].neighbours.size()) {
            std::swap(i, j);
        }
        Region& a = regions_[i];
        Region& b = regions_[j];
        parent_[j] = i;
        for (int k = 0; k < static_cast<int>(a.neighbours.size()); ++k) {
            mark_[a.neighbours[k].region] = k;
        }
        for (const Neighbour& n : b.neighbours) {
            if (n.region == i) {
                continue;
            }
            if (mark_[n.region] >= 0) {
                a.neighbours[mark_[n.region]].length += n.length;
            } else {
                a.neighbours.push_back(n);
            }
            renameNeighbour(regions_[n.region], j, i);
        }
        std::erase_if(a.neighbours, [&](const Neighbour& n) {
            mark_[n.region] = -1;
            return n.region == j;
        });
        a.normal_sum += b.normal_sum;
        a.area += b.area;
        a.position_sum += b.position_sum;
        a.square_sum += b.square_sum;
        a.triangles += b.triangles;
        ++a.version;
        b.version = 0;
        b.neighbours = {};
        for (const Neighbour& n : a.neighbours) {
            push(i, n);
        }
    }

    static void renameNeighbour(Region& region, int from, int to) {
        const auto old = std::find_if(region.neighbours.begin(),
                                      region.neighbours.end(),
                                      [&](const Neighbour& n) { return n.region == from; });
        const double length = old->length;
        *old = region.neighbours.back();
        region.neighbours.pop_back();
        addNeighbour(region, to, length);
    }

    Surface& surface_;
    const std::vector<int>& triangles_;
    const MergeLimits limits_;
    std::vector<Region> regions_;
    std::vector<int> parent_, mark_, loop_;
    std::vector<uint8_t> linked_;  // [3 * local triangle + corner]: may be glued
    std::priority_queue<Pair> queue_;
};

}  // namespace

std::vector<std::vector<int>> mergeRegions(Surface& surface,
                                           const std::vector<int>& triangles,
                                           const std::vector<int>& candidates,
                                           const MergeLimits& limits,
                                           const std::function<void()>& tick) {
    RegionMerger merger(surface, triangles, candidates, limits);
    merger.run(tick);
    return merger.collect();
}

}  // namespace bozzetto::unwrapping
