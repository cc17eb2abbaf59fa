// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_atomics.h"
#include "render/cuda_light_border.h"
#include "render/light_layout.h"
#include "render/shade_cuda.h"
#include "render/shading_normal_kernel.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;

__global__ void __launch_bounds__(kThreads)
    forwardKernel(const __grid_constant__ ShadeParams<float> p, float* out) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < p.count) {
        shadePixel(p, i, out);
    }
}

/// What one lookup of one pixel adds to the light.
struct LightTap {
    int32_t index = -1;  // bordered texel of the first tap, counted over all cubes; -1: nothing
    int32_t row = 0;     // texels in a bordered row
    float fx = 0, fy = 0;
    float g[4] = {};  // the last is 0: the channel that is not used
};
constexpr int kLookups = 3;  // diffuse, the specular level below, the one above
/// Of a warp's pixels.
struct WarpTaps {
    LightTap tap[kLookups][kWarp];
};

/// Files a pixel's taps.
struct FileTaps {
    const LightLayout& layout;
    WarpTaps& taps;
    int lane;
    int first_level;
    __device__ void operator()(int cube, const CubeTaps<float>& t, Vec3f g) const {
        const int lookup = cube == kDiffuseCube ? 0 : (cube == first_level ? 1 : 2);
        taps.tap[lookup][lane] = {layout.first_bordered[cube + 1] + static_cast<int32_t>(t.index),
                                  static_cast<int32_t>(t.row),
                                  t.fx,
                                  t.fy,
                                  {g.x, g.y, g.z, 0.0f}};
    }
};

/// Sixteen threads, four a tap, one a channel, go through `count` pixels' taps in order.
/// Neighbouring pixels mostly look up the same four texels: they are summed before they go to
/// memory.
template <class Sum>
__device__ __forceinline__ void addTaps(const LightTap* taps, int count, Sum* bordered) {
    const int corner = threadIdx.x % 16 / 4, channel = threadIdx.x % 4;
    int32_t index = -1, row = 0;
    float sum = 0;
    const auto flush = [&] {
        if (index >= 0 && channel < 3) {
            addTo(bordered + 4 * (index + (corner & 1) + (corner >> 1) * row) + channel, sum);
        }
    };
    for (int i = 0; i < count; ++i) {
        const LightTap& tap = taps[i];
        if (tap.index != index) {
            flush();
            index = tap.index;
            row = tap.row;
            sum = 0;
        }
        const float wx = (corner & 1) != 0 ? tap.fx : 1 - tap.fx;
        const float wy = (corner & 2) != 0 ? tap.fy : 1 - tap.fy;
        sum += wx * wy * tap.g[channel];
    }
    flush();
}

template <class Sum>
__global__ void __launch_bounds__(kThreads)
    backwardKernel(const __grid_constant__ ShadeParams<float> p,
                   const __grid_constant__ LightLayout layout,
                   const float* grad_out,
                   const __grid_constant__ ShadeGradients<float> gradients,
                   Sum* bordered) {
    __shared__ WarpTaps of_warp[kThreads / kWarp];
    WarpTaps& taps = of_warp[threadIdx.x / kWarp];
    const int lane = threadIdx.x % kWarp, half = lane / 16;
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (bordered != nullptr) {
        for (auto& lookup : taps.tap) {
            lookup[lane] = {};
        }
    }
    if (i < p.count) {
        const int first_level = levelPosition(p, p.orm[3 * i + 1]).level;
        shadePixelGradient(p, i, grad_out, gradients, FileTaps{layout, taps, lane, first_level});
    }
    if (bordered == nullptr) {
        return;
    }
    __syncwarp();
    // One half of the warp takes the diffuse lookups, the other the first specular ones; then they
    // share the last.
    addTaps(taps.tap[half], kWarp, bordered);
    addTaps(taps.tap[2] + 16 * half, 16, bordered);
}

__global__ void __launch_bounds__(kThreads)
    normalForwardKernel(const __grid_constant__ ShadingNormalParams<float> p, float* out) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < p.count) {
        shadingNormalPixel(p, i, out);
    }
}

__global__ void __launch_bounds__(kThreads)
    normalBackwardKernel(const __grid_constant__ ShadingNormalParams<float> p,
                         const float* grad_out,
                         const ShadingNormalGradients<float> gradients) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < p.count) {
        shadingNormalGradientPixel(p, i, grad_out, gradients);
    }
}

template <class Sum>
void backward(const ShadeParams<float>& p,
              const LightLayout& layout,
              const float* grad_out,
              ShadeGradients<float> gradients,
              float* light_gradient,
              const CudaQueue& queue) {
    Sum* bordered = nullptr;
    gradients.light = light_gradient != nullptr;
    if (gradients.light) {
        const int64_t values = int64_t{4} * layout.bordered();
        bordered = queue.scratch<Sum>(values);
        checkCuda(cudaMemsetAsync(
                      bordered, 0, static_cast<size_t>(values) * sizeof(Sum), streamOf(queue)),
                  "shade's gradient");
    }
    if (p.count > 0) {
        backwardKernel<Sum><<<blocksFor(p.count, kThreads), kThreads, 0, streamOf(queue)>>>(
            p, layout, grad_out, gradients, bordered);
        checkLaunch("shade's gradient");
    }
    if (gradients.light) {
        foldBorders(layout, bordered, light_gradient, queue);
    }
}

}  // namespace

void shadeForwardCuda(const ShadeParams<float>& p, float* out, const CudaQueue& queue) {
    if (p.count > 0) {
        forwardKernel<<<blocksFor(p.count, kThreads), kThreads, 0, streamOf(queue)>>>(p, out);
        checkLaunch("shade");
    }
}

void shadeBackwardCuda(const ShadeParams<float>& p,
                       const LightLayout& layout,
                       const float* grad_out,
                       const ShadeGradients<float>& gradients,
                       float* light_gradient,
                       const CudaQueue& queue) {
    if (queue.deterministic) {
        backward<FixedPoint>(p, layout, grad_out, gradients, light_gradient, queue);
    } else {
        backward<float>(p, layout, grad_out, gradients, light_gradient, queue);
    }
}

void shadingNormalForwardCuda(const ShadingNormalParams<float>& p,
                              float* out,
                              const CudaQueue& queue) {
    if (p.count > 0) {
        normalForwardKernel<<<blocksFor(p.count, kThreads), kThreads, 0, streamOf(queue)>>>(p, out);
        checkLaunch("shadingNormal");
    }
}

void shadingNormalBackwardCuda(const ShadingNormalParams<float>& p,
                               const float* grad_out,
                               const ShadingNormalGradients<float>& gradients,
                               const CudaQueue& queue) {
    if (p.count > 0) {
        normalBackwardKernel<<<blocksFor(p.count, kThreads), kThreads, 0, streamOf(queue)>>>(
            p, grad_out, gradients);
        checkLaunch("shadingNormal's gradient");
    }
}

}  // namespace bozzetto
