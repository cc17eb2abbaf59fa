// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"
#include "geometry/visual_hull_kernel.h"

namespace bozzetto {

/// visualHullDistance on a CUDA device: distances [count] of points [count, 3]. views [view_count]
/// and their maps are in the device's memory. Throws Error(Device) or Error(OutOfMemory).
void visualHullDistanceCuda(const HullView* views,
                            int view_count,
                            const float* points,
                            int64_t count,
                            float* distances,
                            const CudaQueue& queue);

}  // namespace bozzetto
