// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/vit_block.h"

#include "base/error.h"
#include "nn/attention.h"
#include "nn/cancel_scope.h"
#include "reconviagen/models/weight_sizes.h"

namespace bozzetto {
namespace {

Mlp readMlp(const WeightScope& w, int64_t dim) {
    const int64_t hidden = sizeOf(w / "fc1", "bias", 0);
    return Mlp(Linear(w / "fc1", dim, hidden), Linear(w / "fc2", hidden, dim), Gelu::Exact);
}

}  // namespace

VitAttention::VitAttention(const WeightScope& w, const VitBlockConfig& config)
    : qkv(w / "qkv", config.dim, 3 * config.dim),
      proj(w / "proj", config.dim, config.dim),
      heads(config.heads) {
    if (config.qk_norm) {
        q_norm.emplace(w / "q_norm", config.dim / heads, config.norm_eps);
        k_norm.emplace(w / "k_norm", config.dim / heads, config.norm_eps);
    }
}

at::Tensor VitAttention::operator()(const at::Tensor& x,
                                    const RotaryTable* rope,
                                    Attend attend) const {
    const int64_t views = x.size(0), tokens = x.size(1), dim = x.size(2);
    at::Tensor mixed = qkv(x).view({views, tokens, 3, heads, dim / heads});
    if (q_norm) {
        require(rope != nullptr, "VitAttention: normalised queries have no positions");
        normalizeAndRotate(mixed, *q_norm, *k_norm, *rope);
    }
    if (attend == Attend::AcrossViews) {
        mixed = mixed.view({1, views * tokens, 3, heads, dim / heads});
    }
    return proj(selfAttention(mixed)).view({views, tokens, dim});
}

VitBlock::VitBlock(const WeightScope& w, const VitBlockConfig& config)
    : norm1(w / "norm1", config.dim, config.norm_eps),
      attn(w / "attn", config),
      ls1(w / "ls1", config.dim),
      norm2(w / "norm2", config.dim, config.norm_eps),
      mlp(readMlp(w / "mlp", config.dim)),
      ls2(w / "ls2", config.dim) {}

void VitBlock::apply(at::Tensor& x, const RotaryTable* rope, Attend attend) const {
    checkCancelled();
    const at::ScalarType torso = attn.qkv.weight.scalar_type();
    ls1.add(x, attn(norm1(x, torso), rope, attend));
    ls2.add(x, mlp(norm2(x, torso)));
}

}  // namespace bozzetto
