// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_launch.h"
#include "texturing/parameter_cuda.h"
#include "texturing/parameter_kernel.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

/// kWide neighbouring numbers; four are moved at once.
template <int kWide>
struct Numbers {
    float v[kWide];
};
template <int kWide>
__device__ __forceinline__ Numbers<kWide> load(const float* from) {
    Numbers<kWide> n;
    if constexpr (kWide == 4) {
        const float4 four = *reinterpret_cast<const float4*>(from);
        n.v[0] = four.x, n.v[1] = four.y, n.v[2] = four.z, n.v[3] = four.w;
    } else {
        n.v[0] = *from;
    }
    return n;
}
template <int kWide>
__device__ __forceinline__ void store(float* to, const Numbers<kWide>& n) {
    if constexpr (kWide == 4) {
        *reinterpret_cast<float4*>(to) = {n.v[0], n.v[1], n.v[2], n.v[3]};
    } else {
        *to = n.v[0];
    }
}

/// Moves kWide elements from channel c on; returns how many gradients are not finite.
template <int kWide>
__device__ __forceinline__ int moveElements(
    const AdamParams& p, int64_t row, int64_t c, float correction1, float correction2) {
    const int64_t j = row * p.channels + c;
    const Numbers<kWide> g = load<kWide>(p.grad + j);
    Numbers<kWide> first = load<kWide>(p.first + j), second = load<kWide>(p.second + j),
                   value = load<kWide>(p.value + j);
    int bad = 0;
    for (int k = 0; k < kWide; ++k) {
        bad += adamElement(
                   p, c + k, g.v[k], correction1, correction2, first.v[k], second.v[k], value.v[k])
                   ? 0
                   : 1;
    }
    store<kWide>(p.first + j, first);
    store<kWide>(p.second + j, second);
    store<kWide>(p.value + j, value);
    return bad;
}

/// kLanes threads share a row, kWide numbers at a time each, so that a warp reads neighbouring
/// numbers. Most rows of a sparse parameter have no gradient: they cost the reading of it.
template <int kLanes, int kWide>
__global__ void __launch_bounds__(kThreads)
    adamKernel(const __grid_constant__ AdamParams p, int64_t rows, int64_t* not_finite) {
    const int64_t thread = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    const int64_t row = thread / kLanes;
    const int lane = static_cast<int>(thread % kLanes);
    const unsigned group = kLanes == kWarp ? ~0u
                                           : ((1u << kLanes % kWarp) - 1)
                                                 << (threadIdx.x % kWarp / kLanes * kLanes);
    bool any = !p.sparse && row < rows;
    if (p.sparse && row < rows) {
        for (int64_t c = lane * kWide; c < p.channels; c += kLanes * kWide) {
            for (const float g : load<kWide>(p.grad + row * p.channels + c).v) {
                any |= g != 0.0f;  // NaN counts
            }
        }
    }
    if ((__ballot_sync(~0u, any) & group) == 0) {
        return;
    }
    const int32_t t = p.steps[row] + 1;
    __syncwarp(group);  // all threads of the row have read
    if (lane == 0) {
        p.steps[row] = t;
    }
    const float correction1 = 1.0f / (1.0f - powf(p.beta1, static_cast<float>(t)));
    const float correction2 = 1.0f / (1.0f - powf(p.beta2, static_cast<float>(t)));
    int bad = 0;
    for (int64_t c = lane * kWide; c < p.channels; c += kLanes * kWide) {
        bad += moveElements<kWide>(p, row, c, correction1, correction2);
    }
    if (bad != 0) {
        atomicAdd(reinterpret_cast<unsigned long long*>(not_finite),
                  static_cast<unsigned long long>(bad));
    }
}

template <int kLanes, int kWide>
void launch(const AdamParams& p, int64_t rows, int64_t* not_finite, const CudaQueue& queue) {
    adamKernel<kLanes, kWide>
        <<<blocksFor(rows * kLanes, kThreads), kThreads, 0, streamOf(queue)>>>(p, rows, not_finite);
}

/// Whether rows can be moved four numbers at a time.
bool inFours(const AdamParams& p) {
    const auto aligned = [](const float* array) {
        return reinterpret_cast<uintptr_t>(array) % sizeof(float4) == 0;
    };
    return p.channels % 4 == 0 && aligned(p.grad) && aligned(p.value) && aligned(p.first) &&
           aligned(p.second);
}

}  // namespace

void adamRowsCuda(const AdamParams& p, int64_t rows, int64_t* not_finite, const CudaQueue& queue) {
    if (rows == 0 || p.channels == 0) {
        return;
    }
    if (p.channels == 1) {
        launch<1, 1>(p, rows, not_finite, queue);
    } else if (p.channels <= 8 && inFours(p)) {
        launch<2, 4>(p, rows, not_finite, queue);
    } else if (p.channels <= 4) {
        launch<4, 1>(p, rows, not_finite, queue);
    } else if (p.channels <= 8) {
        launch<8, 1>(p, rows, not_finite, queue);
    } else {
        launch<kWarp, 1>(p, rows, not_finite, queue);
    }
    checkLaunch("an optimiser's step");
}

}  // namespace bozzetto
