// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include "nn/hash_grid.h"

namespace bozzetto {

/// Material values of M surface points.
struct MaterialSamples {
    at::Tensor kd;   // [M, 3] linear base colour
    at::Tensor orm;  // [M, 3] occlusion factor (1 = open), roughness, metallic
};

/// Ranges of nvdiffrec section 2: roughness below 0.08 is a mirror that the prefiltered light cannot show.
inline constexpr double kMinRoughness = 0.08;

/// Channels of the appearance grid and of the optimised texture: 3 kd, roughness, metallic, occlusion (all logits), 2 unused.
MaterialSamples decodeMaterial(const at::Tensor& logits);

/// The logits [M, 6] that decodeMaterial turns into these values; used to start textures from a volume.
inline constexpr int kMaterialChannels = 6;

}  // namespace bozzetto
