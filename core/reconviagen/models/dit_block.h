// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/linear.h"
#include "nn/mlp.h"
#include "nn/norm.h"
#include "reconviagen/models/weight_sizes.h"

#include <ATen/ATen.h>

#include <optional>
#include <vector>

namespace bozzetto {

/// Sizes of a transformer block that attends to a condition.
struct DitBlockConfig {
    int64_t dim = 0, context_dim = 0, heads = 0;
    int64_t hidden = 0;       // of the MLP
    bool qk_rms_norm = true;  // of the self-attention; the cross-attention has none
};

/// Attention of tokens to each other. Keys: to_qkv, to_out, q_rms_norm.gamma, k_rms_norm.gamma.
struct DitSelfAttention {
    Linear to_qkv, to_out;
    std::optional<RmsNorm> q_rms_norm, k_rms_norm;
    int64_t heads;

    DitSelfAttention(const WeightScope& w, const DitBlockConfig& config);

    /// x [R, L, dim] -> [R, L, dim] of the weights' type; each row for itself.
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Keys and values that one layer makes of a condition of V views: [V, heads, M, D] each. They do
/// not depend on the state: one projection serves all steps of a sampler.
struct DitContext {
    at::Tensor k, v;
    bool one_by_one = false;  // attended to view by view, which takes less memory
};

/// Attention of tokens to a condition. Keys: to_q, to_kv, to_out.
struct DitCrossAttention {
    Linear to_q, to_kv, to_out;
    int64_t heads;

    DitCrossAttention(const WeightScope& w, const DitBlockConfig& config);

    /// Condition [V, M, context_dim] of any type.
    DitContext project(const at::Tensor& condition) const;

    /// x [1, L, dim] -> [1, L, dim]: the mean over the views of what it gets from each.
    at::Tensor operator()(const at::Tensor& x, const DitContext& context) const;

    /// What any token gets from a condition of zeros, [dim]: all keys are alike, so that the mean
    /// of the values, all b_v, comes back whatever the query.
    at::Tensor fromZeros() const;

private:
    at::Tensor oneByOne(const at::Tensor& x, const DitContext& context) const;
};

/// The transformer block of both flows ("Scalable Diffusion Models with Transformers", adaLN-Zero,
/// with a cross-attention). Keys: adaLN_modulation.1, self_attn, norm2, cross_attn, mlp.mlp.0,
/// mlp.mlp.2.
struct DitBlock {
    Linear adaLN_modulation_1;
    DitSelfAttention self_attn;
    LayerNorm norm2;
    DitCrossAttention cross_attn;
    Mlp mlp;
    at::Tensor from_zeros;  // [dim]

    DitBlock(const WeightScope& w, const DitBlockConfig& config);

    /// Embedded times [T, dim] -> [T, 6 dim] of the weights' type: shift, scale and gate of the
    /// attention, then of the MLP.
    at::Tensor modulation(const at::Tensor& embedded_times) const;

    /// Changes h [R, L, dim], of the weights' type, in place. `modulation`: one row of the above,
    /// [6 dim]. Row 0 attends to `context`, all others to a condition of zeros; without a context
    /// all do.
    void apply(at::Tensor& h, const at::Tensor& modulation, const DitContext* context) const;

private:
    void attend(at::Tensor& h, const DitContext* context) const;
};

/// Sizes of the blocks "0", "1", ... below `w`, `dim` channels wide: those of the first. Throws
/// Error(BadWeights).
DitBlockConfig ditBlockSizes(const WeightScope& w, int64_t dim, int64_t heads, bool qk_rms_norm);

/// The blocks below `w`, all of one size: `count` of them, or as many as there are if it is 0.
template <class Block>
std::vector<Block> ditBlocks(const WeightScope& w, const DitBlockConfig& sizes, int64_t count = 0) {
    if (count == 0) {
        count = countBlocks(w, "norm2.weight");
    }
    std::vector<Block> blocks;
    for (int64_t i = 0; i < count; ++i) {
        blocks.emplace_back(w / i, sizes);
    }
    return blocks;
}

}  // namespace bozzetto
