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

/// While it lives, fused attention is done by kernels that need no plan. Those of cuDNN, which
/// LibTorch prefers on an H100, take two thirds of the time, but 40 to 70 ms before the first call
/// of each size: that pays only where a size comes hundreds of times. It is a setting of the whole
/// process: networks on other threads get these kernels meanwhile, and other roundings.
class AttentionWithoutPlans {
public:
    AttentionWithoutPlans() { set(false); }
    ~AttentionWithoutPlans() { set(before_); }
    AttentionWithoutPlans(const AttentionWithoutPlans&) = delete;
    AttentionWithoutPlans& operator=(const AttentionWithoutPlans&) = delete;

private:
#if TORCH_VERSION_MAJOR >= 2
    static void set(bool plans) {
        at::globalContext().setSDPUseCuDNN(plans);
    }
    bool before_ = at::globalContext().userEnabledCuDNNSDP();
#else
    static void set(bool) {}
    bool before_ = false;
#endif
};

}  // namespace bozzetto
