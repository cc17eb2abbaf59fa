// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"

namespace bozzetto {

struct AdamParams;

/// adamRows of all rows on a GPU; pointers are the device's. Adds the number of elements whose
/// gradient is not finite to *not_finite, on the device.
void adamRowsCuda(const AdamParams& params,
                  int64_t rows,
                  int64_t* not_finite,
                  const CudaQueue& queue);

}  // namespace bozzetto
