// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reconviagen/models/dit_block.h"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace bozzetto {

/// Camera or class token and registers, which come before the patches of a view.
constexpr int64_t kSpecialTokens = 5;

/// Everything else is the weights' own.
struct StructureConditionConfig {
    int64_t num_heads = 16;
    bool qk_rms_norm = true;

    /// Constructor arguments of the original; what is not there keeps the value above. Throws
    /// Error(BadWeights).
    static StructureConditionConfig fromJson(const nlohmann::json& args);
};

/// A block of the condition network: attend to each other, attend to the views, MLP; each on
/// normalised tokens and added. Keys: self_attn, norm2, cross_attn, mlp.mlp.0, mlp.mlp.2.
struct StructureConditionBlock {
    DitSelfAttention self_attn;
    LayerNorm norm2;
    DitCrossAttention cross_attn;
    Mlp mlp;

    StructureConditionBlock(const WeightScope& w, const DitBlockConfig& config);

    /// Changes x [1, L, dim] in place; views [1, M, context_dim].
    void apply(at::Tensor& x, const at::Tensor& views) const;
};

/// What the structure flow attends to: learned tokens that look, one block for each of VGGT's taps,
/// at the patches of all views ("ReconViaGen", arXiv 2510.23306, global geometry condition).
/// Computed in the scope's type.
struct SparseStructureCondition {
    at::Tensor multiview_cond_tokens;  // [1, L, dim]
    std::vector<StructureConditionBlock> cond_blocks;

    explicit SparseStructureCondition(const WeightScope& w,
                                      const StructureConditionConfig& config = {});

    /// taps: one [1, S, T, A] for each block, dino [1, S, T, C], special tokens first in both, of
    /// any type -> [1, L, dim] of the weights' type. Throws Error(BadInput) if there are not as
    /// many taps as blocks, or their widths are not those of the weights.
    at::Tensor operator()(const std::vector<at::Tensor>& taps, const at::Tensor& dino) const;
};

}  // namespace bozzetto
