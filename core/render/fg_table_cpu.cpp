// SPDX-License-Identifier: Apache-2.0
// The split-sum BRDF table. Source: Karis 2013, "Real Shading in Unreal Engine 4";
// height-correlated Smith masking: Heitz 2014, "Understanding the Masking-Shadowing Function in
// Microfacet-Based BRDFs".
#include "base/parallel_for.h"
#include "render/shade_cpu.h"
#include "render/shade_kernel.h"

#include <numbers>

namespace bozzetto {
namespace {

constexpr int kSamples = 1024;

/// Van der Corput sequence in base 2: with i / n, Hammersley's points.
double radicalInverse(uint32_t i) {
    i = (i << 16) | (i >> 16);
    i = ((i & 0x55555555u) << 1) | ((i & 0xaaaaaaaau) >> 1);
    i = ((i & 0x33333333u) << 2) | ((i & 0xccccccccu) >> 2);
    i = ((i & 0x0f0f0f0fu) << 4) | ((i & 0xf0f0f0f0u) >> 4);
    i = ((i & 0x00ff00ffu) << 8) | ((i & 0xff00ff00u) >> 8);
    return i * 0x1p-32;
}

/// Adds one half vector (x, ., z), which stands for `share` of the GGX density, to all N.V of a
/// row.
BOZZETTO_CPU_CLONES void addSample(float x,
                                   float z,
                                   float share,
                                   float alpha_squared,
                                   const float* nv,
                                   const float* sin_nv,
                                   const float* smith_nv,
                                   float* a,
                                   float* b) {
    for (int i = 0; i < kFgSize; ++i) {
        const float vh = sin_nv[i] * x + nv[i] * z;
        const float nl = 2.0f * vh * z - nv[i];
        const float smith_nl = std::sqrt(nl * nl * (1.0f - alpha_squared) + alpha_squared);
        const float g = 2.0f * nl * nv[i] / (nl * smith_nv[i] + nv[i] * smith_nl);
        const float weight = nl > 0.0f && vh > 0.0f ? share * g * vh / (z * nv[i]) : 0.0f;
        const float m = 1.0f - vh, m2 = m * m;
        const float fresnel = m2 * m2 * m;
        a[i] += weight * (1.0f - fresnel);
        b[i] += weight * fresnel;
    }
}

void computeRow(int row, float* out) {
    const double roughness = (row + 0.5) / kFgSize, alpha = roughness * roughness;
    const auto alpha_squared = static_cast<float>(alpha * alpha);
    float nv[kFgSize], sin_nv[kFgSize], smith_nv[kFgSize], a[kFgSize] = {}, b[kFgSize] = {};
    for (int i = 0; i < kFgSize; ++i) {
        nv[i] = (static_cast<float>(i) + 0.5f) / kFgSize;
        sin_nv[i] = std::sqrt(1.0f - nv[i] * nv[i]);
        smith_nv[i] = std::sqrt(nv[i] * nv[i] * (1.0f - alpha_squared) + alpha_squared);
    }
    for (int s = 0; s < kSamples; ++s) {
        // Half vectors far from the normal are rare but weigh much at grazing views: u = 1 - t^2
        // takes more of them.
        const double t = (s + 0.5) / kSamples, u = 1 - t * t;
        const double cos_squared = (1 - u) / (1 + (alpha * alpha - 1) * u);
        const double azimuth = std::numbers::pi * radicalInverse(s);  // the integrand is even in it
        addSample(static_cast<float>(std::sqrt(1 - cos_squared) * std::cos(azimuth)),
                  static_cast<float>(std::sqrt(cos_squared)),
                  static_cast<float>(2 * t),
                  alpha_squared,
                  nv,
                  sin_nv,
                  smith_nv,
                  a,
                  b);
    }
    for (int i = 0; i < kFgSize; ++i) {
        out[2 * i] = a[i] / kSamples;
        out[2 * i + 1] = b[i] / kSamples;
    }
}

}  // namespace

std::vector<float> computeFgTable() {
    std::vector<float> table(2 * kFgSize * kFgSize);
    parallelTasks(kFgSize, [&](int64_t row, int) {
        computeRow(static_cast<int>(row), table.data() + 2 * kFgSize * row);
    });
    return table;
}

}  // namespace bozzetto
