// SPDX-License-Identifier: Apache-2.0
#pragma once
// rasterizeCpu and rasterizeGradCpu on a GPU: the same coverage and depths bit by bit. All arrays
// but `ranges` lie on the queue's device, aligned to 16 bytes. Nothing is waited for.
#include "device/cuda_queue.h"
#include "raster/rasterize_kernel.h"

namespace bozzetto {

/// Scratch: 8 bytes a pixel (of at most 2048 x 2048 an image), 16 a vertex, and up to 6 MB.
/// Throws Error(OutOfMemory, Device).
void rasterizeCuda(const RasterizeParams<float>& params, const CudaQueue& queue);
void rasterizeCuda(const RasterizeParams<double>& params, const CudaQueue& queue);
/// Sums in any order, or with queue.deterministic in whole numbers (scratch: 36 bytes a vertex).
void rasterizeGradCuda(const RasterizeGradParams<float>& params, const CudaQueue& queue);
void rasterizeGradCuda(const RasterizeGradParams<double>& params, const CudaQueue& queue);

}  // namespace bozzetto
