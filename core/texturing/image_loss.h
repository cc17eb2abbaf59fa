// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

struct ImageLossWeights {
    float l1 = 1.0f;  // of display values
    float l2 = 0.0f;
    float mask = 1.0f;  // squared difference of the coverages
};

/// Photometric loss of one view. rendered [H, W, 4]: linear RGB already composited over
/// `background` and antialiased, coverage in channel 3. target [H, W, 4]: linear RGB premultiplied
/// by alpha, alpha. background [3] linear. Colours are compared in display values (sRGB), as the
/// scores are; photographs clip at 1, so where both clip there is no difference. Returns the sum
/// over pixels and colour channels divided by 3 H W (mask term: by H W). trust [H, W, 2] weighs
/// each pixel's colour and coverage; undefined: all alike. Differentiable in rendered.
at::Tensor imageLoss(const at::Tensor& rendered,
                     const at::Tensor& target,
                     const at::Tensor& background,
                     const ImageLossWeights& weights,
                     const at::Tensor& trust = {});

}  // namespace bozzetto
