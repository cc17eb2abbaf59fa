// SPDX-License-Identifier: Apache-2.0
#pragma once
// shade_cpu.h's functions on a GPU, float only. All pointers are the device's; bordered cubes are
// aligned to 16 bytes.
#include "device/cuda_queue.h"

namespace bozzetto {

struct LightLayout;
template <class Scalar>
struct ShadeParams;
template <class Scalar>
struct ShadeGradients;
template <class Scalar>
struct ShadingNormalParams;
template <class Scalar>
struct ShadingNormalGradients;

/// All light maps [texels, 3] into their bordered form [bordered, 4].
void addBordersCuda(const LightLayout& layout,
                    const float* texels,
                    float* bordered,
                    const CudaQueue& queue);

/// params.diffuse and params.specular point into what addBordersCuda wrote.
void shadeForwardCuda(const ShadeParams<float>& params, float* out, const CudaQueue& queue);

/// Cubes of `gradients` are not used; light_gradient [texels, 3] is overwritten, or null. Its sums
/// come in any order unless the queue is deterministic (scratch: 16 or 32 bytes a bordered texel).
void shadeBackwardCuda(const ShadeParams<float>& params,
                       const LightLayout& layout,
                       const float* grad_out,
                       const ShadeGradients<float>& gradients,
                       float* light_gradient,
                       const CudaQueue& queue);

void shadingNormalForwardCuda(const ShadingNormalParams<float>& params,
                              float* out,
                              const CudaQueue& queue);
void shadingNormalBackwardCuda(const ShadingNormalParams<float>& params,
                               const float* grad_out,
                               const ShadingNormalGradients<float>& gradients,
                               const CudaQueue& queue);

}  // namespace bozzetto
