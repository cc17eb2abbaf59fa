// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/sparse_tensor.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Self-attention among the voxels of each window: size^3 voxels of the lattice shifted by `shift`
/// along every axis. No mask between windows is needed, no wrap-around, no position bias. qkv [N,
/// 3, heads, D] of the rows of `voxels` -> [N, heads * D] of the same type; scale 1 / sqrt(D), in
/// f32. Windows of similar occupancy are taken together, at most 256 MB of scores at a time.
/// Source: "Swin Transformer" (Liu et al. 2021), section 3.2, for voxels.
at::Tensor windowAttention(const at::Tensor& qkv,
                           const Voxels& voxels,
                           int64_t size,
                           int64_t shift);

}  // namespace bozzetto
