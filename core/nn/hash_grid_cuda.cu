// SPDX-License-Identifier: Apache-2.0
// A row of eight floats is one 32-byte sector: two neighbouring threads read one. Pixels come in
// scan order, so that neighbours mostly lie in the same cell of the coarse levels: there a warp
// sums their gradients before they go to memory, all eight rows of a cell at once.
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

/// A warp's 32 points on one level: where they lie and the gradient of what was looked up there.
struct WarpPoints {
    float4 fraction[kWarp];  // x, y, z, unused
    int4 corner[kWarp];      // of the cell, lowest; unused
    float4 grad[kWarp][2];
};

/// Rows and weights of one of the eight corners.
struct Corner {
    uint32_t x, y, z;                 // 0 or 1
    float scale_x, scale_y, scale_z;  // weight along an axis: offset + scale * fraction
    float offset_x, offset_y, offset_z;

    __device__ explicit Corner(int c)
        : x(c & 1),
          y(c >> 1 & 1),
          z(c >> 2),
          scale_x(x ? 1.0f : -1.0f),
          scale_y(y ? 1.0f : -1.0f),
          scale_z(z ? 1.0f : -1.0f),
          offset_x(x ? 0.0f : 1.0f),
          offset_y(y ? 0.0f : 1.0f),
          offset_z(z ? 0.0f : 1.0f) {}
    __device__ float weight(const float4& f) const {
        return fmaf(scale_x, f.x, offset_x) * fmaf(scale_y, f.y, offset_y) *
               fmaf(scale_z, f.z, offset_z);
    }
    __device__ int64_t row(const HashGridLevel& level, const int4& cell) const {
        return hashGridRow(level,
                           static_cast<uint32_t>(cell.x) + x,
                           static_cast<uint32_t>(cell.y) + y,
                           static_cast<uint32_t>(cell.z) + z);
    }
};

template <class Sum>
__device__ __forceinline__ Sum* tableSums(const HashGridParams& p) {
    if constexpr (sizeof(Sum) == sizeof(float)) {
        return p.grad_table;
    } else {
        return p.fixed_grad_table;
    }
}

/// Four threads share a corner, two features each, and go through the points one by one, adding to
/// memory where the next point lies in another cell. `starts`: a bit where a cell begins.
template <class Sum>
__device__ __forceinline__ void addRuns(const HashGridParams& p,
                                        const HashGridLevel& level,
                                        const WarpPoints& points,
                                        int count,
                                        unsigned starts) {
    const int lane = threadIdx.x % kWarp, pair = lane % 4;
    const Corner corner(lane / 4);
    float2 sum{0, 0};
    for (int i = 0; i < count; ++i) {
        const float w = corner.weight(points.fraction[i]);
        const float2 g = reinterpret_cast<const float2*>(points.grad[i])[pair];
        sum.x += w * g.x;
        sum.y += w * g.y;
        if (i + 1 == count || (starts >> (i + 1) & 1) != 0) {
            const int64_t row = corner.row(level, points.corner[i]);
            addPairTo(tableSums<Sum>(p) + F * row + 2 * pair, sum);
            sum = {0, 0};
        }
    }
}

/// A warp for 32 points of one level.
template <class Sum>
__global__ void __launch_bounds__(kThreads)
    gradTableKernel(const __grid_constant__ HashGridParams p) {
    __shared__ WarpPoints of_warp[kWarpsPerBlock];
    const int lane = threadIdx.x % kWarp;
    WarpPoints& mine = of_warp[threadIdx.x / kWarp];
    const HashGridLevel& level = p.levels[blockIdx.y];
    const int64_t first = (static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x) - lane;
    if (first >= p.point_count) {
        return;
    }
    const int count = static_cast<int>(min(static_cast<int64_t>(kWarp), p.point_count - first));
    const int64_t i = min(first + lane, p.point_count - 1);
    const HashGridPlace place = hashGridPlace(level, p.points + 3 * i);
    const auto x = static_cast<int>(place.low[0]), y = static_cast<int>(place.low[1]),
               z = static_cast<int>(place.low[2]);
    mine.fraction[lane] = {place.fraction[0], place.fraction[1], place.fraction[2], 0};
    mine.corner[lane] = {x, y, z, 0};
    for (int half = 0; half < 2; ++half) {
        mine.grad[lane][half] = halfRow(p.grad_out, i, half);
    }
    const bool differs = (__shfl_up_sync(~0u, x, 1) != x) | (__shfl_up_sync(~0u, y, 1) != y) |
                         (__shfl_up_sync(~0u, z, 1) != z);
    const unsigned starts = __ballot_sync(~0u, lane == 0 || differs);
    __syncwarp();
    addRuns<Sum>(p, level, mine, count, starts);
}

__device__ __forceinline__ float4 gradientOf(const HashGridAdam& a, int64_t place) {
    if (a.fixed_grad != nullptr) {
        const FixedPoint* sums = a.fixed_grad + 4 * place;
        return {valueOf(sums[0]), valueOf(sums[1]), valueOf(sums[2]), valueOf(sums[3])};
    }
    return reinterpret_cast<const float4*>(a.grad)[place];
}
__device__ __forceinline__ void clearGradient(const HashGridAdam& a, int64_t place) {
    if (a.fixed_grad != nullptr) {
        FixedPoint* sums = a.fixed_grad + 4 * place;
        sums[0] = sums[1] = sums[2] = sums[3] = 0;
    } else {
        reinterpret_cast<float4*>(a.grad)[place] = {0, 0, 0, 0};
    }
}

__global__ void __launch_bounds__(kThreads) adamKernel(const __grid_constant__ HashGridAdam a) {
    const int64_t place = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    const int64_t row = place / 2;
    const int half = static_cast<int>(place % 2);
    float4 gradient{0, 0, 0, 0};
    if (row < a.rows) {
        gradient = gradientOf(a, place);
    }
    const bool any = gradient.x != 0 || gradient.y != 0 || gradient.z != 0 || gradient.w != 0;
    const unsigned of_row = 3u << (threadIdx.x % kWarp & ~1u);  // the row's two threads
    if ((__ballot_sync(~0u, any) & of_row) == 0) {
        return;
    }
    const int steps = min(a.steps[row] + 1, 65535);
    clearGradient(a, place);
    __syncwarp(of_row);  // both have read the steps
    if (half == 0) {
        a.steps[row] = static_cast<uint16_t>(steps);
    }
    const auto t = static_cast<float>(steps);
    const float correction1 = 1.0f / (1.0f - powf(a.beta1, t));
    const float correction2 = 1.0f / (1.0f - powf(a.beta2, t));
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
