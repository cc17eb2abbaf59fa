// SPDX-License-Identifier: Apache-2.0
#include "camera/depth_scale.h"

#include "base/parallel_for.h"
#include "camera/depth_sampling.h"
#include "camera/view_loader.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace bozzetto {
namespace {

constexpr std::size_t kLeastMeasurements = 30;
constexpr double kMostDisagreement = 0.1;  // of the middle half, relative
constexpr double kRim = 0.02;              // depth steps by more beside a rim, relative
constexpr std::size_t kMostViews = 16;
constexpr int64_t kPixels = 640 * 480;

/// Distance along the axis of a world point and column and row in the camera; z <= 0 behind it.
Vec3d seenFrom(const Camera& camera, Vec3d point) {
    const Vec3d q = transformPoint(inverseRigid(camera.world_from_camera), point);
    return {camera.cx - camera.fx * q.x / q.z, camera.cy + camera.fy * q.y / q.z, -q.z};
}

/// Measured over computed distance of every point in every picture that sees it.
std::vector<double> depthRatios(const ImageSet& set) {
    std::map<std::string, const View*> by_name;
    for (const View& view : set.views) {
        if (view.camera && !view.depth.pixels.empty()) {
            by_name[view.name] = &view;
        }
    }
    std::vector<double> ratios;
    for (const SparsePoint& point : set.cloud.points) {
        for (const uint32_t picture : point.seen_by) {
            const auto found = picture < set.cloud.pictures.size()
                                   ? by_name.find(set.cloud.pictures[picture])
                                   : by_name.end();
            if (found == by_name.end()) {
                continue;
            }
            const Image& depth = found->second->depth;
            const Camera camera = found->second->camera->scaledTo(depth.width, depth.height);
            const Vec3d p = seenFrom(camera, point.position);
            if (!(p.z > 0) || !(p.x >= 0) || !(p.y >= 0) || p.x >= depth.width ||
                p.y >= depth.height) {
                continue;
            }
            const double here = depth.at(static_cast<int>(p.x), static_cast<int>(p.y))[0];
            if (const double measured = depthAt(depth, p.x, p.y, kRim * here); measured > 0) {
                ratios.push_back(measured / p.z);
            }
        }
    }
    return ratios;
}

}  // namespace

std::optional<double> scaleFromDepth(const ImageSet& set) {
    std::vector<double> ratios = depthRatios(set);
    if (ratios.size() < kLeastMeasurements) {
        return std::nullopt;
    }
    std::sort(ratios.begin(), ratios.end());
    const double middle = ratios[ratios.size() / 2];
    const double spread = ratios[3 * ratios.size() / 4] - ratios[ratios.size() / 4];
    return middle > 0 && spread < kMostDisagreement * middle ? std::optional(middle) : std::nullopt;
}

std::optional<double> scaleFromDepth(const SetSource& set) {
    std::vector<const ViewSource*> chosen;
    for (const ViewSource& view : set.views) {
        if (view.world_from_camera && !view.depth.empty() && !set.cloud.empty()) {
            chosen.push_back(&view);
        }
    }
    const std::size_t step = (chosen.size() + kMostViews - 1) / kMostViews;
    LoadOptions options;
    options.max_pixels = kPixels;
    std::vector<LoadedView> loaded(step > 0 ? (chosen.size() + step - 1) / step : 0);
    parallelTasks(static_cast<int64_t>(loaded.size()), [&](int64_t i, int) {
        const auto k = static_cast<std::size_t>(i);
        loaded[k] = loadView(*chosen[k * step], options, {set.is_six_view});
    });
    ImageSet few;
    few.cloud = set.cloud;
    for (LoadedView& one : loaded) {
        if (one.view) {
            few.views.push_back(std::move(*one.view));
        }
    }
    return scaleFromDepth(few);
}

}  // namespace bozzetto
