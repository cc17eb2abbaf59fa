// SPDX-License-Identifier: Apache-2.0
#include "nn/hash_grid_kernel.h"

#include <cmath>

namespace bozzetto {
namespace {
constexpr int F = kHashGridFeatures;

/// A row of the table, added up as one. Written as a loop over the features the compiler takes them
/// one after the other, as a row may overlap what is added to it for all that it knows.
typedef float Row
    __attribute__((vector_size(F * sizeof(float)), aligned(alignof(float)), may_alias));

}  // namespace

BOZZETTO_CPU_CLONES void hashGridForward(const HashGridParams& p, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
        float sum[F] = {};
        for (int l = 0; l < p.level_count; ++l) {
            const HashGridCell cell = hashGridCell(p.levels[l], p.points + 3 * i);
            for (int c = 0; c < 8; ++c) {
                const float w = hashGridWeight(cell, c);
                const float* row = p.table + F * cell.row[c];
                for (int f = 0; f < F; ++f) {
                    sum[f] += w * row[f];
                }
            }
        }
        for (int f = 0; f < F; ++f) {
            p.out[F * i + f] = sum[f];
        }
    }
}

BOZZETTO_CPU_CLONES void hashGridGradPoints(const HashGridParams& p, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
        float grad[3] = {};
        const float* g = p.grad_out + F * i;
        for (int l = 0; l < p.level_count; ++l) {
            const HashGridCell cell = hashGridCell(p.levels[l], p.points + 3 * i);
            const auto scale = static_cast<float>(p.levels[l].resolution);
            for (int c = 0; c < 8; ++c) {
                const float* row = p.table + F * cell.row[c];
                float s = 0;
                for (int f = 0; f < F; ++f) {
                    s += g[f] * row[f];
                }
                for (int k = 0; k < 3; ++k) {
                    grad[k] += s * scale * hashGridWeightSlope(cell, c, k);
                }
            }
        }
        for (int k = 0; k < 3; ++k) {
            const float x = p.points[3 * i + k];
            p.grad_points[3 * i + k] = x >= 0.0f && x <= 1.0f ? grad[k] : 0.0f;
        }
    }
}

BOZZETTO_CPU_CLONES void hashGridGradTable(const HashGridParams& p, int level) {
    for (int64_t i = 0; i < p.point_count; ++i) {
        const HashGridCell cell = hashGridCell(p.levels[level], p.points + 3 * i);
        const Row g = *reinterpret_cast<const Row*>(p.grad_out + F * i);
        for (int c = 0; c < 8; ++c) {
            *reinterpret_cast<Row*>(p.grad_table + F * cell.row[c]) += hashGridWeight(cell, c) * g;
            p.touched[cell.row[c]] = 1;
        }
    }
}

BOZZETTO_CPU_CLONES void hashGridAdamRows(const HashGridAdam& a, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
        if (!a.touched[row]) {
            continue;
        }
        a.touched[row] = 0;
        if (a.steps[row] < 65535) {
            ++a.steps[row];
        }
        const auto t = static_cast<float>(a.steps[row]);
        const float correction1 = 1.0f / (1.0f - std::pow(a.beta1, t));
        const float correction2 = 1.0f / (1.0f - std::pow(a.beta2, t));
        for (int f = 0; f < F; ++f) {
            const int64_t j = F * row + f;
            const float g = a.grad[j];
            a.grad[j] = 0;
            a.first[j] = a.beta1 * a.first[j] + (1 - a.beta1) * g;
            a.second[j] = a.beta2 * a.second[j] + (1 - a.beta2) * g * g;
            a.table[j] -= a.learning_rate[f] * (a.first[j] * correction1) /
                          (std::sqrt(a.second[j] * correction2) + a.epsilon);
        }
    }
}

}  // namespace bozzetto
