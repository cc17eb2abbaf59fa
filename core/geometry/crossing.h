// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <cmath>
#include <limits>

namespace bozzetto {

/// The zero crossing between two values of different sign, as weights of the two ends (they sum to
/// 1).
template <class T>
struct Crossing {
    T weight_a, weight_b, inverse;  // inverse: 1 / (b - a)
};
template <class T>
BOZZETTO_HD Crossing<T> crossingOf(T a, T b) {
    // Values so close to zero that 1 / (b - a) would overflow still give weights between 0 and 1.
    constexpr T kSmallest = std::numeric_limits<T>::min();
    const T gap = b - a;
    const T inverse = T(1) / (std::abs(gap) < kSmallest ? std::copysign(kSmallest, gap) : gap);
    const T weight_a = b * inverse;
    return {weight_a, T(1) - weight_a, inverse};
}
/// Adds d(weight_a)/da = weight_a * inverse and d(weight_a)/db = weight_b * inverse; weight_b
/// changes by the opposite.
template <class T>
BOZZETTO_HD void crossingGradient(const Crossing<T>& c, T grad_weight_a, T* grad_a, T* grad_b) {
    *grad_a += grad_weight_a * c.weight_a * c.inverse;
    *grad_b += grad_weight_a * c.weight_b * c.inverse;
}

}  // namespace bozzetto
