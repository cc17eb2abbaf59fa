// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_launch.h"
#include "math/vec.h"
#include "render/light_prefilter_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;

__device__ __forceinline__ int32_t parentOf(const PyramidParams& p, int level, int32_t texel) {
    const int size = p.size[level], half = size / 2;
    const int32_t t = texel - p.offset[level];
    return p.offset[level + 1] + (t / (size * size) * half + t / size % size / 2) * half +
           t % size / 2;
}

/// A block makes one texel of the coarsest level, and all that lie below it on the way.
__global__ void __launch_bounds__(256)
    buildKernel(const __grid_constant__ PyramidParams p, const float* base, float4* values) {
    const int coarsest = p.levels - 1, coarse = p.size[coarsest];
    const int face = blockIdx.x / (coarse * coarse), row = blockIdx.x / coarse % coarse,
              column = blockIdx.x % coarse;
    for (int level = 0; level < p.levels; ++level) {
        const int size = p.size[level], side = size / coarse;  // of the block's part
        for (int i = threadIdx.x; i < side * side; i += blockDim.x) {
            const int y = row * side + i / side, x = column * side + i % side;
            const int32_t t = (face * size + y) * size + x;
            float4 sum{0, 0, 0, 0};
            if (level == 0) {
                sum = {base[3 * t], base[3 * t + 1], base[3 * t + 2], 0};
            } else {
                const int fine = p.size[level - 1];
                for (int child = 0; child < 4; ++child) {
                    const int32_t c = p.offset[level - 1] +
                                      (face * fine + 2 * y + child / 2) * fine + 2 * x + child % 2;
                    const float4 v = values[c];
                    const float share = p.share[c];
                    sum.x += share * v.x;
                    sum.y += share * v.y;
                    sum.z += share * v.z;
                }
            }
            values[p.offset[level] + t] = sum;
        }
        __syncthreads();
    }
}

__global__ void __launch_bounds__(kThreads) foldKernel(const __grid_constant__ PyramidParams p,
                                                       const float4* gradients,
                                                       float* base_gradient) {
    const auto base = static_cast<int32_t>(blockIdx.x * kThreads + threadIdx.x);
    if (base >= p.offset[1]) {
        return;
    }
    Vec3f sum{};
    float share = 1;
    int32_t t = base;
    for (int level = 0;; ++level) {
        const float4 g = gradients[t];
        sum += Vec3f{g.x, g.y, g.z} * share;
        if (level + 1 == p.levels) {
            break;
        }
        share *= p.share[t];
        t = parentOf(p, level, t);
    }
    base_gradient[3 * base] = sum.x;
    base_gradient[3 * base + 1] = sum.y;
    base_gradient[3 * base + 2] = sum.z;
}

template <int kChannels>
__device__ __forceinline__ Vec3f rgbAt(const float* values, int32_t i) {
    if constexpr (kChannels == 4) {
        const float4 v = __ldg(reinterpret_cast<const float4*>(values) + i);
        return {v.x, v.y, v.z};
    } else {
        return {__ldg(values + 3 * i), __ldg(values + 3 * i + 1), __ldg(values + 3 * i + 2)};
    }
}
template <int kChannels>
__device__ __forceinline__ void storeRgb(float* values, int64_t i, Vec3f v) {
    if constexpr (kChannels == 4) {
        reinterpret_cast<float4*>(values)[i] = {v.x, v.y, v.z, 0};
    } else {
        values[3 * i] = v.x, values[3 * i + 1] = v.y, values[3 * i + 2] = v.z;
    }
}

/// kLanes threads share a row. Forward rows have a hundred entries or so; a texel of a coarse level
/// takes part in thousands.
template <int kLanes, int kIn, int kOut>
__global__ void __launch_bounds__(kThreads)
    multiplyKernel(const SparseMapParams map, const float* in, float* out) {
    const int64_t thread = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    const int64_t row = thread / kLanes;
    const int lane = static_cast<int>(thread % kLanes);
    Vec3f sum{};
    if (row < map.rows) {
        const int32_t end = map.row_start[row + 1];
#pragma unroll 4
        for (int32_t e = map.row_start[row] + lane; e < end; e += kLanes) {
            sum += rgbAt<kIn>(in, map.column[e]) * map.weight[e];
        }
    }
    for (int offset = kLanes / 2; offset > 0; offset /= 2) {
        sum.x += __shfl_down_sync(~0u, sum.x, offset, kLanes);
        sum.y += __shfl_down_sync(~0u, sum.y, offset, kLanes);
        sum.z += __shfl_down_sync(~0u, sum.z, offset, kLanes);
    }
    if (lane == 0 && row < map.rows) {
        storeRgb<kOut>(out, row, sum);
    }
}

}  // namespace

void buildPyramidCuda(const PyramidParams& p,
                      const float* base,
                      float* values,
                      const CudaQueue& queue) {
    const int coarse = p.size[p.levels - 1];
    buildKernel<<<static_cast<unsigned>(6 * coarse * coarse), 256, 0, streamOf(queue)>>>(
        p, base, reinterpret_cast<float4*>(values));
    checkLaunch("the light prefilter");
}

void foldPyramidCuda(const PyramidParams& p,
                     const float* gradients,
                     float* base_gradient,
                     const CudaQueue& queue) {
    foldKernel<<<blocksFor(p.offset[1], kThreads), kThreads, 0, streamOf(queue)>>>(
        p, reinterpret_cast<const float4*>(gradients), base_gradient);
    checkLaunch("the light prefilter's gradient");
}

void filterLightCuda(const SparseMapParams& map,
                     const float* in,
                     float* out,
                     const CudaQueue& queue) {
    constexpr int kLanes = 16;
    multiplyKernel<kLanes, 4, 3>
        <<<blocksFor(map.rows * kLanes, kThreads), kThreads, 0, streamOf(queue)>>>(map, in, out);
    checkLaunch("the light prefilter");
}

void filterLightGradCuda(const SparseMapParams& map,
                         const float* in,
                         float* out,
                         const CudaQueue& queue) {
    multiplyKernel<kWarp, 3, 4>
        <<<blocksFor(map.rows * kWarp, kThreads), kThreads, 0, streamOf(queue)>>>(map, in, out);
    checkLaunch("the light prefilter's gradient");
}

}  // namespace bozzetto
