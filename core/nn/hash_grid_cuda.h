// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"

namespace bozzetto {

struct HashGridParams;
struct HashGridAdam;

/// CUDA twins of hash_grid_kernel.h's functions, for all points, levels and rows at once. Pointers
/// are the device's; tables and rows of points are aligned to 16 bytes. Sums of the table's
/// gradient come in any order unless fixed_grad_table is given.
void hashGridForwardCuda(const HashGridParams& params, const CudaQueue& queue);
void hashGridGradPointsCuda(const HashGridParams& params, const CudaQueue& queue);
void hashGridGradTableCuda(const HashGridParams& params, const CudaQueue& queue);
void hashGridAdamCuda(const HashGridAdam& adam, const CudaQueue& queue);

}  // namespace bozzetto
