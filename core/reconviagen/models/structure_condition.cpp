// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/structure_condition.h"

#include "base/error.h"
#include "reconviagen/models/config_json.h"
#include "reconviagen/models/weight_sizes.h"
#include "tensor/checks.h"
#include "tensor/torch_compat.h"

#include <c10/core/InferenceMode.h>

namespace bozzetto {
namespace {

constexpr double kNormEps = 1e-6;

/// Patches of all views in a row: [1, S, T, C] -> [1, S (T - 5), C].
at::Tensor patchesOfAllViews(const at::Tensor& tokens, at::ScalarType type) {
    return tokens.narrow(2, kSpecialTokens, tokens.size(2) - kSpecialTokens).to(type).flatten(1, 2);
}

}  // namespace

StructureConditionConfig StructureConditionConfig::fromJson(const nlohmann::json& args) {
    StructureConditionConfig config;
    config.num_heads = countOr(args, "num_heads", config.num_heads);
    config.qk_rms_norm = flagOr(args, "qk_rms_norm", config.qk_rms_norm);
    return config;
}

StructureConditionBlock::StructureConditionBlock(const WeightScope& w, const DitBlockConfig& c)
    : self_attn(w / "self_attn", c),
      norm2(w / "norm2", c.dim, kNormEps),
      cross_attn(w / "cross_attn", c),
      mlp(Linear(w / "mlp" / "mlp" / "0", c.dim, c.hidden),
          Linear(w / "mlp" / "mlp" / "2", c.hidden, c.dim),
          Gelu::Tanh) {}

void StructureConditionBlock::apply(at::Tensor& x, const at::Tensor& views) const {
    const LayerNorm norm = LayerNorm::plain(x.size(2), kNormEps);
    x.add_(self_attn(norm(x)));
    x.add_(cross_attn(norm2(x), cross_attn.project(views)));
    x.add_(mlp(norm(x)));
}

SparseStructureCondition::SparseStructureCondition(const WeightScope& w,
                                                   const StructureConditionConfig& config)
    : multiview_cond_tokens(
          w.get("multiview_cond_tokens",
                {1, sizeOf(w, "multiview_cond_tokens", 1), sizeOf(w, "multiview_cond_tokens", 2)})),
      cond_blocks(
          ditBlocks<StructureConditionBlock>(w / "cond_blocks",
                                             ditBlockSizes(w / "cond_blocks",
                                                           sizeOf(w, "multiview_cond_tokens", 2),
                                                           config.num_heads,
                                                           config.qk_rms_norm))) {}

at::Tensor SparseStructureCondition::operator()(const std::vector<at::Tensor>& taps,
                                                const at::Tensor& dino) const {
    c10::InferenceMode inference;
    if (taps.size() != cond_blocks.size()) {
        throw Error(Error::Kind::BadInput,
                    "The structure's condition takes " + std::to_string(cond_blocks.size()) +
                        " layers of VGGT and got " + std::to_string(taps.size()));
    }
    const AttentionWithoutPlans once;  // one forward a run
    const at::ScalarType type = multiview_cond_tokens.scalar_type();
    const at::Tensor image_tokens = patchesOfAllViews(dino, type);
    at::Tensor x = multiview_cond_tokens.clone();
    for (size_t k = 0; k < taps.size(); ++k) {
        const at::Tensor geometry_tokens = patchesOfAllViews(taps[k], type);
        checkTensor(geometry_tokens,
                    "a layer of VGGT",
                    {1,
                     image_tokens.size(1),
                     cond_blocks[k].cross_attn.to_kv.weight.size(1) - image_tokens.size(2)},
                    {type},
                    x.device());
        cond_blocks[k].apply(x, at::cat({geometry_tokens, image_tokens}, 2));
    }
    return x;
}

}  // namespace bozzetto
