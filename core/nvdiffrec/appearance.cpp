// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/appearance.h"

namespace bozzetto {
namespace {
// Where a logit of 0 starts. A rough metal looks like paint: from the middle the optimiser finds
// that wrong answer, from paint it does not.
constexpr double kMetallicBias = -5.0;
constexpr double kRoughnessBias = -0.6;
constexpr double kMetallicPrior = 0.01,
                 kRoughnessPrior =
                     0.01;  // a tenth of a pixel's usual loss decides what it leaves open
constexpr double kUsualRoughness = 0.4;
}  // namespace

at::Tensor decodeMaterial(const at::Tensor& logits) {
    const at::Tensor kd = at::sigmoid(logits.slice(1, 0, 3));
    const at::Tensor roughness =
        at::sigmoid(logits.slice(1, 3, 4) + kRoughnessBias) * (1.0 - kMinRoughness) + kMinRoughness;
    const at::Tensor metallic = at::sigmoid(logits.slice(1, 4, 5) + kMetallicBias);
    return at::cat({kd, roughness, metallic}, 1);
}

at::Tensor materialPrior(const at::Tensor& values) {
    return kMetallicPrior * values.slice(1, 4, 5).mean() +
           kRoughnessPrior * (values.slice(1, 3, 4) - kUsualRoughness).abs().mean();
}

MaterialSamples materialSamples(const at::Tensor& values, const at::Tensor& openness) {
    return {values.slice(1, 0, 3).contiguous(), at::cat({openness, values.slice(1, 3, 5)}, 1)};
}

}  // namespace bozzetto
