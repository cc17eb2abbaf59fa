// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/layer_scale.h"
#include "nn/linear.h"
#include "nn/mlp.h"
#include "nn/norm.h"
#include "nn/rope.h"

#include <ATen/ATen.h>

#include <optional>
#include <vector>

namespace bozzetto {

/// Which tokens see each other.
enum class Attend { WithinViews, AcrossViews };

/// What a forward pass holds at once. Spare: the weights of one block, and what is between its
/// layers of a few views, as far as each view is for itself; it takes no longer than Whole, when
/// weights are used once.
enum class VitMemory { Whole, Spare };

struct VitBlockConfig {
    int64_t dim = 0, heads = 0;
    double norm_eps = 1e-5;
    bool qk_norm = false;  // keys attn.q_norm, attn.k_norm; with it go rotary positions
    VitMemory memory = VitMemory::Whole;
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
    VitMemory memory;

    VitBlock(const WeightScope& w, const VitBlockConfig& config);

    /// Changes tokens x [S, T, dim] f32 in place.
    void apply(at::Tensor& x,
               const RotaryTable* rope = nullptr,
               Attend attend = Attend::WithinViews) const;

private:
    void attendTo(at::Tensor& x, const RotaryTable* rope, Attend attend) const;
};

/// The blocks "0", "1", ... below a scope, all of one kind. Whole: read at once; Spare: each time
/// one is used.
class VitBlocks {
public:
    /// Throws Error(BadWeights), for a Spare list of many blocks also when one is used.
    VitBlocks(const WeightScope& w, const VitBlockConfig& config);

    size_t size() const { return count_; }
    int64_t heads() const { return config_.heads; }
    /// As VitBlock::apply of one of them.
    void apply(size_t index,
               at::Tensor& x,
               const RotaryTable* rope = nullptr,
               Attend attend = Attend::WithinViews) const;

private:
    WeightScope scope_;
    VitBlockConfig config_;
    size_t count_;
    std::vector<VitBlock> blocks_;  // empty if they are read in turn
};

}  // namespace bozzetto
