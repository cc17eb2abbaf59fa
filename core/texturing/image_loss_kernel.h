// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <cstring>

namespace bozzetto {

struct ImageLossParams {
    const float* rendered = nullptr;    // [P, 4]
    const float* target = nullptr;      // [P, 4]
    const float* background = nullptr;  // [3]
    float* grad = nullptr;              // [P, 4]
    float l1 = 0, l2 = 0, mask = 0;
    const float* trust = nullptr;  // [P, 2] of colour and coverage, or null: 1
};

/// log2 and exp2 to about 1e-6: powf is most of this loss's cost. Minimax fits on one octave.
BOZZETTO_HD float fastLog2(float x) {
    int32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    const int32_t exponent = (bits >> 23) - 127;
    bits = (bits & 0x007fffff) | 0x3f800000;
    float m;
    std::memcpy(&m, &bits, sizeof m);
    // log2(m) = 2/ln 2 * atanh((m - 1) / (m + 1)), after centring m around 1.
    float e = static_cast<float>(exponent);
    if (m > 1.41421356f) {
        m *= 0.5f;
        e += 1.0f;
    }
    const float s = (m - 1.0f) / (m + 1.0f);
    const float s2 = s * s;
    return e + s * (2.88539008f + s2 * (0.961796694f + s2 * (0.577078016f + s2 * 0.412198583f)));
}
BOZZETTO_HD float fastExp2(float x) {
    const float f = std::floor(x);
    const float t = (x - f) * 0.693147181f;
    const float p =
        1.0f +
        t * (1.0f + t * (0.5f + t * (0.166666667f +
                                     t * (0.0416666667f +
                                          t * (0.00833333333f +
                                               t * (0.00138888889f + t * 0.000198412698f))))));
    const int32_t bits = (static_cast<int32_t>(f) + 127) << 23;
    float scale;
    std::memcpy(&scale, &bits, sizeof scale);
    return p * scale;
}

struct DisplayValue {
    float value, slope;  // sRGB of the clamped argument and its derivative (0 where clamped)
};
BOZZETTO_HD DisplayValue displayValue(float x) {
    if (!(x > 0.0f)) {
        return {0.0f, 12.92f};  // antialiasing may undershoot: keep pulling it back
    }
    if (x <= 0.0031308f) {
        return {12.92f * x, 12.92f};
    }
    const float y = 1.055f * fastExp2(fastLog2(x) * (1.0f / 2.4f));
    if (x >= 1.0f) {
        return {1.0f, 0.439583f};
    }
    return {y - 0.055f, y / (2.4f * x)};
}

/// Loss of one pixel; writes its gradient.
BOZZETTO_HD float imageLossPixel(const ImageLossParams& p, int64_t i) {
    const float* r = p.rendered + 4 * i;
    const float* t = p.target + 4 * i;
    float* g = p.grad + 4 * i;
    if (r[3] == 0.0f && t[3] == 0.0f) {
        g[0] = g[1] = g[2] = g[3] = 0.0f;
        return 0.0f;
    }
    const float color_trust = p.trust != nullptr ? p.trust[2 * i] : 1.0f;
    const float mask_trust = p.trust != nullptr ? p.trust[2 * i + 1] : 1.0f;
    float loss = 0;
    for (int c = 0; c < 3; ++c) {
        const DisplayValue a = displayValue(r[c]);
        const DisplayValue b = displayValue(t[c] + (1.0f - t[3]) * p.background[c]);
        const float d = a.value - b.value;
        // A rendered value above 1 is right where the photograph clips, and must come down
        // elsewhere.
        const float magnitude = d < 0 ? -d : d;
        loss += color_trust * (p.l1 * magnitude + p.l2 * d * d) * (1.0f / 3.0f);
        const float sign = d > 0 ? 1.0f : (d < 0 ? -1.0f : 0.0f);
        g[c] = color_trust * (p.l1 * sign + 2.0f * p.l2 * d) * a.slope * (1.0f / 3.0f);
    }
    const float dm = r[3] - t[3];
    g[3] = mask_trust * 2.0f * p.mask * dm;
    return loss + mask_trust * p.mask * dm * dm;
}

double imageLossRange(const ImageLossParams& p, int64_t begin, int64_t end);

}  // namespace bozzetto
