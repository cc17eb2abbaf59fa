// SPDX-License-Identifier: Apache-2.0
#include "camera/compare_cameras.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace bozzetto {
namespace {

/// Angle of the rotation between two orientations, degrees; exact for small ones too.
double angleBetween(const Mat4d& a, const Mat4d& b) {
    double squared = 0;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            squared += std::pow(a.m[i][j] - b.m[i][j], 2);
        }
    }
    // |A - B| = 2 sqrt(2) sin(angle / 2)
    return 2 * std::asin(std::min(1.0, std::sqrt(squared / 8))) * 180 / std::numbers::pi;
}

}  // namespace

CameraComparison compareCameras(std::span<const CameraByName> cameras,
                                std::span<const CameraByName> truth) {
    std::map<std::string, Camera> by_name(cameras.begin(), cameras.end());
    CameraComparison result;
    std::vector<Camera> ours, theirs;
    std::vector<std::string> names;
    for (const auto& [name, camera] : truth) {
        if (const auto found = by_name.find(name); found != by_name.end()) {
            ours.push_back(found->second);
            theirs.push_back(camera);
            names.push_back(name);
        } else {
            result.missing.push_back(name);
        }
    }
    if (ours.size() < 3) {
        throw Error(Error::Kind::BadInput,
                    "only " + std::to_string(ours.size()) +
                        " cameras have the names of true ones: too few to compare",
                    "Give the true cameras of the same pictures, by the same names.");
    }
    result.matched = static_cast<int>(ours.size());
    result.truth_from_cameras = alignCameras(ours, theirs);
    std::vector<double> focal_errors;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const Camera moved = result.truth_from_cameras(ours[i]);
        const double away = length(moved.position() - theirs[i].position());
        const double angle = angleBetween(moved.world_from_camera, theirs[i].world_from_camera);
        const double share = 1.0 / static_cast<double>(ours.size());
        result.position_mean += away * share;
        result.rotation_mean += angle * share;
        result.rotation_worst = std::max(result.rotation_worst, angle);
        if (away >= result.position_worst) {
            result.position_worst = away;
            result.worst_view = names[i];
        }
        const double width = static_cast<double>(theirs[i].width) / ours[i].width;
        focal_errors.push_back(std::abs(ours[i].fx * width / theirs[i].fx - 1));
    }
    const auto middle = focal_errors.begin() + static_cast<std::ptrdiff_t>(focal_errors.size() / 2);
    std::nth_element(focal_errors.begin(), middle, focal_errors.end());
    result.focal_error = *middle;
    return result;
}

}  // namespace bozzetto
