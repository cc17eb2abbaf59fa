// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "render/light.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Surface samples to shade, a compact list of M pixels.
struct ShadePoints {
    at::Tensor position;  // [M, 3] world
    at::Tensor normal;    // [M, 3] shading normal (any length > 0; normalised inside)
    at::Tensor kd;        // [M, 3] base colour, linear
    at::Tensor orm;       // [M, 3] occlusion factor (1 = open), roughness, metallic
    at::Tensor camera;    // [M, 3] or [1, 3] camera position
};

/// The split-sum BSDF: Lo = occlusion * (kd (1 - metallic) E(N) + spec(R, roughness) (F0 A + B)),
/// F0 = 0.04 (1 - metallic) + kd metallic, (A, B) from the FG table. Returns linear RGB [M, 3].
/// Differentiable in kd, orm, normal and the light maps (position and camera only set the view
/// direction, whose gradient is left out: the antialias and rasterizer gradients dominate it by
/// far). float or double. Throws Error(BadInput) on shapes. Source: nvdiffrec section 7.4; Karis
/// 2013.
at::Tensor shade(const ShadePoints& points, const LightMaps& light);

/// Shading normal from the interpolated vertex normal, tangent (xyz, sign) and tangent-space map
/// normal, turned towards the viewer and bent at grazing angles (nvdiffrec 7.3). All [M, 3],
/// tangent [M, 4]; map undefined = flat. Differentiable in normal, tangent, map.
at::Tensor shadingNormal(const at::Tensor& position,
                         const at::Tensor& camera,
                         const at::Tensor& normal,
                         const at::Tensor& face_normal,
                         const at::Tensor& tangent,
                         const at::Tensor& map);

/// [256, 256, 2] float: split-sum scale and bias over (N.V, roughness), GGX with height-correlated
/// Smith, alpha = roughness^2.
const at::Tensor& fgTable();

}  // namespace bozzetto
