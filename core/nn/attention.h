// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

/// softmax(q k^T / sqrt(D)) v for each head: q [B, heads, L, D], k and v [B, heads, M, D] of one
/// type and device, in any layout whose last axis is contiguous -> [B, heads, L, D] (on a GPU often
/// a view of [B, L, heads, D]). With CUDA and LibTorch 2 the fused kernels; otherwise rows of
/// queries are taken in pieces of at most 256 MB and about half a second, softmax in f32, with
/// checkCancelled() before each piece.
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v);

/// The same for tokens first: qkv [B, L, 3, heads, D] -> [B, L, heads * D], contiguous.
at::Tensor selfAttention(const at::Tensor& qkv);

}  // namespace bozzetto
