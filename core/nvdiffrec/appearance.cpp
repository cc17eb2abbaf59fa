// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/appearance.h"

namespace bozzetto {
namespace {
// Where a logit of 0 starts: grey, half rough, mostly dielectric, nearly unoccluded.
constexpr double kMetallicBias = -1.5;
constexpr double kOcclusionBias = 2.5;
}  // namespace

MaterialSamples decodeMaterial(const at::Tensor& logits) {
    const at::Tensor kd = at::sigmoid(logits.slice(1, 0, 3));
    const at::Tensor roughness = at::sigmoid(logits.slice(1, 3, 4)) * (1.0 - kMinRoughness) + kMinRoughness;
    const at::Tensor metallic = at::sigmoid(logits.slice(1, 4, 5) + kMetallicBias);
    const at::Tensor occlusion = at::sigmoid(logits.slice(1, 5, 6) + kOcclusionBias);
    return {kd, at::cat({occlusion, roughness, metallic}, 1)};
}

}  // namespace bozzetto
