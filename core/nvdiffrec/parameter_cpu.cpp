// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/parameter_kernel.h"

#include <cmath>

namespace bozzetto {

BOZZETTO_CPU_CLONES int64_t adamRows(const AdamParams& p, int64_t begin, int64_t end) {
    const int64_t channels = p.channels;
    int64_t not_finite = 0;
    int32_t last = -1;
    float correction1 = 1, correction2 = 1;
    for (int64_t row = begin; row < end; ++row) {
        const float* g = p.grad + row * channels;
        if (p.sparse) {
            bool any = false;
            for (int64_t c = 0; c < channels; ++c) {
                any |= g[c] != 0.0f;  // NaN counts
            }
            if (!any) {
                continue;
            }
        }
        const int32_t t = ++p.steps[row];
        if (t != last) {
            last = t;
            correction1 = 1.0f / (1.0f - std::pow(p.beta1, static_cast<float>(t)));
            correction2 = 1.0f / (1.0f - std::pow(p.beta2, static_cast<float>(t)));
        }
        for (int64_t c = 0; c < channels; ++c) {
            const int64_t j = row * channels + c;
            if (g[c] - g[c] != 0.0f) {  // infinite or NaN
                ++not_finite;
                continue;
            }
            p.first[j] = p.beta1 * p.first[j] + (1 - p.beta1) * g[c];
            p.second[j] = p.beta2 * p.second[j] + (1 - p.beta2) * g[c] * g[c];
            p.value[j] -= p.learning_rate * (p.first[j] * correction1) /
                          (std::sqrt(p.second[j] * correction2) + p.epsilon);
            if (p.low != nullptr) {
                p.value[j] = p.value[j] < p.low[c] ? p.low[c] : p.value[j];
                p.value[j] = p.value[j] > p.high[c] ? p.high[c] : p.value[j];
            }
        }
    }
    return not_finite;
}

}  // namespace bozzetto
