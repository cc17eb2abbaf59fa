// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reconviagen/models/vit_block.h"

#include <nlohmann/json_fwd.hpp>

namespace bozzetto {

/// Everything else is the weights' own: width, depth, patch size, registers, grid of positions.
struct DinoV2Config {
    int64_t num_heads = 16;
    VitMemory memory = VitMemory::Whole;

    /// Constructor arguments of the original; what is not there keeps the value above. Throws
    /// Error(BadWeights).
    static DinoV2Config fromJson(const nlohmann::json& args);
};

/// The vision transformer DINOv2 with register tokens ("DINOv2: Learning Robust Visual Features
/// without Supervision", Oquab et al. 2023; "Vision Transformers Need Registers", Darcet et al.
/// 2023). Tokens of a picture: class token, registers, then patches row by row. Linear layers and
/// attention are of the scope's type, everything between them is f32.
struct DinoV2 {
    at::Tensor cls_token, pos_embed, register_tokens;  // [1, 1 | 1 + grid * grid | R, C]
    int64_t patch_size;                                // pixels along a side
    Linear patch_embed_proj;                           // a patch [3 * p * p] -> C
    VitBlocks blocks;
    LayerNorm norm;

    explicit DinoV2(const WeightScope& w, const DinoV2Config& config = {});

    int64_t dim() const { return cls_token.size(2); }
    /// Class token and registers.
    int64_t specialTokens() const { return 1 + register_tokens.size(1); }

    /// images [S, 3, H, W] less ImageNet's mean, over its deviation; H and W multiples of the patch
    /// size -> tokens after the last block [S, 1 + R + H/p * W/p, C] f32. Throws Error(BadInput) if
    /// the size is no multiple.
    at::Tensor preNorm(const at::Tensor& images) const;
    /// preNorm() normalised without parameters (eps 1e-5): what ReconViaGen is conditioned on.
    at::Tensor features(const at::Tensor& images) const;
    /// Patches alone, normalised by `norm`: [S, H/p * W/p, C] f32.
    at::Tensor patchTokens(const at::Tensor& images) const;

private:
    at::Tensor patches(const at::Tensor& images) const;
    at::Tensor positions(int64_t rows, int64_t columns) const;
};

/// Pictures [..., 3, H, W] in [0, 1] less ImageNet's mean, over its deviation.
at::Tensor imageNetNormalised(const at::Tensor& images);

}  // namespace bozzetto
