// SPDX-License-Identifier: Apache-2.0
#include "camera/pose_checks.h"

#include "base/error.h"
#include "base/files.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr double kHuge = 1e12;  // a coordinate beyond it is an accident

std::string refusalOf(const double (&v)[16]) {
    for (const double x : v) {
        if (!std::isfinite(x) || std::abs(x) > kHuge) {
            return "its transform_matrix holds a value that is not a finite, sensible number";
        }
    }
    const bool affine = std::abs(v[12]) < 1e-6 && std::abs(v[13]) < 1e-6 &&
                        std::abs(v[14]) < 1e-6 && std::abs(v[15]) > 1e-9;
    return affine ? "" : "the last row of its transform_matrix is not 0 0 0 1";
}

struct Placement {
    Vec3d center;
    double spread = 0;  // the largest distance from it
};

Placement placementOf(const std::vector<Vec3d>& places) {
    Placement placement;
    for (const Vec3d& place : places) {
        placement.center += place * (1.0 / static_cast<double>(places.size()));
    }
    for (const Vec3d& place : places) {
        placement.spread = std::max(placement.spread, length(place - placement.center));
    }
    return placement;
}

bool isOnePoint(const Placement& placement) {
    return placement.spread <= 1e-9 * std::max(length(placement.center), 1e-3);
}

/// World-to-camera matrices of a rig around the origin, taken for camera-to-world ones, put all
/// cameras at one point; anything else that does has no baseline.
void refuseOrTell(ImageSet& set, std::size_t count, OnePoint one_point) {
    const std::string all = "all " + std::to_string(count);
    if (one_point == OnePoint::Refuse) {
        throw Error(
            Error::Kind::BadInput,
            displayPath(set.root) + ": " + all + " cameras stand at one point (no baseline)",
            "Depth can only be seen from different places: check that 'transform_matrix' "
            "holds each camera's own position.",
            set.root.string());
    }
    set.problems.push_back({set.root,
                            all + " cameras stand at one point (no baseline), unless their poses "
                                  "are world-to-camera matrices",
                            "Nothing to do if the poses are recognised; else choose how they are "
                            "meant.",
                            false});
}

}  // namespace

CheckedPose checkPose(const double (&v)[16]) {
    CheckedPose pose;
    pose.hint =
        "Write a camera-to-world matrix: an orthonormal rotation, the camera's position, and 0 0 0 "
        "1.";
    pose.refusal = refusalOf(v);
    if (!pose.refusal.empty()) {
        return pose;
    }
    const double w = v[15];
    Eigen::Matrix3d rotation;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            rotation(i, j) = v[4 * i + j] / w;
        }
    }
    if (std::abs(w - 1) > 1e-6) {
        pose.warning = "the last row of a transform_matrix was not 0 0 0 1; it was divided out";
    }
    const double determinant = rotation.determinant();
    const double scale = std::cbrt(std::abs(determinant));
    if (scale < 1e-9) {
        pose.refusal = "its transform_matrix has no rotation (determinant 0)";
        return pose;
    }
    const Eigen::Matrix3d unscaled = rotation / scale;
    const double error =
        (unscaled.transpose() * unscaled - Eigen::Matrix3d::Identity()).cwiseAbs().maxCoeff();
    if (error > 0.05) {
        pose.refusal =
            "its transform_matrix is sheared (the axes of the rotation are not perpendicular)";
        return pose;
    }
    if (determinant < 0) {
        pose.refusal = "its transform_matrix mirrors (determinant -1)";
        pose.hint =
            "One axis has the wrong sign: a left-handed program wrote it. Export right-handed "
            "poses (camera x right, y up, "
            "looking along -z).";
        return pose;
    }
    if (std::abs(scale - 1) > 1e-4 || error > 1e-4) {
        pose.warning =
            std::abs(scale - 1) > 1e-4
                ? "the rotation of a transform_matrix was scaled; the scale was taken out"
                : "the rotation of a transform_matrix was not quite orthonormal; it was repaired";
    }
    const Eigen::JacobiSVD<Eigen::Matrix3d> svd(unscaled,
                                                Eigen::ComputeFullU | Eigen::ComputeFullV);
    const Eigen::Matrix3d nearest =
        error > 1e-9 ? Eigen::Matrix3d(svd.matrixU() * svd.matrixV().transpose()) : unscaled;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            pose.world_from_camera.m[i][j] = nearest(i, j);
        }
        pose.world_from_camera.m[i][3] = v[4 * i + 3] / w;
    }
    return pose;
}

void checkCameraPlacement(ImageSet& set, OnePoint one_point) {
    std::vector<Vec3d> places, places_if_inverse;
    for (const View& view : set.views) {
        if (view.camera) {
            places.push_back(view.camera->position());
            places_if_inverse.push_back(
                transformPoint(inverseRigid(view.camera->world_from_camera), Vec3d{}));
        }
    }
    if (places.size() < 2) {
        return;
    }
    const auto [center, spread] = placementOf(places);
    const double distance = length(center);
    if (isOnePoint({center, spread})) {
        refuseOrTell(set,
                     places.size(),
                     isOnePoint(placementOf(places_if_inverse)) ? OnePoint::Refuse : one_point);
        return;
    }
    if (distance > 1e4 * spread) {
        set.problems.push_back(
            {set.root,
             "the cameras are far from the origin compared with their spread (map coordinates?)",
             "Nothing to do: the work is done around the object, and the result is in the file's "
             "coordinates.",
             false});
    }
    if (spread < 1e-4 || spread > 1e5) {
        set.problems.push_back(
            {set.root,
             "the cameras' spread is very " + std::string(spread < 1 ? "small" : "large") + " (" +
                 std::to_string(spread) + " units)",
             "Nothing to do, unless the unit is wrong: the result has the file's scale.",
             false});
    }
    for (const View& view : set.views) {
        if (view.camera &&
            (view.camera->cx < 0 || view.camera->cy < 0 || view.camera->cx > view.camera->width ||
             view.camera->cy > view.camera->height)) {
            set.problems.push_back({view.path,
                                    "the principal point lies outside the picture",
                                    "Check cx and cy in the camera file.",
                                    false});
        }
    }
}

}  // namespace bozzetto
