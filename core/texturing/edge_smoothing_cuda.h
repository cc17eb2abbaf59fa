// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"
#include "texturing/edge_smoothing_kernel.h"

namespace bozzetto {

/// A round of smoothOverNeighbours on a CUDA device, whose memory the arrays are in. Throws
/// Error(Device).
void smoothOverNeighboursCuda(const EdgeSmoothing& p, const CudaQueue& queue);

}  // namespace bozzetto
