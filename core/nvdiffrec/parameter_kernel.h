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

/// One step of one element; c: its channel. False, and nothing changes, where its gradient is not
/// finite.
BOZZETTO_HD bool adamElement(
    const AdamParams& p, int64_t j, int64_t c, float correction1, float correction2) {
    const float g = p.grad[j];
    if (g - g != 0.0f) {  // infinite or NaN
        return false;
    }
    p.first[j] = p.beta1 * p.first[j] + (1 - p.beta1) * g;
    p.second[j] = p.beta2 * p.second[j] + (1 - p.beta2) * g * g;
    p.value[j] -= p.learning_rate * (p.first[j] * correction1) /
                  (std::sqrt(p.second[j] * correction2) + p.epsilon);
    if (p.low != nullptr) {
        p.value[j] = p.value[j] < p.low[c] ? p.low[c] : p.value[j];
        p.value[j] = p.value[j] > p.high[c] ? p.high[c] : p.value[j];
    }
    return true;
}

/// One step of the rows [begin, end). Elements whose gradient is not finite keep value and moments;
/// returns how many there were.
int64_t adamRows(const AdamParams& p, int64_t begin, int64_t end);

}  // namespace bozzetto
