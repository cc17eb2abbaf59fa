// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_launch.h"
#include "nvdiffrec/parameter_cuda.h"
#include "nvdiffrec/parameter_kernel.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

/// kLanes threads share a row, so that a warp reads neighbouring numbers. Most rows of a sparse
/// parameter have no gradient: they cost the reading of it.
template <int kLanes>
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
        for (int64_t c = lane; c < p.channels; c += kLanes) {
            any |= p.grad[row * p.channels + c] != 0.0f;  // NaN counts
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
    for (int64_t c = lane; c < p.channels; c += kLanes) {
        bad += adamElement(p, row * p.channels + c, c, correction1, correction2) ? 0 : 1;
    }
    if (bad != 0) {
        atomicAdd(reinterpret_cast<unsigned long long*>(not_finite),
                  static_cast<unsigned long long>(bad));
    }
}

template <int kLanes>
void launch(const AdamParams& p, int64_t rows, int64_t* not_finite, const CudaQueue& queue) {
    adamKernel<kLanes>
        <<<blocksFor(rows * kLanes, kThreads), kThreads, 0, streamOf(queue)>>>(p, rows, not_finite);
}

}  // namespace

void adamRowsCuda(const AdamParams& p, int64_t rows, int64_t* not_finite, const CudaQueue& queue) {
    if (rows == 0 || p.channels == 0) {
        return;
    }
    if (p.channels == 1) {
        launch<1>(p, rows, not_finite, queue);
    } else if (p.channels <= 4) {
        launch<4>(p, rows, not_finite, queue);
    } else if (p.channels <= 8) {
        launch<8>(p, rows, not_finite, queue);
    } else {
        launch<kWarp>(p, rows, not_finite, queue);
    }
    checkLaunch("an optimiser's step");
}

}  // namespace bozzetto
