// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/known_photos.h"

#include "reconviagen/models/pose_encoding.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

/// The camera that VGGT guesses for a network's square picture.
Camera squareCamera(const VggtCameras& cameras, int64_t view, int side) {
    const at::Tensor r = cameras.extrinsics[view].to(at::kDouble).contiguous();
    const at::Tensor k = cameras.intrinsics[view].to(at::kDouble).contiguous();
    const auto rt = r.accessor<double, 2>();
    const auto in = k.accessor<double, 2>();
    // From OpenCV's axes (y down, z ahead) to ours.
    Mat4d camera_from_world;
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 4; ++column) {
            camera_from_world.m[row][column] = (row == 0 ? 1 : -1) * rt[row][column];
        }
    }
    Camera camera;
    camera.width = camera.height = side;
    camera.fx = in[0][0], camera.fy = in[1][1];
    camera.cx = in[0][2], camera.cy = in[1][2];
    camera.world_from_camera = inverseRigid(camera_from_world);
    return camera;
}

bool isUsable(const Camera& camera) {
    bool finite = true;
    for (const auto& row : camera.world_from_camera.m) {
        for (const double value : row) {
            finite = finite && std::isfinite(value);
        }
    }
    return finite && std::isfinite(camera.fx) && std::isfinite(camera.fy) && camera.fx > 0 &&
           camera.fy > 0;
}

/// Without any camera unless all can be used.
KnownPhotos guessed(KnownPhotos known,
                    const std::vector<NetworkView>& views,
                    const at::Tensor& poses) {
    const int side = views.front().picture.width;
    const VggtCameras cameras = decodePoses(poses.clone(), side, side);
    for (size_t i = 0; i < views.size(); ++i) {
        const NetworkView& view = views[i];
        const Camera square = squareCamera(cameras, static_cast<int64_t>(i), side);
        if (!isUsable(square)) {
            for (FinishPhoto& photo : known.photos) {
                photo.camera.reset();
            }
            return known;
        }
        known.photos[i].camera = wholePhotoCamera(square,
                                                  view.left,
                                                  view.top,
                                                  view.scale,
                                                  view.view->image.width,
                                                  view.view->image.height);
    }
    known.cameras = PhotoCameras::Rough;
    return known;
}

}  // namespace

KnownPhotos knownPhotos(const std::vector<NetworkView>& views, const at::Tensor& poses) {
    const bool given = std::all_of(views.begin(), views.end(), [](const NetworkView& v) {
        return v.view->camera.has_value();
    });
    KnownPhotos known;
    for (const NetworkView& view : views) {
        known.photos.push_back(
            {view.view->name, &view.view->image, given ? view.view->camera : std::nullopt});
    }
    if (given) {
        known.cameras = PhotoCameras::Given;
        return known;
    }
    const bool guess = poses.defined() && poses.size(0) == static_cast<int64_t>(views.size());
    return guess ? guessed(std::move(known), views, poses) : known;
}

}  // namespace bozzetto
