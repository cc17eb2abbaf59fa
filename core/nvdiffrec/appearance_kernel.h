// SPDX-License-Identifier: Apache-2.0
#pragma once
// Formulas of appearance.h for one surface point.
#include "math/vec.h"

namespace bozzetto {

constexpr int kLogits = 8;   // channels of the appearance grid
constexpr int kDecoded = 5;  // kd (3), roughness, metallic

// Where a logit of 0 starts. A rough metal looks like paint: from the middle the optimiser finds
// that wrong answer, from paint it does not.
constexpr double kMetallicBias = -5.0;
constexpr double kRoughnessBias = -0.6;
constexpr double kLeastRoughness = 0.08;
constexpr double kUsualRoughness = 0.4;

struct MaterialParams {
    int64_t count = 0;
    const float* logits = nullptr;    // [count, kLogits]
    const float* openness = nullptr;  // [count]; needed with orm
    float* values = nullptr;          // [count, kDecoded]
    float* kd = nullptr;              // [count, 3], or null
    float* orm = nullptr;             // [count, 3], or null
};

/// Gradients of what MaterialParams writes, any null, to the logits'. values: as written.
struct MaterialGradParams {
    int64_t count = 0;
    const float* values = nullptr;
    const float *grad_values = nullptr, *grad_kd = nullptr, *grad_orm = nullptr;
    float* grad_logits = nullptr;
};

BOZZETTO_HD float logistic(float x) {
    return 1.0f / (1.0f + std::exp(-x));
}

BOZZETTO_HD void decodeMaterialAt(const MaterialParams& p, int64_t i) {
    const float* logit = p.logits + kLogits * i;
    float v[kDecoded];
    for (int c = 0; c < 3; ++c) {
        v[c] = logistic(logit[c]);
    }
    v[3] = logistic(logit[3] + static_cast<float>(kRoughnessBias)) *
               static_cast<float>(1.0 - kLeastRoughness) +
           static_cast<float>(kLeastRoughness);
    v[4] = logistic(logit[4] + static_cast<float>(kMetallicBias));
    for (int c = 0; c < kDecoded; ++c) {
        p.values[kDecoded * i + c] = v[c];
    }
    if (p.kd != nullptr) {
        p.kd[3 * i] = v[0], p.kd[3 * i + 1] = v[1], p.kd[3 * i + 2] = v[2];
    }
    if (p.orm != nullptr) {
        p.orm[3 * i] = p.openness[i], p.orm[3 * i + 1] = v[3], p.orm[3 * i + 2] = v[4];
    }
}

BOZZETTO_HD void decodeMaterialGradAt(const MaterialGradParams& p, int64_t i) {
    const float* v = p.values + kDecoded * i;
    float g[kDecoded] = {};
    for (int c = 0; c < kDecoded; ++c) {
        if (p.grad_values != nullptr) {
            g[c] += p.grad_values[kDecoded * i + c];
        }
        if (c < 3 && p.grad_kd != nullptr) {
            g[c] += p.grad_kd[3 * i + c];
        }
        if (c >= 3 && p.grad_orm != nullptr) {
            g[c] += p.grad_orm[3 * i + c - 2];
        }
    }
    float* out = p.grad_logits + kLogits * i;
    for (int c = 0; c < kLogits; ++c) {
        if (c == 3) {
            constexpr float kRange = static_cast<float>(1.0 - kLeastRoughness);
            const float s = (v[3] - static_cast<float>(kLeastRoughness)) / kRange;
            out[3] = g[3] * kRange * s * (1.0f - s);
        } else {
            out[c] = c < kDecoded ? g[c] * v[c] * (1.0f - v[c]) : 0.0f;
        }
    }
}

/// What is left of a material to assume: see materialRegulariser.
struct MaterialPriorParams {
    int64_t count = 0, pairs = 0;
    const float* values = nullptr;  // [count, kDecoded]
    const float* beside = nullptr;  // [pairs, kDecoded]: row k belongs to row first + k stride
    int64_t first = 0, stride = 1;
    // Weights of one point's terms, the means' counts divided in.
    float kd_change = 0, orm_change = 0, roughness = 0, metallic = 0;
    float* grad_values = nullptr;  // [count, kDecoded]
    float* grad_beside = nullptr;  // [pairs, kDecoded]
};

/// |x| times a weight, and its derivative.
struct WeightedDistance {
    float value, slope;
};
BOZZETTO_HD WeightedDistance weightedDistance(float x, float weight) {
    return {(x < 0 ? -x : x) * weight, x > 0 ? weight : (x < 0 ? -weight : 0.0f)};
}

/// The terms of one point; writes their gradients.
BOZZETTO_HD float materialPriorAt(const MaterialPriorParams& p, int64_t i) {
    const float* v = p.values + kDecoded * i;
    float* g = p.grad_values + kDecoded * i;
    const WeightedDistance rough =
        weightedDistance(v[3] - static_cast<float>(kUsualRoughness), p.roughness);
    g[0] = g[1] = g[2] = 0;
    g[3] = rough.slope;
    g[4] = p.metallic;
    float loss = rough.value + p.metallic * v[4];
    const int64_t k = (i - p.first) / p.stride;
    if (i >= p.first && (i - p.first) % p.stride == 0 && k < p.pairs) {
        for (int c = 0; c < kDecoded; ++c) {
            const WeightedDistance change = weightedDistance(p.beside[kDecoded * k + c] - v[c],
                                                             c < 3 ? p.kd_change : p.orm_change);
            loss += change.value;
            p.grad_beside[kDecoded * k + c] = change.slope;
            g[c] -= change.slope;
        }
    }
    return loss;
}

}  // namespace bozzetto
