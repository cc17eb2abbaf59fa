// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"

namespace bozzetto {

struct NoiseParams;

/// Fills p.out [p.count].
void noiseCuda(const NoiseParams& p, const CudaQueue& queue);

}  // namespace bozzetto
