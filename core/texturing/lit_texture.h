// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bake/photo_texture.h"
#include "image/image.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace bozzetto {

struct LitTextureInput {
    PhotoTextureInput paint;  // at least one photograph; light and gains are found
    int steps = 120;  // in which the light is found; 0: colours as they are, with the light in them
    bool metals = false;  // may anything be metal?
    /// Called with a fraction in [0, 1]; throws to cancel.
    std::function<void(double)> progress;
};

/// Maps of a mesh, on the texels' device, gutters filled.
struct LitTexture {
    at::Tensor base_color;  // [S, S, 3] linear RGB
    at::Tensor orm;         // [S, S, 3] ambient occlusion factor (1 = open), roughness, metallic
    Image light;            // as Reconstruction::light, in the mesh's axes; empty with 0 steps
    std::vector<uint8_t> seen;  // [T] seenFaces
};

/// Textures a mesh from a few photographs of it: first their light and the roughness of the surface
/// (photo_light.h), then the base colour that shows the photographs in that light
/// (photo_texture.h).
LitTexture textureFromPhotos(const LitTextureInput& input);

}  // namespace bozzetto
