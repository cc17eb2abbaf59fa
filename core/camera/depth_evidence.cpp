// SPDX-License-Identifier: Apache-2.0
#include "camera/depth_sampling.h"
#include "camera/depth_scale.h"
#include "camera/evidence.h"
#include "camera/silhouettes.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace bozzetto {
namespace {

constexpr int kSamplesPerView = 600;
constexpr int kMaximumViews = 16;
constexpr int kNeighbours = 4;

enum class DepthKind { AlongAxis, AlongRay };

struct DepthView {
    Camera camera;  // for the depth picture's size
    const Image* depth = nullptr;
    float median = 0;
    bool rim_is_nearer =
        false;  // than the rest: a solid object curves away from the camera at its rim
};

/// Known, with an unknown pixel beside it.
bool isRim(const Image& depth, int x, int y) {
    for (const auto& [dx, dy] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
        const int u = x + dx, v = y + dy;
        if (u < 0 || v < 0 || u >= depth.width || v >= depth.height || depth.at(u, v)[0] <= 0) {
            return true;
        }
    }
    return false;
}

DepthView depthViewOf(const View& view) {
    DepthView d{view.camera->scaledTo(view.depth.width, view.depth.height), &view.depth};
    std::vector<float> known;
    double rim = 0, inner = 0;
    int64_t rim_count = 0;
    for (int y = 0; y < view.depth.height; ++y) {
        for (int x = 0; x < view.depth.width; ++x) {
            const float z = view.depth.at(x, y)[0];
            if (z > 0) {
                const bool at_rim = isRim(view.depth, x, y);
                (at_rim ? rim : inner) += z;
                rim_count += at_rim ? 1 : 0;
                known.push_back(z);
            }
        }
    }
    const auto inner_count = static_cast<int64_t>(known.size()) - rim_count;
    if (rim_count > 0 && inner_count > 0) {
        d.rim_is_nearer =
            rim / static_cast<double>(rim_count) < inner / static_cast<double>(inner_count);
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

/// Distance along the axis from what is stored at pixel coordinates, under a reading of the
/// picture.
double axisDepth(const Camera& camera, double px, double py, double stored, DepthKind kind) {
    if (kind == DepthKind::AlongAxis) {
        return stored;
    }
    const double tx = (px - camera.cx) / camera.fx, ty = (py - camera.cy) / camera.fy;
    return stored / std::sqrt(1 + tx * tx + ty * ty);
}

/// Sum and number of differences between `from`'s points seen from `to` and `to`'s depth there, in
/// tolerances, at most 1. Points far off (hidden behind something, or the other side of a rim) are
/// not counted.
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
            const double stored = from.depth->at(x, y)[0];
            if (stored <= 0) {
                continue;
            }
            const double z = axisDepth(from.camera, x + 0.5, y + 0.5, stored, kind);
            const Vec3d p{(x + 0.5 - from.camera.cx) / from.camera.fx * z,
                          -(y + 0.5 - from.camera.cy) / from.camera.fy * z,
                          -z};
            const Vec3d q = transformPoint(to_from, p);
            if (q.z >= 0) {
                continue;
            }
            const double px = -q.x / q.z * to.camera.fx + to.camera.cx,
                         py = q.y / q.z * to.camera.fy + to.camera.cy;
            const double seen =
                axisDepth(to.camera, px, py, depthAt(*to.depth, px, py, 4 * tolerance), kind);
            const double error = std::abs(-q.z - seen) / tolerance;
            if (seen > 0 && error < 4) {
                sum += std::min(error, 1.0);
                ++count;
            }
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
        const DepthView d{view.camera->scaledTo(view.depth.width, view.depth.height), &view.depth};
        for (int y = 0; y < view.depth.height; ++y) {
            for (int x = 0; x < view.depth.width; ++x) {
                float& z = view.depth.at(x, y)[0];
                z = static_cast<float>(
                    axisDepth(d.camera, x + 0.5, y + 0.5, z, DepthKind::AlongRay));
            }
        }
    }
}

/// Estimated cameras have a unit of their own: their depth is brought to it. False (and the depth
/// is gone) if the points do not tell how.
bool toEstimatedUnit(ImageSet& set) {
    const std::optional<double> scale = scaleFromDepth(set);
    if (!scale) {
        set.problems.push_back({set.root,
                                "depth does not fit the estimated cameras; it was not used",
                                "Check that depth and pictures show the same frame.",
                                false});
        dropDepth(set);
        return false;
    }
    for (View& view : set.views) {
        for (float& z : view.depth.pixels) {
            z = static_cast<float>(z / *scale);
        }
    }
    char text[120];
    std::snprintf(text,
                  sizeof text,
                  "One unit of the estimated cameras is %.4g m by the depth pictures.",
                  *scale);
    set.notes.emplace_back(text);
    return true;
}

/// False (and the depth is gone) if depth and camera distances differ by a factor of three or more.
bool unitFits(ImageSet& set, const std::vector<DepthView>& views) {
    const Meeting meeting = meetingOfAxes(set);
    if (meeting.miss > 0.3 * meeting.distance || meeting.distance <= 0) {
        return true;  // no common centre to compare with
    }
    std::vector<double> ratios;
    ratios.reserve(views.size());
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
    const bool has_depth = std::any_of(
        set.views.begin(), set.views.end(), [](const View& v) { return !v.depth.pixels.empty(); });
    if (has_depth && set.estimated_cameras && !toEstimatedUnit(set)) {
        return;
    }
    const std::vector<DepthView> views = depthViews(set);
    if (views.size() < 3 || (!set.assumed_cameras && !unitFits(set, views))) {
        return;
    }
    constexpr double kClearly = 0.6, kDisagrees = 0.5;
    const double axis = disagreement(views, DepthKind::AlongAxis);
    const double ray = disagreement(views, DepthKind::AlongRay);
    const auto hollow = std::count_if(
        views.begin(), views.end(), [](const DepthView& v) { return v.rim_is_nearer; });
    if (ray < kClearly * axis) {
        convertRayDepth(set);
        set.problems.push_back(
            {set.root,
             "depth is measured along the rays, not along the optical axis; it was converted",
             "Nothing to do, unless the result looks wrong.",
             false});
    } else if (axis > kDisagrees && 10 * hollow > 9 * static_cast<int64_t>(views.size())) {
        dropDepth(set);
        set.problems.push_back({set.root,
                                "depth looks inverted (near is large): views disagree, and the "
                                "object is nearest at its rim; it was not used",
                                "Export the distance from the camera: small numbers are near.",
                                false});
    }
}

}  // namespace bozzetto
