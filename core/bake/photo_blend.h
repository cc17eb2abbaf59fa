// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bake/photo_view.h"
#include "bake/surface_light.h"

#include <ATen/ATen.h>

#include <functional>
#include <vector>

namespace bozzetto {

/// Weighted mean of what photographs say about points.
struct PhotoBlend {
    at::Tensor color;   // [P, 3] linear RGB; with a light: base colour
    at::Tensor weight;  // [P] sum
};
/// Where photographs say how a surface is lit: its light, and orm [P, 3] of the points
/// (surface_light.h). Null: their colours are taken as they are.
struct LitPoints {
    const LightMaps* light = nullptr;
    at::Tensor orm;
};
/// points [P, 3] on the surface, normals [P, 3] unit. tick, if there is one, is called before each
/// photograph.
PhotoBlend blendPhotos(const std::vector<PhotoView>& photos,
                       const at::Tensor& points,
                       const at::Tensor& normals,
                       const LitPoints& lit,
                       const std::function<void()>& tick = {});

/// What a point that is seen well has: the mean of the upper half of the weights that are not zero.
double usualWeight(const at::Tensor& weights);

/// [P] in [0, 1]: how well a point of that weight is known.
at::Tensor knownShare(const at::Tensor& weight);

}  // namespace bozzetto
