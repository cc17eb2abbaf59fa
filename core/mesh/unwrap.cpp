// SPDX-License-Identifier: Apache-2.0
#include "mesh/unwrap.h"

#include "base/error.h"
#include "base/parallel_for.h"
#include "mesh/unwrap_flatten.h"
#include "mesh/unwrap_pack.h"
#include "mesh/unwrap_regions.h"
#include "mesh/unwrap_surface.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <numeric>

// Sources: charts by region merging on smoothed normals, regrown from their middles (see
// unwrap_regions.h), flattened by
// Tutte's map and the symmetric Dirichlet energy (Smith and Schaefer 2015), split in two where the
// result is folded, crosses itself or is stretched too much, scaled by their stretch (Sander et al.
// 2001), packed by bit masks.
namespace bozzetto {
namespace {

using namespace unwrapping;

// A cap of a sphere reaches 0.3 at 66 degrees around its middle: six to eight charts for a ball.
constexpr double kDeviation = 0.3;
constexpr int kChartTriangles = 10000;  // bounds the time of one factorisation
constexpr int kLeastCharts = 20;        // of a large mesh: fewer pack badly
constexpr double kGoodStretch = 1.3;    // L2, of a chart at its best scale
constexpr double kGoodWorst = 4;

constexpr int kRegrowths = 2;
constexpr size_t kFewTriangles = 64;  // a border among so few has no shape worth caring for

class Progress {
public:
    explicit Progress(const std::function<void(double)>& callback) : callback_(callback) {}
    void set(double fraction) {
        fraction_ = std::max(fraction_, fraction);
        tick();
    }
    void tick() const {
        if (callback_) {
            callback_(fraction_);
        }
    }

private:
    const std::function<void(double)>& callback_;
    double fraction_ = 0;
};

/// flattenChart for each, in parallel. `progress` is called on this thread only.
std::vector<Chart> flattenAll(const Surface& surface,
                              const std::vector<std::vector<int>>& regions,
                              const Progress& progress) {
    std::vector<Chart> charts(regions.size());
    std::atomic<bool> stop{false};
    parallelTasks(static_cast<int64_t>(regions.size()), [&](int64_t i, int worker) {
        if (stop) {
            return;
        }
        try {
            if (worker == 0) {
                progress.tick();
            }
            charts[i] = flattenChart(surface, regions[i]);
        } catch (...) {
            stop = true;
            throw;
        }
    });
    return charts;
}

double stretchOf(const Chart& chart) {
    return chart.area > 0 ? std::sqrt(chart.stretch_squared / chart.area) : 1;
}

bool isGood(const Chart& chart) {
    if (!chart.valid) {
        return false;
    }
    return chart.triangles.size() == 1 ||
           (stretchOf(chart) <= kGoodStretch && chart.worst <= kGoodWorst);
}

/// Cuts a chart's disk in two, along the border that separates its two main directions.
std::vector<std::vector<int>> splitInTwo(Surface& surface,
                                         const std::vector<int>& triangles,
                                         const Progress& progress) {
    std::vector<int> inside;
    for (const int t : triangles) {
        for (int h = 3 * t; h < 3 * t + 3; ++h) {
            if (surface.glued[h]) {
                setGlued(surface, h, false);
                inside.push_back(h);
            }
        }
    }
    MergeLimits limits;
    limits.regions = 2;
    limits.triangles = std::max<int>(1, 0.7 * triangles.size());
    std::vector<std::vector<int>> halves =
        mergeRegions(surface, triangles, inside, limits, [&] { progress.tick(); });
    if (triangles.size() > kFewTriangles) {
        for (int i = 0; i < kRegrowths; ++i) {
            regrowRegions(surface, halves, limits, [&] { progress.tick(); });
        }
        straightenBorders(surface, halves);
    }
    return halves;
}

std::vector<Chart> makeCharts(Surface& surface, Progress& progress) {
    std::vector<int> all(surface.triangleCount()), pairs;
    std::iota(all.begin(), all.end(), 0);
    for (int h = 0; h < static_cast<int>(surface.twin.size()); ++h) {
        if (surface.twin[h] > h) {
            pairs.push_back(h);
        }
    }
    MergeLimits limits;
    limits.deviation = kDeviation;
    limits.triangles = std::clamp(surface.triangleCount() / kLeastCharts, 2000, kChartTriangles);
    std::vector<std::vector<int>> open =
        mergeRegions(surface, all, pairs, limits, [&] { progress.tick(); });
    for (int i = 0; i < kRegrowths; ++i) {
        regrowRegions(surface, open, limits, [&] { progress.tick(); });
    }
    straightenBorders(surface, open);
    progress.set(0.2);
    std::vector<Chart> charts;
    for (double fraction = 0.5; !open.empty(); fraction += 0.05) {
        std::vector<Chart> flat = flattenAll(surface, open, progress);
        progress.set(std::min(0.7, fraction));
        open.clear();
        for (Chart& chart : flat) {
            if (isGood(chart)) {
                charts.push_back(std::move(chart));
                continue;
            }
            for (std::vector<int>& half : splitInTwo(surface, chart.triangles, progress)) {
                open.push_back(std::move(half));
            }
        }
    }
    std::sort(charts.begin(), charts.end(), [](const Chart& a, const Chart& b) {
        return a.triangles[0] < b.triangles[0];
    });
    return charts;
}

/// Scales that minimise the whole atlas's L2 stretch for a given area: the fourth power goes with
/// the squared stretch over the area in the plane. Charts with a triangle stretched near the limit
/// get more.
std::vector<double> chartScales(const std::vector<Chart>& charts) {
    std::vector<double> scales;
    double area = 0, uv_area = 0;
    for (const Chart& chart : charts) {
        const double scale =
            chart.uv_area > 0 ? std::sqrt(std::sqrt(chart.stretch_squared / chart.uv_area)) : 1;
        scales.push_back(std::clamp(scale, 0.3, 3.0));
        area += chart.area;
        uv_area += chart.uv_area * scales.back() * scales.back();
    }
    const double mean = area > 0 ? std::sqrt(uv_area / area) : 1;
    for (size_t i = 0; i < charts.size(); ++i) {
        scales[i] = std::max(scales[i], charts[i].worst * mean / kGoodWorst);
    }
    return scales;
}

/// Triangles that repeat a vertex have no area: all three corners get one UV that their first
/// vertex already has.
void addCollapsed(const TriangleMesh& mesh, Atlas* atlas) {
    std::vector<int> uv_of(mesh.positions.size(), -1), chart_of(mesh.positions.size(), 0);
    for (size_t t = 0; t < mesh.triangles.size(); ++t) {
        for (int k = 0; k < 3 && atlas->charts[t] >= 0; ++k) {
            uv_of[mesh.triangles[t][k]] = atlas->uv_triangles[t][k];
            chart_of[mesh.triangles[t][k]] = atlas->charts[t];
        }
    }
    for (size_t t = 0; t < mesh.triangles.size(); ++t) {
        if (atlas->charts[t] >= 0) {
            continue;
        }
        const int v = mesh.triangles[t].x;
        if (atlas->uvs.empty()) {
            atlas->uvs.push_back({0.5f, 0.5f});
        }
        const int uv = std::max(uv_of[v], 0);
        atlas->uv_triangles[t] = {uv, uv, uv};
        atlas->charts[t] = chart_of[v];
        atlas->chart_count = std::max(atlas->chart_count, 1);
    }
}

}  // namespace

Atlas unwrap(const TriangleMesh& mesh, const UnwrapOptions& options) {
    require(options.resolution >= 1 && options.gutter >= 0,
            "unwrap: resolution or gutter out of range");
    Progress progress(options.progress);
    progress.set(0);
    Surface surface = makeSurface(mesh);
    progress.set(0.05);
    const std::vector<Chart> charts = makeCharts(surface, progress);

    Atlas atlas;
    atlas.uv_triangles.resize(mesh.triangles.size());
    atlas.charts.assign(mesh.triangles.size(), -1);
    atlas.chart_count = static_cast<int>(charts.size());
    if (!charts.empty()) {
        const std::vector<double> scales = chartScales(charts);
        std::vector<Piece> pieces;
        for (size_t i = 0; i < charts.size(); ++i) {
            pieces.push_back({charts[i].uvs, charts[i].corners, charts[i].border});
            for (Vec2d& p : pieces.back().points) {
                p = p * scales[i];
            }
        }
        const Packing packing = packPieces(
            std::move(pieces), options.resolution, options.gutter, [&] { progress.set(0.75); });
        for (size_t i = 0; i < charts.size(); ++i) {
            const int base = static_cast<int>(atlas.uvs.size());
            for (const Vec2d& p : packing.points[i]) {
                atlas.uvs.push_back({static_cast<float>(p.x), static_cast<float>(p.y)});
            }
            for (size_t j = 0; j < charts[i].triangles.size(); ++j) {
                const int t = surface.source[charts[i].triangles[j]];
                const Vec3i& c = charts[i].corners[j];
                atlas.uv_triangles[t] = {base + c.x, base + c.y, base + c.z};
                atlas.charts[t] = static_cast<int>(i);
            }
        }
    }
    addCollapsed(mesh, &atlas);
    progress.set(1);
    return atlas;
}

}  // namespace bozzetto
