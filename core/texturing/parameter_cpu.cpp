// SPDX-License-Identifier: Apache-2.0
#include "texturing/parameter_kernel.h"

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
            if (!adamElement(
                    p, c, g[c], correction1, correction2, p.first[j], p.second[j], p.value[j])) {
                ++not_finite;
            }
        }
    }
    return not_finite;
}

}  // namespace bozzetto
