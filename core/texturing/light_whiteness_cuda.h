// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"

#include <cstdint>

namespace bozzetto {

/// base [texels, 3]; loss: one float. All on the device.
void lightWhitenessCuda(const float* base, int64_t texels, float* loss, const CudaQueue& queue);
/// grad_loss: one float; grad_base [texels, 3].
void lightWhitenessBackwardCuda(const float* base,
                                int64_t texels,
                                const float* grad_loss,
                                float* grad_base,
                                const CudaQueue& queue);

}  // namespace bozzetto
