// SPDX-License-Identifier: Apache-2.0
#include "mesh/unwrap_regions.h"

#include <queue>

#include <algorithm>
#include <cmath>

namespace bozzetto::unwrapping {
namespace {

// How much longer a way becomes where the surface faces away from the region's mean direction: 1 +
// kBend (1 - cosine).
constexpr double kBend = 6;
constexpr int kTickEvery = 4096;

struct Proxy {
    Vec3d normal, centre;
    double radius = 0;
    int seed = 0;
};

Vec3d middleOf(const Surface& surface, int t) {
    return (surface.cornerPoint(3 * t) + surface.cornerPoint(3 * t + 1) +
            surface.cornerPoint(3 * t + 2)) *
           (1.0 / 3);
}

Proxy proxyOf(const Surface& surface, const std::vector<int>& region) {
    Proxy proxy;
    double area = 0;
    for (const int t : region) {
        proxy.normal += surface.normals[t] * surface.areas[t];
        proxy.centre += middleOf(surface, t) * surface.areas[t];
        area += surface.areas[t];
    }
    proxy.normal = normalize(proxy.normal);
    proxy.centre = area > 0 ? proxy.centre * (1 / area) : middleOf(surface, region[0]);
    proxy.radius = std::sqrt(std::max(area, 1e-15));
    double least = HUGE_VAL;
    for (const int t : region) {
        const Vec3d away = middleOf(surface, t) - proxy.centre;
        const double cost = dot(away, away) + proxy.radius * proxy.radius *
                                                  (1 - dot(proxy.normal, surface.normals[t]));
        if (cost < least) {
            least = cost;
            proxy.seed = t;
        }
    }
    return proxy;
}

class Grower {
public:
    Grower(Surface& surface, const std::vector<std::vector<int>>& regions)
        : surface_(surface), region_of_(surface.scratch) {
        surface.scratch.resize(surface.triangles.size(), -1);
        for (const auto& region : regions) {
            proxies_.push_back(proxyOf(surface, region));
            for (const int t : region) {
                region_of_[t] = kFree;
                for (int h = 3 * t; h < 3 * t + 3; ++h) {
                    surface.glued[h] = 0;
                }
            }
        }
    }

    void run(const std::function<void()>& tick) {
        for (int r = 0; r < static_cast<int>(proxies_.size()); ++r) {
            queue_.push({0, proxies_[r].seed, r});
        }
        for (int64_t step = 0; !queue_.empty(); ++step) {
            if (step % kTickEvery == 0) {
                tick();
            }
            const Step next = queue_.top();
            queue_.pop();
            if (region_of_[next.triangle] == kFree &&
                (next.distance == 0 || attach(next.triangle, next.region))) {
                region_of_[next.triangle] = next.region;
                pushNeighbours(next);
            }
        }
    }

    /// The grown regions; `left` gets the triangles that no region could take and remain a disk.
    std::vector<std::vector<int>> collect(const std::vector<std::vector<int>>& before,
                                          std::vector<int>* left) {
        std::vector<std::vector<int>> regions(proxies_.size());
        for (const auto& region : before) {
            for (const int t : region) {
                (region_of_[t] == kFree ? *left : regions[region_of_[t]]).push_back(t);
                region_of_[t] = -1;
            }
        }
        std::erase_if(regions, [](const std::vector<int>& region) { return region.empty(); });
        for (auto& region : regions) {
            std::sort(region.begin(), region.end());
        }
        std::sort(left->begin(), left->end());
        return regions;
    }

private:
    static constexpr int kFree = -2;

    struct Step {
        double distance;
        int triangle, region;
        bool operator<(const Step& o) const {  // the queue's top is the largest
            return distance != o.distance   ? distance > o.distance
                   : triangle != o.triangle ? triangle > o.triangle
                                            : region > o.region;
        }
    };

    int across(int h) const { return surface_.twin[h] < 0 ? -1 : region_of_[surface_.twin[h] / 3]; }

    void pushNeighbours(const Step& from) {
        const Proxy& proxy = proxies_[from.region];
        const Vec3d middle = middleOf(surface_, from.triangle);
        for (int h = 3 * from.triangle; h < 3 * from.triangle + 3; ++h) {
            if (across(h) != kFree) {
                continue;
            }
            const int t = surface_.twin[h] / 3;
            const double bend = 1 + kBend * (1 - dot(proxy.normal, surface_.normals[t]));
            const double way = length(middleOf(surface_, t) - middle) * bend / proxy.radius;
            queue_.push({from.distance + std::max(way, 1e-12), t, from.region});
        }
    }

    /// Glues t to the region if the region remains a disk that touches itself nowhere.
    bool attach(int t, int region) {
        int edges[3], count = 0;
        for (int h = 3 * t; h < 3 * t + 3; ++h) {
            if (across(h) == region) {
                edges[count++] = h;
            }
        }
        if (count == 1) {
            if (anyAround(surface_, previousHalfEdge(edges[0]), [&](int s) {
                    return region_of_[s] == region;
                })) {
                return false;
            }
        } else if (count == 2) {
            const int first = nextHalfEdge(edges[0]) == edges[1] ? edges[0] : edges[1];
            const int second = nextHalfEdge(first);
            if (nextOnBorder(surface_, surface_.twin[second]) != surface_.twin[first]) {
                return false;
            }
        } else {
            return false;
        }
        for (int i = 0; i < count; ++i) {
            setGlued(surface_, edges[i], true);
        }
        return true;
    }

    Surface& surface_;
    std::vector<int>& region_of_;  // -1 elsewhere, kFree not taken yet
    std::vector<Proxy> proxies_;
    std::priority_queue<Step> queue_;
};

}  // namespace

void regrowRegions(Surface& surface,
                   std::vector<std::vector<int>>& regions,
                   const MergeLimits& limits,
                   const std::function<void()>& tick) {
    std::vector<int> left;
    {
        Grower grower(surface, regions);
        grower.run(tick);
        regions = grower.collect(regions, &left);
    }
    if (left.empty()) {
        return;
    }
    std::vector<int> inside;
    for (const int t : left) {
        for (int h = 3 * t; h < 3 * t + 3; ++h) {
            const int twin = surface.twin[h];
            if (twin > h && std::binary_search(left.begin(), left.end(), twin / 3)) {
                inside.push_back(h);
            }
        }
    }
    for (std::vector<int>& region : mergeRegions(surface, left, inside, limits, tick)) {
        regions.push_back(std::move(region));
    }
}

}  // namespace bozzetto::unwrapping
