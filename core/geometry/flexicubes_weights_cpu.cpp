// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"
#include "geometry/flexicubes_kernel.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int64_t kGrain = 1024;
BOZZETTO_HD double logistic(double x) {
    return 1 / (1 + std::exp(-x));
}

/// 1 / (1 + exp(-x)) to about 2 units in the last place, without a call or a branch, so that loops
/// over it become vector code.
BOZZETTO_HD float logistic(float x) {
    const float limited = x > 87.0f ? 87.0f : (x < -87.0f ? -87.0f : x);
    const float y = limited * -1.44269504f;
    const float whole = std::nearbyint(y);
    const float f = (y - whole) * 0.693147181f;  // |f| <= 0.35: exp by its Taylor series
    const float e =
        1 + f * (1 + f * (1.0f / 2 +
                          f * (1.0f / 6 + f * (1.0f / 24 + f * (1.0f / 120 + f * (1.0f / 720))))));
    const float power = std::bit_cast<float>((static_cast<int32_t>(whole) + 127) * (1 << 23));
    return 1 / (1 + e * power);
}

/// 1 + 0.99 tanh(x) of every element, in place. Gammas too: 0.99 logistic(x) + 0.005 is half of it
/// at x / 2.
template <class T>
BOZZETTO_HD void activateElements(T* values, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
        values[i] = (logistic(values[i] * T(2)) * T(2) - T(1)) * T(0.99) + T(1);
    }
}

template <class T>
BOZZETTO_HD void activateRange(
    const DualSurfaceView* surface, const T* raw, T* weights, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
        const int64_t cube = surface ? surface->cubes[row].cube : row;
        T* out = weights + row * kCubeWeights;
        std::copy_n(raw + cube * kCubeWeights, kCubeWeights, out);
        out[kGamma] *= T(0.5);
    }
    activateElements(weights + begin * kCubeWeights, (end - begin) * kCubeWeights);
    for (int64_t row = begin; row < end; ++row) {
        weights[row * kCubeWeights + kGamma] *= T(0.5);
    }
}
BOZZETTO_CPU_CLONES void activateRows(
    const DualSurfaceView* surface, const float* raw, float* weights, int64_t begin, int64_t end) {
    activateRange(surface, raw, weights, begin, end);
}
void activateRows(const DualSurfaceView* surface,
                  const double* raw,
                  double* weights,
                  int64_t begin,
                  int64_t end) {
    activateRange(surface, raw, weights, begin, end);
}

}  // namespace

template <class T>
void activateWeights(const DualSurfaceView* surface, int64_t rows, const T* raw, T* weights) {
    parallelFor(surface ? surface->cube_count : rows, kGrain, [&](int64_t begin, int64_t end, int) {
        activateRows(surface, raw, weights, begin, end);
    });
}

template <class T>
void activateWeightsBackward(const DualSurfaceView* surface,
                             int64_t rows,
                             const T* weights,
                             const T* grad_weights,
                             T* grad_raw) {
    parallelFor(rows, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t cube = begin; cube < end; ++cube) {
            const int64_t row = surface ? surface->cube_slots[cube + 1] : cube;
            T* out = grad_raw + cube * kCubeWeights;
            for (int i = 0; i < kCubeWeights; ++i) {
                const int64_t from = row * kCubeWeights + i;
                out[i] = row < 0 ? T(0) : activationGradient(weights[from], grad_weights[from], i);
            }
        }
    });
}

template <class T>
void gatherWeights(
    const DualSurfaceView& surface, const T* beta, const T* alpha, const T* gamma, T* weights) {
    parallelFor(surface.cube_count, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t slot = begin; slot < end; ++slot) {
            const int64_t cube = surface.cubes[slot].cube;
            T* out = weights + slot * kCubeWeights;
            std::copy_n(beta + cube * kBetas, kBetas, out);
            std::copy_n(alpha + cube * kAlphas, kAlphas, out + kAlpha);
            out[kGamma] = gamma[cube];
        }
    });
}

template <class T>
void spreadWeightGradients(const DualSurfaceView& surface,
                           int64_t rows,
                           const T* grad_weights,
                           T* grad_beta,
                           T* grad_alpha,
                           T* grad_gamma) {
    static constexpr T kZeros[kCubeWeights] = {};
    parallelFor(rows, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t cube = begin; cube < end; ++cube) {
            const int64_t slot = surface.cube_slots[cube + 1];
            const T* from = slot < 0 ? kZeros : grad_weights + slot * kCubeWeights;
            std::copy_n(from, kBetas, grad_beta + cube * kBetas);
            std::copy_n(from + kAlpha, kAlphas, grad_alpha + cube * kAlphas);
            grad_gamma[cube] = from[kGamma];
        }
    });
}

#define BOZZETTO_INSTANTIATE(T)                                                            \
    template void activateWeights(const DualSurfaceView*, int64_t, const T*, T*);          \
    template void activateWeightsBackward(                                                 \
        const DualSurfaceView*, int64_t, const T*, const T*, T*);                          \
    template void gatherWeights(const DualSurfaceView&, const T*, const T*, const T*, T*); \
    template void spreadWeightGradients(const DualSurfaceView&, int64_t, const T*, T*, T*, T*);
BOZZETTO_INSTANTIATE(float)
BOZZETTO_INSTANTIATE(double)
#undef BOZZETTO_INSTANTIATE

}  // namespace bozzetto
