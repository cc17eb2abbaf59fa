// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

/// sRGB display values of linear ones (image/color.h), both clamped to [0, 1].
inline at::Tensor displayValues(const at::Tensor& linear) {
    const at::Tensor v = linear.clamp(0, 1);
    // The power's argument stays off zero, where its derivative is not finite.
    return at::where(v.le(0.0031308), v * 12.92, 1.055 * v.clamp_min(1e-8).pow(1.0 / 2.4) - 0.055);
}
inline at::Tensor linearValues(const at::Tensor& display) {
    const at::Tensor v = display.clamp(0, 1);
    return at::where(v.le(0.04045), v / 12.92, ((v + 0.055) / 1.055).pow(2.4));
}

}  // namespace bozzetto
