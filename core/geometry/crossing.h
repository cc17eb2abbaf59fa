// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

namespace bozzetto {

/// The zero crossing between two values of different sign, as weights of the two ends (they sum to
/// 1).
template <class T>
struct Crossing {
    T weight_a, weight_b, inverse;  // inverse: 1 / (b - a)
};
template <class T>
BOZZETTO_HD Crossing<T> crossingOf(T a, T b) {
    const T inverse = T(1) / (b - a);
    return {b * inverse, -a * inverse, inverse};
}
/// Adds d(weight_a)/da = weight_a * inverse and d(weight_a)/db = weight_b * inverse; weight_b
/// changes by the opposite.
template <class T>
BOZZETTO_HD void crossingGradient(const Crossing<T>& c, T grad_weight_a, T* grad_a, T* grad_b) {
    *grad_a += grad_weight_a * c.weight_a * c.inverse;
    *grad_b += grad_weight_a * c.weight_b * c.inverse;
}

}  // namespace bozzetto
