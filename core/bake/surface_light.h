// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "render/light.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// The light that photographs were taken in, and what of a mesh's material is not its base colour.
struct SurfaceLight {
    LightMaps maps;
    at::Tensor orm;  // [V, 3] ambient occlusion factor (1 = open), roughness, metallic
};

/// The radiance of surface points is linear in their base colour: offset + gain * colour.
struct ColorResponse {
    at::Tensor offset, gain;  // [P, 3]
};
/// positions, normals, orm [P, 3], eye [1, 3] or [P, 3]. Differentiable as
/// shade() is (render/shade.h).
ColorResponse colorResponse(const LightMaps& light,
                            const at::Tensor& positions,
                            const at::Tensor& normals,
                            const at::Tensor& orm,
                            const at::Tensor& eye);

}  // namespace bozzetto
