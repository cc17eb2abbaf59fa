// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/hash_grid.h"
#include "texturing/appearance_kernel.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Material values of M surface points.
struct MaterialSamples {
    at::Tensor kd;   // [M, 3] linear base colour
    at::Tensor orm;  // [M, 3] occlusion factor (1 = open), roughness, metallic
};

/// Ranges of nvdiffrec section 2: roughness below 0.08 is a mirror that the prefiltered light
/// cannot show.
inline constexpr double kMinRoughness = 0.08;

/// Channels that are optimised: kd (3), roughness, metallic. The occlusion factor is computed from
/// the shape: a learned one would take the place of dark albedo (nvdiffrec 10: shadows baked into
/// kd).
inline constexpr int kMaterialChannels = 5;

/// Material values [M, 5] from the appearance grid's logits [M, 8], of which the first five are
/// used.
at::Tensor decodeMaterial(const at::Tensor& logits);

/// What of a material is a guess where the photographs do not say: few surfaces are metal, most
/// paint and plastic is half rough. values [M, 5].
at::Tensor materialPrior(const at::Tensor& values);

/// values [M, 5] and openness [M, 1] as shade() wants them.
MaterialSamples materialSamples(const at::Tensor& values, const at::Tensor& openness);

struct DecodedMaterial {
    at::Tensor values;  // as decodeMaterial
    MaterialSamples samples;
};
/// decodeMaterial and materialSamples at once: on a GPU one kernel, and one for their gradients.
DecodedMaterial decodeMaterial(const at::Tensor& logits, const at::Tensor& openness);

/// The mean change of kd and orm between beside [m, 5] and every stride-th of values [M, 5] from
/// row `first` on, weighted, and the prior of all values.
at::Tensor materialRegulariser(const at::Tensor& values,
                               const at::Tensor& beside,
                               int64_t first,
                               int64_t stride,
                               const MaterialSmoothness& weights);

/// The same for maps of kd, roughness, metallic and a tangent-space normal: values [M, 8] of which
/// every stride-th from row `first` on counts, beside [m, 8], started [m, 2] roughness and
/// metallic, a constant.
at::Tensor mapRegulariser(const at::Tensor& values,
                          const at::Tensor& beside,
                          const at::Tensor& started,
                          int64_t first,
                          int64_t stride,
                          const MapWeights& weights);

}  // namespace bozzetto
