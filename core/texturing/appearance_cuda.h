// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"

namespace bozzetto {

struct MaterialParams;
struct MaterialGradParams;
struct RegulariserParams;

/// appearance_kernel.h's functions for all points, in one launch each; pointers are the device's.
void decodeMaterialCuda(const MaterialParams& params, const CudaQueue& queue);
void decodeMaterialGradCuda(const MaterialGradParams& params, const CudaQueue& queue);
/// Writes the sum over the rows to loss [1], in a fixed order.
void regulariserCuda(const RegulariserParams& params, float* loss, const CudaQueue& queue);

}  // namespace bozzetto
