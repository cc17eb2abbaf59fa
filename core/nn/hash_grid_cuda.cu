// SPDX-License-Identifier: Apache-2.0
// A row of eight floats is one 32-byte sector: two neighbouring threads read one, and a warp adds a
// whole cell's eight rows at once. Pixels come in scan order, so that neighbours mostly lie in the
// same cell of the coarse levels: their gradients are summed before they go to memory.
#include "device/cuda_atomics.h"
#include "nn/hash_grid_cuda.h"
#include "nn/hash_grid_kernel.h"

namespace bozzetto {
namespace {

constexpr int F = kHashGridFeatures;
constexpr int kThreads = 128;
constexpr int kWarpsPerBlock = kThreads / kWarp;

__device__ __forceinline__ float4 halfRow(const float* rows, int64_t row, int half) {
    return __ldg(reinterpret_cast<const float4*>(rows) + 2 * row + half);
}

/// The point and the half of its features that a thread works on; threads beyond the last point
/// repeat it.
struct Share {
    int64_t point;
    int half;
    bool live;
};
__device__ __forceinline__ Share shareOf(int64_t point_count) {
    const int64_t thread = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    const int64_t point = thread / 2;
    const bool live = point < point_count;
    return {live ? point : point_count - 1, static_cast<int>(thread % 2), live};
}

__global__ void __launch_bounds__(kThreads)
    forwardKernel(const __grid_constant__ HashGridParams p) {
    const Share share = shareOf(p.point_count);
    if (!share.live) {
        return;
    }
    float4 sum{0, 0, 0, 0};
    for (int l = 0; l < p.level_count; ++l) {
        const HashGridCell cell = hashGridCell(p.levels[l], p.points + 3 * share.point);
#pragma unroll
        for (int c = 0; c < 8; ++c) {
            const float w = hashGridWeight(cell, c);
            const float4 row = halfRow(p.table, cell.row[c], share.half);
            sum.x += w * row.x;
            sum.y += w * row.y;
            sum.z += w * row.z;
            sum.w += w * row.w;
        }
    }
    reinterpret_cast<float4*>(p.out)[2 * share.point + share.half] = sum;
}

__global__ void __launch_bounds__(kThreads)
    gradPointsKernel(const __grid_constant__ HashGridParams p) {
    const Share share = shareOf(p.point_count);
    const float4 g = halfRow(p.grad_out, share.point, share.half);
    float grad[3] = {};
    for (int l = 0; l < p.level_count; ++l) {
        const HashGridCell cell = hashGridCell(p.levels[l], p.points + 3 * share.point);
        const auto scale = static_cast<float>(p.levels[l].resolution);
#pragma unroll
        for (int c = 0; c < 8; ++c) {
            const float4 row = halfRow(p.table, cell.row[c], share.half);
            const float s = (g.x * row.x + g.y * row.y) + (g.z * row.z + g.w * row.w);
            for (int k = 0; k < 3; ++k) {
                grad[k] += s * scale * hashGridWeightSlope(cell, c, k);
            }
        }
    }
    for (int k = 0; k < 3; ++k) {
        grad[k] += __shfl_xor_sync(~0u, grad[k], 1);
    }
    if (share.live && share.half == 0) {
        for (int k = 0; k < 3; ++k) {
            const float x = p.points[3 * share.point + k];
            p.grad_points[3 * share.point + k] = x >= 0.0f && x <= 1.0f ? grad[k] : 0.0f;
        }
    }
}

/// What a warp's 32 points add to one level.
struct Contributions {
    float weight[kWarp][8];
    float grad[kWarp][F];
    int32_t row[kWarp][8];
};

template <class Sum>
__device__ __forceinline__ Sum* tableSums(const HashGridParams& p) {
    if constexpr (sizeof(Sum) == sizeof(float)) {
        return p.grad_table;
    } else {
        return p.fixed_grad_table;
    }
}

/// A warp for 32 points of one level. Each thread first works out its own point's cell; then four
/// threads share a corner, two features each, and go through the points one by one, adding to
/// memory where the next point lies in another cell.
template <class Sum>
__global__ void __launch_bounds__(kThreads)
    gradTableKernel(const __grid_constant__ HashGridParams p) {
    __shared__ Contributions of_warp[kWarpsPerBlock];
    const int lane = threadIdx.x % kWarp;
    Contributions& mine = of_warp[threadIdx.x / kWarp];
    const int64_t first = (static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x) - lane;
    if (first >= p.point_count) {
        return;
    }
    const int count = static_cast<int>(min(static_cast<int64_t>(kWarp), p.point_count - first));
    bool starts_run = lane == 0;
    {
        const int64_t i = min(first + lane, p.point_count - 1);
        const HashGridCell cell = hashGridCell(p.levels[blockIdx.y], p.points + 3 * i);
#pragma unroll
        for (int c = 0; c < 8; ++c) {
            const auto row = static_cast<int32_t>(cell.row[c]);
            starts_run |= __shfl_up_sync(~0u, row, 1) != row;
            mine.row[lane][c] = row;
            mine.weight[lane][c] = hashGridWeight(cell, c);
        }
        for (int half = 0; half < 2; ++half) {
            reinterpret_cast<float4*>(mine.grad[lane])[half] = halfRow(p.grad_out, i, half);
        }
    }
    const unsigned starts = __ballot_sync(~0u, starts_run);
    __syncwarp();
    const int corner = lane / 4, pair = lane % 4;
    float2 sum{0, 0};
    for (int i = 0; i < count; ++i) {
        const float w = mine.weight[i][corner];
        const float2 g = reinterpret_cast<const float2*>(mine.grad[i])[pair];
        sum.x += w * g.x;
        sum.y += w * g.y;
        if (i + 1 == count || (starts >> (i + 1) & 1) != 0) {
            const int64_t row = mine.row[i][corner];
            addPairTo(tableSums<Sum>(p) + F * row + 2 * pair, sum);
            if (pair == 0) {
                p.touched[row] = 1;
            }
            sum = {0, 0};
        }
    }
}

__device__ __forceinline__ float4 takeGradient(const HashGridAdam& a, int64_t place) {
    if (a.fixed_grad != nullptr) {
        FixedPoint* sums = a.fixed_grad + 4 * place;
        const float4 g{valueOf(sums[0]), valueOf(sums[1]), valueOf(sums[2]), valueOf(sums[3])};
        sums[0] = sums[1] = sums[2] = sums[3] = 0;
        return g;
    }
    float4* sums = reinterpret_cast<float4*>(a.grad) + place;
    const float4 g = *sums;
    *sums = {0, 0, 0, 0};
    return g;
}

__global__ void __launch_bounds__(kThreads) adamKernel(const __grid_constant__ HashGridAdam a) {
    const int64_t place = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    const int64_t row = place / 2;
    const int half = static_cast<int>(place % 2);
    const bool mine = row < a.rows && a.touched[row] != 0;
    const int steps = mine ? min(a.steps[row] + 1, 65535) : 0;
    __syncwarp();  // both threads of a row have read before one of them writes
    if (!mine) {
        return;
    }
    if (half == 0) {
        a.touched[row] = 0;
        a.steps[row] = static_cast<uint16_t>(steps);
    }
    const auto t = static_cast<float>(steps);
    const float correction1 = 1.0f / (1.0f - powf(a.beta1, t));
    const float correction2 = 1.0f / (1.0f - powf(a.beta2, t));
    const float4 gradient = takeGradient(a, place);
    float4 first = reinterpret_cast<float4*>(a.first)[place];
    float4 second = reinterpret_cast<float4*>(a.second)[place];
    float4 value = reinterpret_cast<float4*>(a.table)[place];
    const auto step = [&](float g, float& m, float& v, float& x, float rate) {
        m = a.beta1 * m + (1 - a.beta1) * g;
        v = a.beta2 * v + (1 - a.beta2) * g * g;
        x -= rate * (m * correction1) / (sqrtf(v * correction2) + a.epsilon);
    };
    const auto rate = [&](int k) {
        return half == 0 ? a.learning_rate[k] : a.learning_rate[4 + k];
    };
    step(gradient.x, first.x, second.x, value.x, rate(0));
    step(gradient.y, first.y, second.y, value.y, rate(1));
    step(gradient.z, first.z, second.z, value.z, rate(2));
    step(gradient.w, first.w, second.w, value.w, rate(3));
    reinterpret_cast<float4*>(a.first)[place] = first;
    reinterpret_cast<float4*>(a.second)[place] = second;
    reinterpret_cast<float4*>(a.table)[place] = value;
}

}  // namespace

void hashGridForwardCuda(const HashGridParams& p, const CudaQueue& queue) {
    if (p.point_count > 0) {
        forwardKernel<<<blocksFor(2 * p.point_count, kThreads), kThreads, 0, streamOf(queue)>>>(p);
        checkLaunch("the appearance grid's lookup");
    }
}

void hashGridGradPointsCuda(const HashGridParams& p, const CudaQueue& queue) {
    if (p.point_count > 0) {
        gradPointsKernel<<<blocksFor(2 * p.point_count, kThreads), kThreads, 0, streamOf(queue)>>>(
            p);
        checkLaunch("the appearance grid's gradient");
    }
}

void hashGridGradTableCuda(const HashGridParams& p, const CudaQueue& queue) {
    if (p.point_count == 0 || p.level_count == 0) {
        return;
    }
    const dim3 grid(blocksFor(p.point_count, kThreads), static_cast<unsigned>(p.level_count));
    if (p.fixed_grad_table != nullptr) {
        gradTableKernel<FixedPoint><<<grid, kThreads, 0, streamOf(queue)>>>(p);
    } else {
        gradTableKernel<float><<<grid, kThreads, 0, streamOf(queue)>>>(p);
    }
    checkLaunch("the appearance grid's gradient");
}

void hashGridAdamCuda(const HashGridAdam& a, const CudaQueue& queue) {
    adamKernel<<<blocksFor(2 * a.rows, kThreads), kThreads, 0, streamOf(queue)>>>(a);
    checkLaunch("the appearance grid's step");
}

}  // namespace bozzetto
