// SPDX-License-Identifier: Apache-2.0
#include "sfm/sfm_scene.h"

#include <cmath>

namespace bozzetto {
namespace {

constexpr double kStraight = 0.25;  // pixels that distortion may move a corner and be left out

/// The pinhole camera of a file's camera, for questions that distortion does not decide.
Camera pinholeOf(const FileCamera& camera) {
    const Intrinsics& in = camera.intrinsics;
    return {in.width,
            in.height,
            in.fx,
            in.fy > 0 ? in.fy : in.fx,
            in.cx.value_or(0.5 * in.width),
            in.cy.value_or(0.5 * in.height),
            camera.world_from_camera.value_or(Mat4d{})};
}

/// Takes pictures (by index into cloud.pictures) out of a cloud with their share in the points.
SparseCloud withoutPictures(const SparseCloud& cloud, const std::vector<bool>& left_out) {
    SparseCloud rest;
    std::vector<uint32_t> new_index(cloud.pictures.size());
    for (size_t i = 0; i < cloud.pictures.size(); ++i) {
        new_index[i] = static_cast<uint32_t>(rest.pictures.size());
        if (!left_out[i]) {
            rest.pictures.push_back(cloud.pictures[i]);
        }
    }
    for (const SparsePoint& point : cloud.points) {
        SparsePoint kept = point;
        kept.seen_by.clear();
        for (const uint32_t picture : point.seen_by) {
            if (!left_out[picture]) {
                kept.seen_by.push_back(new_index[picture]);
            }
        }
        if (kept.seen_by.size() >= 2) {
            rest.points.push_back(std::move(kept));
        }
    }
    return rest;
}

}  // namespace

void SfmScene::leaveOut(const std::vector<bool>& left_out) {
    cloud = withoutPictures(cloud, left_out);
    std::vector<FileCamera> kept;
    for (size_t i = 0; i < cameras.size(); ++i) {
        if (!left_out[i]) {
            kept.push_back(std::move(cameras[i]));
        }
    }
    cameras = std::move(kept);
}

std::vector<Camera> SfmScene::pinholes() const {
    std::vector<Camera> pinholes;
    for (const FileCamera& camera : cameras) {
        pinholes.push_back(pinholeOf(camera));
    }
    return pinholes;
}

std::vector<int> SfmScene::pointsSeen() const {
    std::vector<int> seen(cameras.size(), 0);
    for (const SparsePoint& point : cloud.points) {
        for (const uint32_t picture : point.seen_by) {
            ++seen[picture];
        }
    }
    return seen;
}

void dropInvisibleDistortion(FileCamera& camera) {
    Intrinsics& in = camera.intrinsics;
    const double radius = std::hypot(0.5 * in.width, 0.5 * in.height) / in.fx;
    if (std::abs(in.lens.k1) * std::pow(radius, 3) * in.fx < kStraight) {
        in.lens = Lens{};
    }
}

void normalise(SfmScene& scene, const SceneGuess& guess) {
    const RegionBox& region = guess.region;
    const double radius = length(region.half_size);
    if (!(radius > 0) || !std::isfinite(radius)) {
        return;
    }
    const Mat4d turn = sceneFromInput({guess.frame.up, 0, 1});
    const Vec3d center = transformPoint(region.world_from_box, Vec3d{0, 0, 0});
    const auto moved = [&](Vec3d p) { return transformPoint(turn, p - center) * (1 / radius); };
    for (FileCamera& camera : scene.cameras) {
        Mat4d pose = turn * *camera.world_from_camera;
        const Mat4d& old = *camera.world_from_camera;
        const Vec3d position = moved({old.m[0][3], old.m[1][3], old.m[2][3]});
        for (int i = 0; i < 3; ++i) {
            pose.m[i][3] = position[i];
        }
        camera.world_from_camera = pose;
    }
    for (SparsePoint& point : scene.cloud.points) {
        point.position = moved(point.position);
    }
}

}  // namespace bozzetto
