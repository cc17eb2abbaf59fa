// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/unit_frame.h"

#include "base/error.h"
#include "base/parallel_for.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr size_t kMinimumViews = 2;
constexpr double kMargin = 0.04;  // of the box, around the visual hull

bool usable(const View& view) {
    return view.camera.has_value() && view.has_mask && !view.image.empty();
}

std::vector<Silhouette> silhouettesOf(const std::vector<SceneView>& views, bool use_depth) {
    std::vector<Silhouette> result(views.size());
    parallelTasks(static_cast<int64_t>(views.size()), [&](int64_t i, int) {
        Image depth;
        if (use_depth) {
            depth = views[i].view->depth;
            for (float& d : depth.pixels) {
                d *= static_cast<float>(views[i].unit_scale);
            }
        }
        result[i] = silhouetteOf(views[i].view->image, views[i].camera, depth);
        result[i].confidence = views[i].view->mask_confidence;
    });
    return result;
}

}  // namespace

Camera UnitFrame::unitFromWorld(const Camera& camera) const {
    Camera c = camera;
    const double* centre_xyz[3] = {&centre.x, &centre.y, &centre.z};
    for (int k = 0; k < 3; ++k) {
        c.world_from_camera.m[k][3] = (camera.world_from_camera.m[k][3] - *centre_xyz[k]) * scale;
    }
    return c;
}

Camera UnitFrame::worldFromUnit(const Camera& camera) const {
    Camera c = camera;
    const double* centre_xyz[3] = {&centre.x, &centre.y, &centre.z};
    for (int k = 0; k < 3; ++k) {
        c.world_from_camera.m[k][3] = camera.world_from_camera.m[k][3] / scale + *centre_xyz[k];
    }
    return c;
}

RegionBox UnitFrame::unitFromWorld(const RegionBox& region) const {
    RegionBox box = region;
    for (int k = 0; k < 3; ++k) {
        box.world_from_box.m[k][3] = (region.world_from_box.m[k][3] - centre[k]) * scale;
    }
    box.half_size = region.half_size * scale;
    return box;
}

Vec3f UnitFrame::worldFromUnit(Vec3f p) const {
    return {static_cast<float>(p.x / scale + centre.x),
            static_cast<float>(p.y / scale + centre.y),
            static_cast<float>(p.z / scale + centre.z)};
}

Scene makeScene(const ImageSet& images,
                bool use_depth,
                const std::function<void(const std::string&)>& warn) {
    std::vector<SceneView> views;
    for (const View& view : images.views) {
        if (usable(view)) {
            views.push_back({&view, *view.camera, 1.0});
        } else {
            warn(view.name + ": left out, it has no " + (view.camera ? "mask" : "camera"));
        }
    }
    if (views.size() < kMinimumViews) {
        throw Error(Error::Kind::BadInput,
                    std::to_string(views.size()) + " of " + std::to_string(images.views.size()) +
                        " images have a camera and a mask; nvdiffrec needs at least " +
                        std::to_string(kMinimumViews),
                    "Give poses (transforms.json) and masks (alpha, or a masks folder); "
                    "'bozzetto-cli info' shows what was found.",
                    images.root.string());
    }
    std::vector<Silhouette> world = silhouettesOf(views, false);
    const Box box = visualHullBounds(world, kMargin, images.region);

    Scene scene;
    const Vec3d size = box.high - box.low;
    scene.frame.centre = (box.low + box.high) * 0.5;
    scene.frame.scale = 1.0 / std::max({size.x, size.y, size.z});
    const Vec3d half = size * (0.5 * scene.frame.scale);
    scene.input.box = {-half, half};
    for (SceneView& view : views) {
        view.camera = scene.frame.unitFromWorld(*view.view->camera);
        view.unit_scale = scene.frame.scale;
    }
    if (images.region) {
        scene.input.region = scene.frame.unitFromWorld(*images.region);
    }
    scene.input.views = views;
    if (use_depth) {
        scene.input.silhouettes = silhouettesOf(views, true);
    } else {
        scene.input.silhouettes = std::move(world);
        for (size_t i = 0; i < views.size(); ++i) {
            scene.input.silhouettes[i].camera = views[i].camera;
        }
    }
    return scene;
}

}  // namespace bozzetto
