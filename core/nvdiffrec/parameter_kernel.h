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

/// One step of the rows [begin, end). Elements whose gradient is not finite keep value and moments;
/// returns how many there were.
int64_t adamRows(const AdamParams& p, int64_t begin, int64_t end);

}  // namespace bozzetto
