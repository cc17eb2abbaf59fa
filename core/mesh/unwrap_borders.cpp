// SPDX-License-Identifier: Apache-2.0
#include "mesh/unwrap_regions.h"

#include <algorithm>

namespace bozzetto::unwrapping {
namespace {

// A triangle goes where most of the area around it is. Around: this many steps over edges. The
// energy (pairs in different regions, weighted by both areas) falls with every move, so it ends;
// the bound is for the time it takes.
constexpr int kReach = 5;
constexpr int kPasses = 12;

class BorderSmoother {
public:
    BorderSmoother(Surface& surface, const std::vector<std::vector<int>>& regions)
        : surface_(surface), region_of_(surface.scratch) {
        surface_.scratch.resize(surface.triangles.size(), -1);
        seen_.assign(surface.triangles.size(), -1);
        for (int r = 0; r < static_cast<int>(regions.size()); ++r) {
            for (const int t : regions[r]) {
                region_of_[t] = r;
                all_.push_back(t);
            }
        }
        std::sort(all_.begin(), all_.end());
    }

    void run() {
        repeat([&](int t) { return moveToMajority(t); });
        repeat([&](int t) { return fillNotch(t); });
    }

    void collect(std::vector<std::vector<int>>* regions) {
        for (auto& region : *regions) {
            region.clear();
        }
        for (const int t : all_) {
            (*regions)[region_of_[t]].push_back(t);
            region_of_[t] = -1;
        }
        std::erase_if(*regions, [](const std::vector<int>& region) { return region.empty(); });
    }

private:
    int across(int h) const { return surface_.twin[h] < 0 ? -1 : region_of_[surface_.twin[h] / 3]; }

    /// Calls tryMove(t) for all triangles, then again for those that moved and their neighbours.
    template <class Fn>
    void repeat(const Fn& tryMove) {
        std::vector<int> open = all_, next;
        for (int pass = 0; pass < kPasses && !open.empty(); ++pass, open.swap(next)) {
            next.clear();
            for (const int t : open) {
                if (!tryMove(t)) {
                    continue;
                }
                next.push_back(t);
                for (int h = 3 * t; h < 3 * t + 3; ++h) {
                    if (surface_.twin[h] >= 0 && region_of_[surface_.twin[h] / 3] >= 0) {
                        next.push_back(surface_.twin[h] / 3);
                    }
                }
            }
            std::sort(next.begin(), next.end());
            next.erase(std::unique(next.begin(), next.end()), next.end());
        }
    }

    /// A triangle between two edges of another region goes there: the notch it makes may be too
    /// narrow to lie flat.
    bool fillNotch(int t) {
        for (int base = 3 * t; base < 3 * t + 3; ++base) {
            const int to = across(nextHalfEdge(base));
            if (surface_.glued[base] && to >= 0 && to != region_of_[t] &&
                to == across(previousHalfEdge(base))) {
                return move(t, to);
            }
        }
        return false;
    }

    bool moveToMajority(int t) {
        const int from = region_of_[t];
        bool on_border = false;
        for (int h = 3 * t; h < 3 * t + 3; ++h) {
            on_border |= across(h) >= 0 && across(h) != from;
        }
        if (!on_border || !mayLeave(t)) {
            return false;
        }
        gatherAround(t);
        int best = from;
        double most = areaAround(from) * (1 + 1e-9);
        for (int h = 3 * t; h < 3 * t + 3; ++h) {
            const int to = across(h);
            if (to >= 0 && to != best && areaAround(to) > most) {
                best = to;
                most = areaAround(to);
            }
        }
        return best != from && move(t, best);
    }

    /// Whether there is a rest of the region without t and it is still a disk: t hangs on by one
    /// edge, or by two around an inner point.
    bool mayLeave(int t) const {
        int glued = 0, loose = 0;
        for (int h = 3 * t; h < 3 * t + 3; ++h) {
            glued += surface_.glued[h];
            loose = surface_.glued[h] ? loose : h;
        }
        if (glued != 2) {
            return glued == 1;
        }
        const int opposite =
            previousHalfEdge(loose);  // runs from the point opposite the loose edge
        int h = opposite;
        do {
            if (!surface_.glued[h]) {
                return false;
            }
            h = nextHalfEdge(surface_.twin[h]);
        } while (h != opposite);
        return true;
    }

    void gatherAround(int t) {
        around_.assign(1, t);
        seen_[t] = t;
        size_t begin = 0;
        for (int step = 0; step < kReach; ++step) {
            const size_t end = around_.size();
            for (; begin < end; ++begin) {
                const int s = around_[begin];
                for (int h = 3 * s; h < 3 * s + 3; ++h) {
                    const int other = surface_.twin[h] / 3;
                    if (surface_.twin[h] >= 0 && region_of_[other] >= 0 && seen_[other] != t) {
                        seen_[other] = t;
                        around_.push_back(other);
                    }
                }
            }
        }
        for (const int s : around_) {
            seen_[s] = -1;
        }
    }

    double areaAround(int region) const {
        double sum = 0;
        for (size_t i = 1; i < around_.size(); ++i) {
            sum += region_of_[around_[i]] == region ? surface_.areas[around_[i]] : 0;
        }
        return sum;
    }

    /// Glues t to the other region along one edge, or two that follow each other there as well.
    bool move(int t, int to) {
        int edges[3], count = 0;
        for (int h = 3 * t; h < 3 * t + 3; ++h) {
            if (!surface_.glued[h] && across(h) == to) {
                edges[count++] = h;
            }
        }
        if (count == 1) {  // must not close a ring around something by touching in a point
            if (anyAround(surface_, previousHalfEdge(edges[0]), [&](int s) {
                    return region_of_[s] == to;
                })) {
                return false;
            }
        } else {
            int first = edges[0], second = edges[1];
            if (nextHalfEdge(first) != second) {
                std::swap(first, second);
            }
            if (count == 3 ||
                nextOnBorder(surface_, surface_.twin[second]) != surface_.twin[first]) {
                return false;
            }
        }
        for (int h = 3 * t; h < 3 * t + 3; ++h) {
            if (surface_.glued[h]) {
                setGlued(surface_, h, false);
            }
        }
        for (int i = 0; i < count; ++i) {
            setGlued(surface_, edges[i], true);
        }
        region_of_[t] = to;
        return true;
    }

    Surface& surface_;
    std::vector<int>& region_of_;  // -1 elsewhere
    std::vector<int> all_, around_, seen_;
};

}  // namespace

void straightenBorders(Surface& surface, std::vector<std::vector<int>>& regions) {
    BorderSmoother smoother(surface, regions);
    smoother.run();
    smoother.collect(&regions);
}

}  // namespace bozzetto::unwrapping
