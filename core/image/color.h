// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

namespace bozzetto {

/// sRGB transfer function (IEC 61966-2-1), display value in [0, 1] to linear.
template <class T>
BOZZETTO_HD T linearFromSrgb(T v) {
    return v <= T(0.04045) ? v / T(12.92) : std::pow((v + T(0.055)) / T(1.055), T(2.4));
}
/// Linear to display value; the argument is not clamped.
template <class T>
BOZZETTO_HD T srgbFromLinear(T v) {
    return v <= T(0.0031308) ? v * T(12.92) : T(1.055) * std::pow(v, T(1) / T(2.4)) - T(0.055);
}

}  // namespace bozzetto
