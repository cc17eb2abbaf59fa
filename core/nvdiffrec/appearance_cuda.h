// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"

namespace bozzetto {

struct MaterialParams;
struct MaterialGradParams;
struct MaterialPriorParams;

/// appearance_kernel.h's functions for all points, in one launch each; pointers are the device's.
void decodeMaterialCuda(const MaterialParams& params, const CudaQueue& queue);
void decodeMaterialGradCuda(const MaterialGradParams& params, const CudaQueue& queue);
/// Writes the sum over the points to loss [1], in a fixed order.
void materialPriorCuda(const MaterialPriorParams& params, float* loss, const CudaQueue& queue);

}  // namespace bozzetto
