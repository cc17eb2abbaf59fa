// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/layer_scale.h"
#include "nn/linear.h"
#include "nn/mlp.h"
#include "nn/norm.h"
#include "nn/rope.h"

#include <ATen/ATen.h>

#include <optional>

namespace bozzetto {

/// Which tokens see each other.
enum class Attend { WithinViews, AcrossViews };

struct VitBlockConfig {
    int64_t dim = 0, heads = 0;
    double norm_eps = 1e-5;
    bool qk_norm = false;  // keys attn.q_norm, attn.k_norm; with it go rotary positions
};

/// Self-attention of a vision transformer. Keys: qkv, proj; q_norm and k_norm [head_dim] if asked.
struct VitAttention {
    Linear qkv, proj;
    std::optional<LayerNorm> q_norm, k_norm;
    int64_t heads;

    VitAttention(const WeightScope& w, const VitBlockConfig& config);

    /// x [S, T, dim] -> [S, T, dim] of the weights' type. `rope` (T positions) is needed where
    /// queries and keys are normalised.
    at::Tensor operator()(const at::Tensor& x, const RotaryTable* rope, Attend attend) const;
};

/// A block of DINOv2 and VGGT ("An Image is Worth 16x16 Words", with LayerScale of "Going deeper
/// with Image Transformers"): normalise, attend, scale, add; normalise, MLP, scale, add. Sums stay
/// in f32; the linear layers and the attention are of the weights' type.
struct VitBlock {
    LayerNorm norm1;
    VitAttention attn;
    LayerScale ls1;
    LayerNorm norm2;
    Mlp mlp;  // exact GELU
    LayerScale ls2;

    VitBlock(const WeightScope& w, const VitBlockConfig& config);

    /// Changes tokens x [S, T, dim] f32 in place.
    void apply(at::Tensor& x,
               const RotaryTable* rope = nullptr,
               Attend attend = Attend::WithinViews) const;
};

}  // namespace bozzetto
