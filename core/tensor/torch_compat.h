// SPDX-License-Identifier: Apache-2.0
#pragma once
// What LibTorch 1.13 (Debian) and 2.x call or do differently: here and nowhere else.
#include "base/error.h"

#include <ATen/ATen.h>
#include <torch/version.h>

namespace bozzetto {

/// Whether fusedAttention() can be called.
constexpr bool kHasFusedAttention = TORCH_VERSION_MAJOR >= 2;

/// Attention by one kernel. q [B, heads, L, D], k and v [B, heads, M, D]. Throws Error(Unsupported)
/// where LibTorch has none.
inline at::Tensor fusedAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
#if TORCH_VERSION_MAJOR >= 2
    return at::scaled_dot_product_attention(q, k, v);
#else
    (void)q, (void)k, (void)v;
    throw Error(Error::Kind::Unsupported, "This LibTorch has no fused attention");
#endif
}

}  // namespace bozzetto
