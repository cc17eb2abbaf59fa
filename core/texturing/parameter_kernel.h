// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

namespace bozzetto {

struct AdamParams {
    float* value = nullptr;
    float* first = nullptr;
    float* second = nullptr;
    int32_t* steps = nullptr;  // [rows]
    const float* grad = nullptr;
    int64_t channels = 0;
    float learning_rate = 0, beta1 = 0, beta2 = 0, epsilon = 0;
    bool sparse = false;
    const float* low = nullptr;  // [channels], null: no bounds
    const float* high = nullptr;
};

/// One step of an element of channel c, given its gradient. False, and nothing changes, where that
/// is not finite.
BOZZETTO_HD bool adamElement(const AdamParams& p,
                             int64_t c,
                             float g,
                             float correction1,
                             float correction2,
                             float& first,
                             float& second,
                             float& value) {
    if (g - g != 0.0f) {  // infinite or NaN
        return false;
    }
    first = p.beta1 * first + (1 - p.beta1) * g;
    second = p.beta2 * second + (1 - p.beta2) * g * g;
    value -=
        p.learning_rate * (first * correction1) / (std::sqrt(second * correction2) + p.epsilon);
    if (p.low != nullptr) {
        value = value < p.low[c] ? p.low[c] : value;
        value = value > p.high[c] ? p.high[c] : value;
    }
    return true;
}

/// One step of the rows [begin, end). Elements whose gradient is not finite keep value and moments;
/// returns how many there were.
int64_t adamRows(const AdamParams& p, int64_t begin, int64_t end);

}  // namespace bozzetto
