// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/linear.h"
#include "nn/mlp.h"
#include "nn/norm.h"
#include "nn/sparse_tensor.h"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace bozzetto {

/// What the weights' shapes do not say of a decoder's trunk.
struct SlatSwinConfig {
    int64_t num_heads = 12;
    int64_t num_blocks = 0;       // 0: as many as there are
    int64_t latent_channels = 0;  // 0: as the weights have them
    int64_t window_size = 8;

    /// Throws Error(Unsupported) for networks of another kind.
    static SlatSwinConfig fromJson(const nlohmann::json& args);
};

/// Keys: attn.to_qkv, attn.to_out, mlp.mlp.0, mlp.mlp.2; norms without parameters.
struct SlatSwinBlock {
    Linear to_qkv, to_out;
    Mlp mlp;
    LayerNorm norm;

    SlatSwinBlock(const WeightScope& w, int64_t dim);

    /// Changes h [N, C] in place; attention within windows of size^3 voxels, shifted.
    void apply(at::Tensor& h,
               const Voxels& voxels,
               const SlatSwinConfig& config,
               int64_t shift) const;
};

/// What the decoders of structured latents share: a transformer whose attention stays within
/// windows, shifted by half in every other block. Source: "Structured 3D Latents for Scalable and
/// Versatile 3D Generation" (Xiang et al. 2024), section 3.2. Keys: input_layer (f32), blocks.
struct SlatSwinTrunk {
    SlatSwinConfig config;
    Linear input_layer;
    std::vector<SlatSwinBlock> blocks;

    SlatSwinTrunk(const WeightScope& w, const SlatSwinConfig& config);

    int64_t channels() const { return input_layer.weight.size(0); }
    int64_t latentChannels() const { return input_layer.weight.size(1); }

    /// Latents [N, latent channels] f32 -> [N, channels] of the scope's type. Throws
    /// Error(BadInput) if there are no voxels.
    SparseTensor operator()(const SparseTensor& latents) const;
};

}  // namespace bozzetto
