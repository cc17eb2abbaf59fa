// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/norm_cuda.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Whether normaliseHeads() takes x [..., heads, D]: on a GPU, the last two axes dense, all those
/// before them at one stride, as queries are in [B, T, 3, heads, D].
bool canNormaliseHeads(const at::Tensor& x);

/// Fills in x, out and their shape, and runs headNormCuda(). `out` is as x, or x itself.
void normaliseHeads(HeadNormParams params, const at::Tensor& x, const at::Tensor& out);

}  // namespace bozzetto
