// SPDX-License-Identifier: Apache-2.0
#include "geometry/visual_hull.h"

#include "base/error.h"
#include "base/parallel_for.h"
#include "geometry/visual_hull_kernel.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>

namespace bozzetto {
namespace {

constexpr float kFar = 1e12f;

/// One-dimensional squared distance transform: lower envelope of the parabolas (x - i)^2 + f[i].
void transformLine(
    const float* f, float* out, int n, std::vector<int>& centres, std::vector<float>& starts) {
    int k = -1;
    for (int q = 0; q < n; ++q) {
        if (f[q] >= kFar) {
            continue;
        }
        float s = -std::numeric_limits<float>::infinity();
        while (k >= 0) {
            const int p = centres[k];
            s = ((f[q] + static_cast<float>(q) * q) - (f[p] + static_cast<float>(p) * p)) /
                (2.0f * (q - p));
            if (s > starts[k]) {
                break;
            }
            --k;
            s = -std::numeric_limits<float>::infinity();
        }
        ++k;
        centres[k] = q;
        starts[k] = s;
    }
    if (k < 0) {
        std::fill(out, out + n, kFar);
        return;
    }
    int j = 0;
    for (int q = 0; q < n; ++q) {
        while (j < k && starts[j + 1] < q) {
            ++j;
        }
        out[q] = (q - centres[j]) * static_cast<float>(q - centres[j]) + f[centres[j]];
    }
}

/// Distance in pixels to the nearest pixel where `inside` holds.
std::vector<float> distanceTo(const std::vector<char>& inside, int width, int height) {
    std::vector<float> squared(inside.size());
    parallelFor(height, 16, [&](int64_t begin, int64_t end, int) {
        std::vector<int> centres(width);
        std::vector<float> starts(width), line(width);
        for (int64_t y = begin; y < end; ++y) {
            for (int x = 0; x < width; ++x) {
                line[x] = inside[y * width + x] ? 0.0f : kFar;
            }
            transformLine(line.data(), &squared[y * width], width, centres, starts);
        }
    });
    parallelFor(width, 16, [&](int64_t begin, int64_t end, int) {
        std::vector<int> centres(height);
        std::vector<float> starts(height), line(height), result(height);
        for (int64_t x = begin; x < end; ++x) {
            for (int y = 0; y < height; ++y) {
                line[y] = squared[static_cast<size_t>(y) * width + x];
            }
            transformLine(line.data(), result.data(), height, centres, starts);
            for (int y = 0; y < height; ++y) {
                squared[static_cast<size_t>(y) * width + x] = result[y];
            }
        }
    });
    for (float& v : squared) {
        v = std::sqrt(std::min(v, kFar));
    }
    return squared;
}

HullMap mapOf(const Image& image) {
    return {image.empty() ? nullptr : image.pixels.data(), image.width, image.height};
}

/// What a view that is not sure says of a point.
struct Doubt {
    double outline = 0;  // signed distance
    float confidence = 0;
};

/// The distance that doubtful views agree on: the largest that two or more, sure enough together,
/// do not fall below. `alone`: no sure view looks, so that they decide however doubtful.
double agreedDistance(std::vector<Doubt>& doubts, bool alone) {
    std::sort(doubts.begin(), doubts.end(), [](const Doubt& a, const Doubt& b) {
        return a.outline > b.outline;
    });
    float sum = 0;
    for (size_t i = 0; i < doubts.size(); ++i) {
        sum += doubts[i].confidence;
        if ((i > 0 || doubts.size() == 1) && (sum >= kSureMask || alone)) {
            return i > 0 || alone ? doubts[i].outline : kHullNothing;
        }
    }
    return kHullNothing;
}

/// The frame may hold a piece of a ball of `radius` around the point.
bool nearFrame(const HullView& view, const Projected& q, double radius) {
    if (q.z <= radius) {
        return q.z > -radius;
    }
    const double reach = radius * std::max(view.fx, view.fy) / q.z + 1.0;
    return q.x >= -reach && q.y >= -reach && q.x < view.width + reach && q.y < view.height + reach;
}

/// Point closest to all optical axes in the least-squares sense; slightly pulled to the mean
/// camera, so that parallel axes have an answer.
Vec3d focusPoint(const std::vector<Silhouette>& views) {
    Eigen::Matrix3d a = Eigen::Matrix3d::Zero();
    Eigen::Vector3d b = Eigen::Vector3d::Zero(), mean = Eigen::Vector3d::Zero();
    for (const Silhouette& view : views) {
        const Mat4d& m = view.camera.world_from_camera;
        const Eigen::Vector3d o(m.m[0][3], m.m[1][3], m.m[2][3]);
        const Eigen::Vector3d d(-m.m[0][2], -m.m[1][2], -m.m[2][2]);
        const Eigen::Matrix3d p = Eigen::Matrix3d::Identity() - d * d.transpose();
        a += p;
        b += p * o;
        mean += o / static_cast<double>(views.size());
    }
    a += 1e-6 * Eigen::Matrix3d::Identity();
    b += 1e-6 * mean;
    const Eigen::Vector3d c = a.ldlt().solve(b);
    return {c.x(), c.y(), c.z()};
}

/// Bounds of the cells of an n^3 lattice over `box` that may hold a piece of the hull; false when
/// none does.
bool carve(const std::vector<Silhouette>& views,
           const std::optional<RegionBox>& region,
           const Box& box,
           int n,
           Box& left) {
    const Vec3d cell = (box.high - box.low) * (1.0 / n);
    const double radius = 0.5 * length(cell);
    const int needed = std::min<int>(2, static_cast<int>(views.size()));
    const std::vector<HullView> looks = hullViews(views);
    const auto mayHold = [&](Vec3d p) {
        if (region && distanceTo(*region, p) > radius) {
            return false;
        }
        int seen = 0, doubtful = 0;
        float sum = 0;  // of the doubtful views' confidences
        for (size_t v = 0; v < views.size(); ++v) {
            const Projected q = project(looks[v], p);
            if (!insideFrame(looks[v], q)) {
                if (views[v].whole && !nearFrame(looks[v], q, radius)) {
                    return false;
                }
                continue;
            }
            ++seen;
            const double reach = radius * views[v].camera.fx / q.z + 1.0;
            if (*views[v].distance.at(static_cast<int>(q.x), static_cast<int>(q.y)) > reach) {
                const float confidence = confidenceAt(looks[v], q);
                sum += confidence;
                if (confidence >= kSureMask || (++doubtful > 1 && sum >= kSureMask)) {
                    return false;
                }
            }
        }
        return seen >= needed;
    };
    std::vector<Box> slabs(n, Box{{1e300, 1e300, 1e300}, {-1e300, -1e300, -1e300}});
    parallelTasks(n, [&](int64_t ix, int) {
        Box& slab = slabs[ix];
        for (int iy = 0; iy < n; ++iy) {
            for (int iz = 0; iz < n; ++iz) {
                const Vec3d index{
                    static_cast<double>(ix), static_cast<double>(iy), static_cast<double>(iz)};
                const Vec3d low = box.low + index * cell;
                if (mayHold(low + cell * 0.5)) {
                    for (int k = 0; k < 3; ++k) {
                        slab.low[k] = std::min(slab.low[k], low[k]);
                        slab.high[k] = std::max(slab.high[k], low[k] + cell[k]);
                    }
                }
            }
        }
    });
    left = {{1e300, 1e300, 1e300}, {-1e300, -1e300, -1e300}};
    for (const Box& slab : slabs) {
        for (int k = 0; k < 3; ++k) {
            left.low[k] = std::min(left.low[k], slab.low[k]);
            left.high[k] = std::max(left.high[k], slab.high[k]);
        }
    }
    return left.low.x < left.high.x;
}

/// Axis-aligned bounds of a turned box.
Box boundsOf(const RegionBox& region) {
    const auto& m = region.world_from_box.m;
    Box box;
    for (int k = 0; k < 3; ++k) {
        double half = 0;
        for (int axis = 0; axis < 3; ++axis) {
            half += std::abs(m[k][axis]) * region.half_size[axis];
        }
        box.low[k] = m[k][3] - half;
        box.high[k] = m[k][3] + half;
    }
    return box;
}

[[noreturn]] void failEmpty() {
    throw Error(Error::Kind::BadInput,
                "The masks and cameras leave no common volume: the visual hull is empty",
                "Check the camera convention (poses must be camera-to-world, x right, y up, "
                "looking along -z) and the masks' "
                "polarity (white or opaque = object).");
}

}  // namespace

std::vector<HullView> hullViews(const std::vector<Silhouette>& views) {
    std::vector<HullView> result;
    for (const Silhouette& view : views) {
        const Camera& c = view.camera;
        result.push_back({inverseRigid(c.world_from_camera),
                          c.fx,
                          c.fy,
                          c.cx,
                          c.cy,
                          c.width,
                          c.height,
                          mapOf(view.distance),
                          mapOf(view.depth),
                          mapOf(view.confidence)});
    }
    return result;
}

Silhouette silhouetteOf(const Image& image, const Camera& camera, const Image& depth) {
    const size_t count = static_cast<size_t>(image.width) * image.height;
    const int alpha_channel = image.channels - 1;
    std::vector<char> inside(count), outside(count);
    for (size_t i = 0; i < count; ++i) {
        inside[i] = image.pixels[i * image.channels + alpha_channel] >= 0.5f;
        outside[i] = !inside[i];
    }
    const std::vector<float> to_inside = distanceTo(inside, image.width, image.height);
    const std::vector<float> to_outside = distanceTo(outside, image.width, image.height);
    Silhouette result{camera, Image(image.width, image.height, 1), depth, true, {}};
    for (int x = 0; x < image.width; ++x) {
        result.whole &= !inside[x] && !inside[count - 1 - x];
    }
    for (int y = 0; y < image.height; ++y) {
        const size_t row = static_cast<size_t>(y) * image.width;
        result.whole &= !inside[row] && !inside[row + image.width - 1];
    }
    for (size_t i = 0; i < count; ++i) {
        // Pixel centres on both sides of the outline are half a pixel from it on average; a soft
        // edge pixel knows better.
        float d = inside[i] ? 0.5f - to_outside[i] : to_inside[i] - 0.5f;
        const float alpha = image.pixels[i * image.channels + alpha_channel];
        if (std::abs(d) < 1.0f && alpha > 0.02f && alpha < 0.98f) {
            d = 0.5f - alpha;
        }
        result.distance.pixels[i] = d;
    }
    return result;
}

Box visualHullBounds(const std::vector<Silhouette>& views,
                     double margin,
                     const std::optional<RegionBox>& region) {
    const Vec3d focus = focusPoint(views);
    double reach = 0;
    for (const Silhouette& view : views) {
        reach = std::max(reach, length(view.camera.position() - focus));
    }
    if (!(reach > 0)) {
        failEmpty();
    }
    const Vec3d half{reach, reach, reach};
    Box box = region ? boundsOf(*region) : Box{focus - half, focus + half};
    for (int pass = 0; pass < 8; ++pass) {
        Box left;
        if (!carve(views, region, box, 64, left)) {
            failEmpty();
        }
        const double before = length(box.high - box.low), after = length(left.high - left.low);
        box = left;
        if (after > 0.97 * before) {
            break;
        }
    }
    const Vec3d extra = (box.high - box.low) * margin;
    return {box.low - extra, box.high + extra};
}

std::vector<float> visualHullDistance(const std::vector<Silhouette>& views,
                                      const std::vector<Vec3f>& points) {
    const std::vector<HullView> looks = hullViews(views);
    const int needed = std::min<int>(2, static_cast<int>(views.size()));
    std::vector<float> result(points.size());
    parallelFor(static_cast<int64_t>(points.size()), 4096, [&](int64_t begin, int64_t end, int) {
        std::vector<Doubt> doubts;
        for (int64_t i = begin; i < end; ++i) {
            const Vec3d p{points[i].x, points[i].y, points[i].z};
            double distance = kHullNothing;
            int seen = 0;
            doubts.clear();
            for (const HullView& look : looks) {
                const HullSight sight = lookAt(look, p);
                if (!sight.seen) {
                    continue;
                }
                ++seen;
                if (sight.confidence >= kSureMask) {
                    distance = std::max(distance, sight.outline);
                } else {
                    doubts.push_back({sight.outline, sight.confidence});
                }
                distance = std::max(distance, sight.in_front);
            }
            if (!doubts.empty()) {
                const bool alone = static_cast<int>(doubts.size()) == seen;
                distance = std::max(distance, agreedDistance(doubts, alone));
            }
            result[i] = seen >= needed ? static_cast<float>(distance) : kHullUnseen;
        }
    });
    return result;
}

}  // namespace bozzetto
