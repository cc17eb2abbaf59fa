// SPDX-License-Identifier: Apache-2.0
#pragma once
// interpolateCpu and interpolateGradCpu on a GPU. All arrays but `which` lie on the queue's device,
// aligned to 16 bytes. Nothing is waited for. Throws Error(OutOfMemory, Device).
#include "device/cuda_queue.h"
#include "raster/interpolate_kernel.h"

namespace bozzetto {

void interpolateCuda(const InterpolateParams<float>& params, const CudaQueue& queue);
void interpolateCuda(const InterpolateParams<double>& params, const CudaQueue& queue);
/// Sums by attributes in any order, or with queue.deterministic in whole numbers (scratch: 8 bytes
/// an element of attr).
void interpolateGradCuda(const InterpolateGradParams<float>& params, const CudaQueue& queue);
void interpolateGradCuda(const InterpolateGradParams<double>& params, const CudaQueue& queue);

}  // namespace bozzetto
