// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"
#include "geometry/cube_smoothing_kernel.h"

namespace bozzetto {

/// All rounds of smoothOverCubes on a CUDA device, whose memory the arrays are in. Throws
/// Error(Device) or Error(OutOfMemory).
void smoothOverCubesCuda(const CubeSmoothing& p, int rounds, const CudaQueue& queue);

}  // namespace bozzetto
