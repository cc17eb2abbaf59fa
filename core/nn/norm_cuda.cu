// SPDX-License-Identifier: Apache-2.0
// All three are bound by memory: every number is read once and written once, and what is between is
// in registers.
#include "device/cuda_launch.h"
#include "nn/cuda_float_type.h"
#include "nn/norm_cuda.h"

namespace bozzetto {
namespace {

constexpr int kRowThreads = 128, kRowsPerBlock = kRowThreads / kWarp;
constexpr int kBlockThreads = 256;

/// Sum over `width` neighbouring lanes, a power of two; each gets it.
template <int width>
__device__ __forceinline__ float sumOver(float x) {
#pragma unroll
    for (int step = width / 2; step > 0; step /= 2) {
        x += __shfl_xor_sync(0xffffffffu, x, step);
    }
    return x;
}

/// A warp has a row: lane l its fours l, l + 32, ..., of which there are at most kFours.
template <class In, class Out, int kFours>
__global__ void __launch_bounds__(kRowThreads)
    layerNormKernel(const __grid_constant__ LayerNormParams p) {
    const int64_t row = static_cast<int64_t>(blockIdx.x) * kRowsPerBlock + threadIdx.x / kWarp;
    if (row >= p.rows) {
        return;
    }
    const int lane = threadIdx.x % kWarp, fours = p.dim / 4;
    const auto* x = static_cast<const Four<In>*>(p.x) + row * fours;
    float v[kFours][4];
    float sum = 0;
#pragma unroll
    for (int k = 0; k < kFours; ++k) {
        const int i = k * kWarp + lane;
        const Four<In> four = i < fours ? x[i] : Four<In>{};
#pragma unroll
        for (int c = 0; c < 4; ++c) {
            v[k][c] = widened(four.v[c]);
            sum += v[k][c];
        }
    }
    const float mean = sumOver<kWarp>(sum) / p.dim;
    float squares = 0;
#pragma unroll
    for (int k = 0; k < kFours; ++k) {
#pragma unroll
        for (int c = 0; c < 4; ++c) {
            const float off = k * kWarp + lane < fours ? v[k][c] - mean : 0;
            squares += off * off;
        }
    }
    const float inverse = 1 / sqrtf(sumOver<kWarp>(squares) / p.dim + p.eps);
    const int64_t group = row / p.rows_per_scale * p.dim;
    auto* out = static_cast<Four<Out>*>(p.out) + row * fours;
#pragma unroll
    for (int k = 0; k < kFours; ++k) {
        const int i = k * kWarp + lane;
        if (i >= fours) {
            continue;
        }
        Four<Out> four;
#pragma unroll
        for (int c = 0; c < 4; ++c) {
            const int channel = 4 * i + c;
            float y = (v[k][c] - mean) * inverse;
            if (p.weight != nullptr) {
                y = y * p.weight[channel] + p.bias[channel];
            }
            if (p.scale != nullptr) {
                y = y * (1 + p.scale[group + channel]) + p.shift[group + channel];
            }
            four.v[c] = narrowed<Out>(y);
        }
        out[i] = four;
    }
}

template <class In, class Out>
void launchLayerNorm(const LayerNormParams& p, const CudaQueue& queue) {
    const unsigned blocks = blocksFor(p.rows, kRowsPerBlock);
    const cudaStream_t stream = streamOf(queue);
    if (p.dim <= 2 * 4 * kWarp) {
        layerNormKernel<In, Out, 2><<<blocks, kRowThreads, 0, stream>>>(p);
    } else if (p.dim <= 8 * 4 * kWarp) {
        layerNormKernel<In, Out, 8><<<blocks, kRowThreads, 0, stream>>>(p);
    } else {
        layerNormKernel<In, Out, 16><<<blocks, kRowThreads, 0, stream>>>(p);
    }
    checkLaunch("layerNorm");
}

/// A block has a token, kLanes neighbouring lanes one of its heads, lane j the channels j, j + D/4,
/// j + D/2 and j + 3D/4: the first two turn by the row, the others by the column.
template <class T, int kLanes>
__global__ void __launch_bounds__(kBlockThreads)
    headNormKernel(const __grid_constant__ HeadNormParams p) {
    const int64_t token = blockIdx.x;
    const int quarter = p.head_dim / 4, j = threadIdx.x % kLanes;
    const bool active = j < quarter;
    float cos[2] = {1, 1}, sin[2] = {0, 0};
    if (p.cos != nullptr && active) {
        const int64_t place = token % p.positions * 2 * quarter + j;
        cos[0] = p.cos[place], cos[1] = p.cos[place + quarter];
        sin[0] = p.sin[place], sin[1] = p.sin[place + quarter];
    }
    // All lanes of a warp go round equally often: sums need them all.
    const int heads_at_once = kBlockThreads / kLanes;
    for (int first = 0; first < p.heads; first += heads_at_once) {
        const int head = first + threadIdx.x / kLanes;
        const bool mine = active && head < p.heads;
        const int64_t offset = static_cast<int64_t>(head) * p.head_dim + j;
        const T* x = static_cast<const T*>(p.x) + token * p.stride + offset;
        float v[4], sum = 0, squares = 0;
#pragma unroll
        for (int c = 0; c < 4; ++c) {
            v[c] = mine ? widened(x[c * quarter]) : 0;
            sum += v[c];
        }
        const float mean = p.rms ? 0 : sumOver<kLanes>(sum) / p.head_dim;
#pragma unroll
        for (int c = 0; c < 4; ++c) {
            v[c] = mine ? v[c] - mean : 0;
            squares += v[c] * v[c];
        }
        squares = sumOver<kLanes>(squares);
        if (!mine) {
            continue;
        }
        const float inverse =
            p.rms ? sqrtf(static_cast<float>(p.head_dim)) / fmaxf(sqrtf(squares), p.eps)
                  : 1 / sqrtf(squares / p.head_dim + p.eps);
        const float* weight = p.weight + (p.rms ? offset : j);
#pragma unroll
        for (int c = 0; c < 4; ++c) {
            v[c] *= inverse * weight[c * quarter];
            v[c] += p.bias != nullptr ? p.bias[j + c * quarter] : 0;
        }
        T* out = static_cast<T*>(p.out) + token * p.out_stride + offset;
#pragma unroll
        for (int half = 0; half < 2; ++half) {
            const float a = v[2 * half], b = v[2 * half + 1];
            out[2 * half * quarter] = narrowed<T>(a * cos[half] - b * sin[half]);
            out[(2 * half + 1) * quarter] = narrowed<T>(b * cos[half] + a * sin[half]);
        }
    }
}

template <class T>
void launchHeadNorm(const HeadNormParams& p, const CudaQueue& queue) {
    const auto blocks = static_cast<unsigned>(p.tokens);
    const cudaStream_t stream = streamOf(queue);
    if (p.head_dim <= 4 * 8) {
        headNormKernel<T, 8><<<blocks, kBlockThreads, 0, stream>>>(p);
    } else if (p.head_dim <= 4 * 16) {
        headNormKernel<T, 16><<<blocks, kBlockThreads, 0, stream>>>(p);
    } else {
        headNormKernel<T, 32><<<blocks, kBlockThreads, 0, stream>>>(p);
    }
    checkLaunch("headNorm");
}

/// A block has a row of `fours` fours.
template <class T>
__global__ void __launch_bounds__(kBlockThreads)
    addScaledKernel(Four<float>* x, const Four<T>* y, const Four<float>* scale, int fours) {
    x += static_cast<int64_t>(blockIdx.x) * fours;
    y += static_cast<int64_t>(blockIdx.x) * fours;
    for (int i = threadIdx.x; i < fours; i += kBlockThreads) {
        Four<float> sum = x[i];
        const Four<T> add = y[i];
        const Four<float> factor = scale[i];
#pragma unroll
        for (int c = 0; c < 4; ++c) {
            sum.v[c] += widened(add.v[c]) * factor.v[c];
        }
        x[i] = sum;
    }
}

}  // namespace

void layerNormCuda(const LayerNormParams& params, const CudaQueue& queue) {
    if (params.rows == 0) {
        return;
    }
    withFloatType(params.out_type, [&](auto out) {
        using Out = decltype(out);
        if (params.x_type == FloatType::F32) {
            launchLayerNorm<float, Out>(params, queue);
        } else {
            launchLayerNorm<Out, Out>(params, queue);
        }
    });
}

void headNormCuda(const HeadNormParams& params, const CudaQueue& queue) {
    if (params.tokens == 0) {
        return;
    }
    withFloatType(params.type, [&](auto type) { launchHeadNorm<decltype(type)>(params, queue); });
}

void addScaledCuda(float* x,
                   const void* y,
                   FloatType y_type,
                   const float* scale,
                   int64_t rows,
                   int dim,
                   const CudaQueue& queue) {
    if (rows == 0) {
        return;
    }
    withFloatType(y_type, [&](auto type) {
        using T = decltype(type);
        addScaledKernel<T><<<static_cast<unsigned>(rows), kBlockThreads, 0, streamOf(queue)>>>(
            reinterpret_cast<Four<float>*>(x),
            static_cast<const Four<T>*>(y),
            reinterpret_cast<const Four<float>*>(scale),
            dim / 4);
        checkLaunch("addScaled");
    });
}

}  // namespace bozzetto
