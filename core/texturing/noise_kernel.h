// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/random.h"
#include "math/vec.h"

namespace bozzetto {

struct NoiseParams {
    enum class Kind { Gaussian, Uniform };
    Kind kind = Kind::Gaussian;
    float* out = nullptr;
    int64_t count = 0;
    uint64_t seed = 0, stream = 0;
    double scale = 0;  // standard deviation, or half the range
};

BOZZETTO_HD float noiseAt(const NoiseParams& p, int64_t element) {
    const auto i = static_cast<uint64_t>(element);
    if (p.kind == NoiseParams::Kind::Uniform) {
        return static_cast<float>((randomUniform(p.seed, p.stream, i) - 0.5) * (2.0 * p.scale));
    }
    // Four uniform numbers: close enough to normal for a jitter, and a fixed number of draws.
    float sum = -2.0f;
    for (uint64_t k = 0; k < 4; ++k) {
        sum += randomUniform(p.seed, p.stream, i * 4 + k);
    }
    return sum *
           static_cast<float>(p.scale * 1.7320508);  // a uniform number's deviation: 1 / sqrt(12)
}

}  // namespace bozzetto
