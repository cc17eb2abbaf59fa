// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <cmath>
#include <cstdint>

namespace bozzetto {

/// What one step needs besides the arrays. step_size: lr / (1 - beta1^t); square_scale: 1 / (1 -
/// beta2^t).
struct AdamStep {
    float beta1, beta2, eps, step_size, square_scale;
};

/// Returns 1 if the gradient is not finite, having changed nothing; else 0.
BOZZETTO_HD int32_t
adamElement(const AdamStep& s, float grad, float* parameter, float* mean, float* square) {
    const bool finite = grad - grad == 0.0f;
    const float g = finite ? grad : 0.0f;
    const float m = s.beta1 * *mean + (1.0f - s.beta1) * g;
    const float v = s.beta2 * *square + (1.0f - s.beta2) * g * g;
    const float p = *parameter - s.step_size * m / (std::sqrt(v * s.square_scale) + s.eps);
    *mean = finite ? m : *mean;
    *square = finite ? v : *square;
    *parameter = finite ? p : *parameter;
    return finite ? 0 : 1;
}

/// Arrays of one parameter.
struct AdamArrays {
    const float* grad;
    float *parameter, *mean, *square;
};

/// Updates `count` elements; returns how many gradients were not finite.
int64_t adamDense(const AdamStep& step, const AdamArrays& arrays, int64_t count);

/// Updates the rows whose gradient has a nonzero element. row_steps [rows] counts their steps; lr
/// divided by the bias correction of step t is steps[t - 1].step_size, for every t up to 1 + the
/// largest count.
int64_t adamTouchedRows(const AdamStep* steps,
                        const AdamArrays& arrays,
                        int64_t rows,
                        int64_t width,
                        int32_t* row_steps);

}  // namespace bozzetto
