// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_atomics.h"
#include "render/light_layout.h"

namespace bozzetto {

/// Transpose of addBordersCuda: bordered sums [bordered, 4] into light_gradient [texels, 3]. Each
/// texel gathers its parts in a fixed order. For .cu files only.
void foldBorders(const LightLayout& layout,
                 const float* bordered,
                 float* light_gradient,
                 const CudaQueue& queue);
void foldBorders(const LightLayout& layout,
                 const FixedPoint* bordered,
                 float* light_gradient,
                 const CudaQueue& queue);

}  // namespace bozzetto
