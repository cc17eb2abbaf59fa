// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/vit_block.h"

#include "base/error.h"
#include "nn/attention.h"
#include "nn/cancel_scope.h"
#include "reconviagen/models/weight_sizes.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr int64_t kSpareViews = 4;  // at once

Mlp readMlp(const WeightScope& w, int64_t dim) {
    const int64_t hidden = sizeOf(w / "fc1", "bias", 0);
    return Mlp(Linear(w / "fc1", dim, hidden), Linear(w / "fc2", hidden, dim), Gelu::Exact);
}

/// Calls fn with x or, to spare memory, with some of its views [s, T, dim] after the others.
template <class Fn>
void eachPiece(const at::Tensor& x, VitMemory memory, const Fn& fn) {
    const int64_t step = memory == VitMemory::Spare ? kSpareViews : x.size(0);
    for (int64_t begin = 0; begin < x.size(0); begin += step) {
        at::Tensor piece = x.narrow(0, begin, std::min(step, x.size(0) - begin));
        fn(piece);
    }
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
      ls2(w / "ls2", config.dim),
      memory(config.memory) {}

void VitBlock::attendTo(at::Tensor& x, const RotaryTable* rope, Attend attend) const {
    ls1.add(x, attn(norm1(x, attn.qkv.weight.scalar_type()), rope, attend));
}

void VitBlock::apply(at::Tensor& x, const RotaryTable* rope, Attend attend) const {
    checkCancelled();
    if (attend == Attend::AcrossViews) {
        attendTo(x, rope, attend);
    } else {
        eachPiece(x, memory, [&](at::Tensor& views) { attendTo(views, rope, attend); });
    }
    eachPiece(x, memory, [&](at::Tensor& views) {
        ls2.add(views, mlp(norm2(views, attn.qkv.weight.scalar_type())));
    });
}

VitBlocks::VitBlocks(const WeightScope& w, const VitBlockConfig& config)
    : scope_(w), config_(config), count_(static_cast<size_t>(countBlocks(w, "norm1.weight"))) {
    if (config.memory == VitMemory::Whole) {
        for (size_t i = 0; i < count_; ++i) {
            blocks_.emplace_back(w / static_cast<int64_t>(i), config);
        }
    }
}

void VitBlocks::apply(size_t index, at::Tensor& x, const RotaryTable* rope, Attend attend) const {
    if (blocks_.empty()) {
        VitBlock(scope_ / static_cast<int64_t>(index), config_).apply(x, rope, attend);
    } else {
        blocks_[index].apply(x, rope, attend);
    }
}

}  // namespace bozzetto
