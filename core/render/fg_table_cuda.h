// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"

namespace bozzetto {

/// The split-sum table on the queue's device, for good: a copy of `values` (computeFgTable), which
/// is made and waited for on the first call.
const float* fgTableCuda(const float* values, const CudaQueue& queue);

}  // namespace bozzetto
