// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"

namespace bozzetto {

struct ImageLossParams;

/// imageLossRange of all pixels on a GPU; pointers are the device's. Writes the mean over the
/// pixels to loss [1], and to params.grad the gradient of that mean. Summed in a fixed order.
void imageLossCuda(const ImageLossParams& params,
                   int64_t pixels,
                   float* loss,
                   const CudaQueue& queue);

}  // namespace bozzetto
