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

constexpr int kMaxRegularised = 8;

/// What regularisers of materials have in common: weighted absolute differences in each channel of
/// every row from a constant, and of every stride-th row, from row `first` on, from the row that
/// belongs to it. Weights have the means' counts divided in.
struct RegulariserParams {
    int64_t count = 0, pairs = 0;
    int channels = 0;
    const float* values = nullptr;   // [count, channels]
    const float* beside = nullptr;   // [pairs, channels]: row k belongs to row first + k stride
    const float* started = nullptr;  // [pairs, started_channels], or null
    int started_first = 0, started_channels = 0;  // the channels of `values` that it stands for
    int64_t first = 0, stride = 1;
    float pull[kMaxRegularised] = {}, towards[kMaxRegularised] = {};  // of every row, to a constant
    float change[kMaxRegularised] = {};                               // from `beside`
    float drift[kMaxRegularised] = {};  // from `started` where it has the channel, else from 0
    float* grad_values = nullptr;       // [count, channels]
    float* grad_beside = nullptr;       // [pairs, channels]
};

/// |x| times a weight, and its derivative.
struct WeightedDistance {
    float value, slope;
};
BOZZETTO_HD WeightedDistance weightedDistance(float x, float weight) {
    return {(x < 0 ? -x : x) * weight, x > 0 ? weight : (x < 0 ? -weight : 0.0f)};
}

/// The terms of one row; writes their gradients.
BOZZETTO_HD float regulariserAt(const RegulariserParams& p, int64_t i) {
    const int64_t k = (i - p.first) / p.stride;
    const bool paired = i >= p.first && (i - p.first) % p.stride == 0 && k < p.pairs;
    float loss = 0;
    for (int c = 0; c < p.channels; ++c) {
        const float v = p.values[p.channels * i + c];
        const WeightedDistance pull = weightedDistance(v - p.towards[c], p.pull[c]);
        float slope = pull.slope;
        loss += pull.value;
        if (paired) {
            const int64_t j = p.channels * k + c;
            const WeightedDistance change = weightedDistance(p.beside[j] - v, p.change[c]);
            const int s = c - p.started_first;
            const bool known = p.started != nullptr && s >= 0 && s < p.started_channels;
            const WeightedDistance drift = weightedDistance(
                v - (known ? p.started[p.started_channels * k + s] : 0.0f), p.drift[c]);
            loss += change.value + drift.value;
            slope += drift.slope - change.slope;
            p.grad_beside[j] = change.slope;
        }
        p.grad_values[p.channels * i + c] = slope;
    }
    return loss;
}

/// Weights of materialRegulariser's means: change to a place beside.
struct MaterialSmoothness {
    double kd = 0, orm = 0;
};
/// Weights of mapRegulariser's means.
struct MapWeights {
    double kd = 0, orm = 0, normal = 0;                // change to a place beside
    double roughness_anchor = 0, metallic_anchor = 0;  // distance from what they started from
    double flat_normal = 0;                            // tilt of the normal
};

/// Everything but the arrays, which are `count` rows and `pairs` that have one beside them.
RegulariserParams regulariserParams(int64_t count,
                                    int64_t pairs,
                                    const MaterialSmoothness& weights);
RegulariserParams regulariserParams(int64_t count, int64_t pairs, const MapWeights& weights);

}  // namespace bozzetto
