// SPDX-License-Identifier: Apache-2.0
#include "camera/evidence.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace bozzetto {
namespace {

constexpr int kSamplesPerView = 600;
constexpr int kMaximumViews = 16;
constexpr int kNeighbours = 4;

enum class DepthKind { AlongAxis, AlongRay, Inverted };

struct DepthView {
    Camera camera;  // for the depth picture's size
    const Image* depth = nullptr;
    float nearest = 0, farthest = 0, median = 0;
};

DepthView depthViewOf(const View& view) {
    DepthView d{view.camera->scaledTo(view.depth.width, view.depth.height), &view.depth, 0, 0, 0};
    std::vector<float> known;
    for (const float z : view.depth.pixels) {
        if (z > 0) {
            known.push_back(z);
        }
    }
    if (!known.empty()) {
        const auto [low, high] = std::minmax_element(known.begin(), known.end());
        d.nearest = *low, d.farthest = *high;
        std::nth_element(known.begin(),
                         known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2),
                         known.end());
        d.median = known[known.size() / 2];
    }
    return d;
}

std::vector<DepthView> depthViews(const ImageSet& set) {
    std::vector<DepthView> views;
    for (const View& view : set.views) {
        if (view.camera && !view.depth.pixels.empty()) {
            DepthView d = depthViewOf(view);
            if (d.median > 0) {
                views.push_back(d);
            }
        }
    }
    return views;
}

/// Distance along the axis at a pixel under a reading of the picture; 0 = unknown.
double axisDepth(const DepthView& view, int x, int y, DepthKind kind) {
    const double stored = view.depth->at(x, y)[0];
    if (stored <= 0 || kind == DepthKind::AlongAxis) {
        return stored;
    }
    if (kind == DepthKind::Inverted) {
        return static_cast<double>(view.nearest) + view.farthest - stored;
    }
    const double tx = (x + 0.5 - view.camera.cx) / view.camera.fx,
                 ty = (y + 0.5 - view.camera.cy) / view.camera.fy;
    return stored / std::sqrt(1 + tx * tx + ty * ty);
}

/// Sum and number of clipped differences of `from`'s points seen from `to`, relative to
/// `tolerance`.
void compare(const DepthView& from,
             const DepthView& to,
             DepthKind kind,
             double tolerance,
             double& sum,
             int64_t& count) {
    const Mat4d to_from = inverseRigid(to.camera.world_from_camera) * from.camera.world_from_camera;
    const int w = from.depth->width, h = from.depth->height;
    const int step =
        std::max(1, static_cast<int>(std::sqrt(static_cast<double>(w) * h / kSamplesPerView)));
    for (int y = step / 2; y < h; y += step) {
        for (int x = step / 2; x < w; x += step) {
            const double z = axisDepth(from, x, y, kind);
            if (z <= 0) {
                continue;
            }
            const Vec3d p{(x + 0.5 - from.camera.cx) / from.camera.fx * z,
                          -(y + 0.5 - from.camera.cy) / from.camera.fy * z,
                          -z};
            const Vec3d q = transformPoint(to_from, p);
            if (q.z >= 0) {
                continue;
            }
            const int u = static_cast<int>(std::floor(-q.x / q.z * to.camera.fx + to.camera.cx));
            const int v = static_cast<int>(std::floor(q.y / q.z * to.camera.fy + to.camera.cy));
            if (u < 0 || v < 0 || u >= to.depth->width || v >= to.depth->height) {
                continue;
            }
            const double seen = axisDepth(to, u, v, kind);
            sum += seen > 0 ? std::min(std::abs(-q.z - seen) / tolerance, 1.0) : 1.0;
            ++count;
        }
    }
}

/// Mean disagreement in [0, 1] of every view with its nearest neighbours.
double disagreement(const std::vector<DepthView>& views, DepthKind kind) {
    double sum = 0;
    int64_t count = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(views.size(), kMaximumViews); ++i) {
        const DepthView& from =
            views[i * views.size() / std::min<std::size_t>(views.size(), kMaximumViews)];
        std::vector<const DepthView*> others;
        for (const DepthView& to : views) {
            if (&to != &from) {
                others.push_back(&to);
            }
        }
        const auto apart = [&](const DepthView* v) {
            return length(v->camera.position() - from.camera.position());
        };
        std::sort(others.begin(), others.end(), [&](const DepthView* a, const DepthView* b) {
            return apart(a) < apart(b);
        });
        others.resize(std::min<std::size_t>(others.size(), kNeighbours));
        for (const DepthView* to : others) {
            compare(from, *to, kind, 0.02 * from.median, sum, count);
        }
    }
    return count > 0 ? sum / static_cast<double>(count) : 1.0;
}

void dropDepth(ImageSet& set) {
    for (View& view : set.views) {
        view.depth = Image();
    }
}

void convertRayDepth(ImageSet& set) {
    for (View& view : set.views) {
        if (!view.camera || view.depth.pixels.empty()) {
            continue;
        }
        const DepthView d{
            view.camera->scaledTo(view.depth.width, view.depth.height), &view.depth, 0, 0, 0};
        for (int y = 0; y < view.depth.height; ++y) {
            for (int x = 0; x < view.depth.width; ++x) {
                view.depth.at(x, y)[0] =
                    static_cast<float>(axisDepth(d, x, y, DepthKind::AlongRay));
            }
        }
    }
}

/// False (and the depth is gone) if depth and camera distances differ by a factor of three or more.
bool unitFits(ImageSet& set, const std::vector<DepthView>& views) {
    const Meeting meeting = meetingOfAxes(set);
    if (meeting.miss > 0.3 * meeting.distance || meeting.distance <= 0) {
        return true;  // no common centre to compare with
    }
    std::vector<double> ratios;
    for (const DepthView& view : views) {
        ratios.push_back(view.median / length(meeting.point - view.camera.position()));
    }
    std::sort(ratios.begin(), ratios.end());
    const double ratio = ratios[ratios.size() / 2];
    if (ratio > 1.0 / 3 && ratio < 3) {
        return true;
    }
    char text[160];
    std::snprintf(text,
                  sizeof text,
                  "Multiply the depth unit (depth_unit_m or integer_depth_scale) by about %g.",
                  std::pow(10.0, -std::round(std::log10(ratio))));
    set.problems.push_back({set.root,
                            "depth does not fit the poses: the object would be " +
                                std::string(ratio > 1 ? "far behind" : "far in front of") +
                                " where the cameras look; depth was not used",
                            text,
                            false});
    dropDepth(set);
    return false;
}

}  // namespace

void checkDepthEvidence(ImageSet& set) {
    const std::vector<DepthView> views = depthViews(set);
    if (views.size() < 3 || (!set.assumed_cameras && !unitFits(set, views))) {
        return;
    }
    constexpr double kClearly = 0.75;
    const double axis = disagreement(views, DepthKind::AlongAxis);
    const double ray = disagreement(views, DepthKind::AlongRay);
    const double inverted = disagreement(views, DepthKind::Inverted);
    if (ray < kClearly * axis && ray < inverted) {
        convertRayDepth(set);
        set.problems.push_back(
            {set.root,
             "depth is measured along the rays, not along the optical axis; it was converted",
             "Nothing to do, unless the result looks wrong.",
             false});
    } else if (inverted < kClearly * axis) {
        dropDepth(set);
        set.problems.push_back({set.root,
                                "depth looks inverted (near is large); it was not used",
                                "Export the distance from the camera: small numbers are near.",
                                false});
    }
}

}  // namespace bozzetto
