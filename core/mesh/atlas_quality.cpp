// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "mesh/unwrap.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr double kNoArea =
    1e-12;  // of the squared diagonal of the bounding box: such a triangle has no stretch

double diagonalOf(const TriangleMesh& mesh) {
    Vec3d low{1e300, 1e300, 1e300}, high{-1e300, -1e300, -1e300};
    for (const Vec3i& t : mesh.triangles) {
        for (int k = 0; k < 3; ++k) {
            for (int c = 0; c < 3; ++c) {
                low[c] = std::min<double>(low[c], mesh.positions[t[k]][c]);
                high[c] = std::max<double>(high[c], mesh.positions[t[k]][c]);
            }
        }
    }
    return mesh.triangles.empty() ? 0 : length(high - low);
}

Vec3d toDouble(Vec3f p) {
    return {p.x, p.y, p.z};
}
Vec2d toDouble(Vec2f p) {
    return {p.x, p.y};
}

void measureStretch(const TriangleMesh& mesh, const Atlas& atlas, AtlasQuality* quality) {
    const double diagonal = diagonalOf(mesh);
    double area = 0, uv_area = 0, squares = 0, worst = 0;
    for (size_t i = 0; i < mesh.triangles.size(); ++i) {
        const Vec3i t = mesh.triangles[i], u = atlas.uv_triangles[i];
        const Vec3d a = toDouble(mesh.positions[t.x]);
        const Vec3d e1 = toDouble(mesh.positions[t.y]) - a, e2 = toDouble(mesh.positions[t.z]) - a;
        const Vec2d p = toDouble(atlas.uvs[u.x]);
        const Vec2d d1 = toDouble(atlas.uvs[u.y]) - p, d2 = toDouble(atlas.uvs[u.z]) - p;
        const double double_area = cross(d1, d2);
        const double own = 0.5 * length(cross(e1, e2));
        area += own;
        uv_area += 0.5 * std::abs(double_area);
        if (own <= kNoArea * diagonal * diagonal) {
            continue;
        }
        if (double_area == 0) {
            squares = worst = HUGE_VAL;
            continue;
        }
        const Vec3d s = (e1 * d2.y - e2 * d1.y) * (1 / double_area);
        const Vec3d v = (e2 * d1.x - e1 * d2.x) * (1 / double_area);
        const double aa = dot(s, s), bb = dot(s, v), cc = dot(v, v);
        const double root = std::sqrt((aa - cc) * (aa - cc) + 4 * bb * bb);
        squares += own * 0.5 * (aa + cc);  // (largest^2 + smallest^2) / 2
        worst = std::max(worst, std::sqrt(0.5 * (aa + cc + root)));
    }
    if (area > 0) {
        quality->l2_stretch = std::sqrt(squares / area * (uv_area / area));
        quality->worst_stretch = worst * std::sqrt(uv_area / area);
    }
}

/// Calls fn(x, y) for every texel whose centre is strictly inside the triangle. Coordinates are in
/// texels. The products of two differences of floats are exact in double, so a centre on a shared
/// edge is inside neither triangle.
template <class Fn>
void forEachCentreInside(const Vec2d (&p)[3], int resolution, const Fn& fn) {
    const double sign = cross(p[1] - p[0], p[2] - p[0]) < 0 ? -1 : 1;
    const auto clampTexel = [&](double v) {
        return std::clamp(static_cast<int>(std::floor(v)), 0, resolution - 1);
    };
    const int left = clampTexel(std::min({p[0].x, p[1].x, p[2].x}) - 0.5);
    const int right = clampTexel(std::max({p[0].x, p[1].x, p[2].x}) + 0.5);
    const int low = clampTexel(std::min({p[0].y, p[1].y, p[2].y}) - 0.5);
    const int high = clampTexel(std::max({p[0].y, p[1].y, p[2].y}) + 0.5);
    for (int y = low; y <= high; ++y) {
        for (int x = left; x <= right; ++x) {
            const Vec2d c{x + 0.5, y + 0.5};
            if (sign * cross(p[1] - p[0], c - p[0]) > 0 &&
                sign * cross(p[2] - p[1], c - p[1]) > 0 &&
                sign * cross(p[0] - p[2], c - p[2]) > 0) {
                fn(x, y);
            }
        }
    }
}

struct Coverage {
    std::vector<int> chart;  // [resolution^2], -1 where free
    int64_t covered = 0, overlapping = 0;
};

Coverage rasterise(const Atlas& atlas, int resolution) {
    Coverage coverage;
    coverage.chart.assign(static_cast<size_t>(resolution) * resolution, -1);
    std::vector<uint8_t> counted(coverage.chart.size(), 0);
    for (size_t i = 0; i < atlas.uv_triangles.size(); ++i) {
        const Vec3i& t = atlas.uv_triangles[i];
        const Vec2d p[3] = {toDouble(atlas.uvs[t.x]) * double(resolution),
                            toDouble(atlas.uvs[t.y]) * double(resolution),
                            toDouble(atlas.uvs[t.z]) * double(resolution)};
        forEachCentreInside(p, resolution, [&](int x, int y) {
            const size_t texel = static_cast<size_t>(y) * resolution + x;
            if (coverage.chart[texel] < 0) {
                coverage.chart[texel] = atlas.charts[i];
                ++coverage.covered;
            } else if (!counted[texel]) {
                counted[texel] = 1;
                ++coverage.overlapping;
            }
        });
    }
    return coverage;
}

/// Fewest free texels between two charts, steps going along rows, columns and diagonals: charts
/// grow by one ring of texels at a time, and where two meet, their rings add up.
int leastGutter(const std::vector<int>& covered, int resolution) {
    std::vector<int> chart = covered, ring(covered.size(), 0), front, next;
    for (int i = 0; i < static_cast<int>(chart.size()); ++i) {
        if (chart[i] >= 0) {
            front.push_back(i);
        }
    }
    int least = resolution;
    const auto neighbours = [&](int texel, const auto& fn) {
        const int x = texel % resolution, y = texel / resolution;
        for (int ny = std::max(0, y - 1); ny <= std::min(resolution - 1, y + 1); ++ny) {
            for (int nx = std::max(0, x - 1); nx <= std::min(resolution - 1, x + 1); ++nx) {
                fn(ny * resolution + nx);
            }
        }
    };
    for (int distance = 0; !front.empty() && 2 * distance <= least; ++distance, front.swap(next)) {
        next.clear();
        for (const int texel : front) {
            neighbours(texel, [&](int n) {
                if (chart[n] < 0) {
                    chart[n] = chart[texel];
                    ring[n] = distance + 1;
                    next.push_back(n);
                } else if (chart[n] != chart[texel]) {
                    least = std::min(least, ring[n] + ring[texel]);
                }
            });
        }
    }
    return least;
}

}  // namespace

AtlasQuality measureAtlas(const TriangleMesh& mesh, const Atlas& atlas, int resolution) {
    require(atlas.uv_triangles.size() == mesh.triangles.size() &&
                atlas.charts.size() == mesh.triangles.size(),
            "measureAtlas: the atlas belongs to another mesh");
    require(resolution >= 1 && resolution <= 32768, "measureAtlas: resolution out of range");
    AtlasQuality quality;
    measureStretch(mesh, atlas, &quality);
    const Coverage coverage = rasterise(atlas, resolution);
    quality.filled =
        static_cast<double>(coverage.covered) / (static_cast<double>(resolution) * resolution);
    quality.overlapping_texels = coverage.overlapping;
    quality.chart_count = atlas.chart_count;
    quality.minimum_gutter = leastGutter(coverage.chart, resolution);
    return quality;
}

}  // namespace bozzetto
