// SPDX-License-Identifier: Apache-2.0
#include "texturing/lit_texture.h"

#include "tensor/convert.h"
#include "texturing/photo_light.h"

namespace bozzetto {
namespace {

constexpr double kLightShare = 0.8;  // of the time
constexpr int kLightWidth = 256, kLightHeight = 128;

/// From `begin` on, all that is left of the whole up to `end`.
std::function<void(double)> between(const std::function<void(double)>& whole,
                                    double begin,
                                    double end) {
    return [=](double fraction) {
        if (whole) {
            whole(begin + (end - begin) * fraction);
        }
    };
}

}  // namespace

LitTexture textureFromPhotos(const LitTextureInput& input) {
    const at::NoGradGuard no_grad;
    PhotoTextureInput paint = input.paint;
    const AtlasTexels& texels = *paint.texels;
    LitTexture result;
    PhotoLight found;
    if (input.steps > 0) {
        const DeviceMesh mesh(*paint.mesh, texels.position.device());
        std::vector<PhotoView> views;
        for (const PosedPhoto& photo : paint.photos) {
            views.emplace_back(photo, mesh);
        }
        PhotoLightInput light;
        light.mesh = paint.mesh;
        light.device_mesh = &mesh;
        light.photos = &views;
        light.steps = input.steps;
        light.metals = input.metals;
        light.progress = between(input.progress, 0, kLightShare);
        found = findPhotoLight(light);
        paint.light = &found.surface;
        paint.gains = found.gains;
        result.orm = mapOfTexels(texels, atTexels(texels, found.surface.orm, mesh.triangles));
        result.light = latLongFromCube(found.radiance.cpu(), kLightWidth, kLightHeight);
    } else {
        result.orm = at::tensor({1.0f, 1.0f, 0.0f})
                         .to(texels.position.device())
                         .expand({texels.size, texels.size, 3})
                         .contiguous();
    }
    paint.progress = between(input.progress, input.steps > 0 ? kLightShare : 0, 1);
    PhotoTexture painted = paintFromPhotos(paint);
    result.base_color = painted.map;
    result.seen = std::move(painted.seen);
    return result;
}

}  // namespace bozzetto
