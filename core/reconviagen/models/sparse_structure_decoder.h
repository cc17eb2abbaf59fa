// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/conv3d.h"
#include "nn/norm.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <vector>

namespace bozzetto {

/// Everything else is the weights' own.
struct SparseStructureDecoderConfig {
    /// Constructor arguments of the original. Throws Error(BadWeights) for a variant that this
    /// network does not have: a norm_type other than "layer".
    static SparseStructureDecoderConfig fromJson(const nlohmann::json& args);
};

/// A residual block: x + conv2(silu(norm2(conv1(silu(norm1(x)))))). Keys as the fields.
struct ResBlock3d {
    LayerNorm norm1, norm2;
    Conv3d conv1, conv2;

    ResBlock3d(const WeightScope& w, int64_t channels);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Twice the resolution: a convolution to 8 times the channels, dealt out to the 8 children of each
/// voxel. Key: conv.
struct Upsample3d {
    Conv3d conv;

    Upsample3d(const WeightScope& w, int64_t in, int64_t out) : conv(w / "conv", in, 8 * out) {}
    at::Tensor operator()(const at::Tensor& x) const;
};

/// From the latent volume to the occupancy at four times its resolution ("Structured 3D Latents for
/// Scalable and Versatile 3D Generation", section 3.3). Its blocks compute in the scope's type, the
/// first and the last layer in float32. Volumes are [B, X, Y, Z, C] between the layers.
struct SparseStructureDecoder {
    /// An entry of the list "blocks": one of the two.
    struct Block {
        std::optional<ResBlock3d> res;
        std::optional<Upsample3d> up;
    };

    Conv3d input_layer;
    std::vector<ResBlock3d> middle_block;
    std::vector<Block> blocks;
    LayerNorm out_layer_0;
    Conv3d out_layer_2;

    explicit SparseStructureDecoder(const WeightScope& w,
                                    const SparseStructureDecoderConfig& config = {});

    /// Latent [B, C, X, Y, Z] float32 -> logits [B, 1, 4 X, 4 Y, 4 Z] float32: occupied above 0.
    at::Tensor operator()(const at::Tensor& latent) const;
};

/// How many voxels an object may have. Below, there is nothing to make a surface of; above, the
/// structure is noise, and what follows would not fit into memory.
struct VoxelLimits {
    int64_t fewest = 100, most = 60'000;
};

/// Logits [B, 1, X, Y, Z] -> voxels above 0 as (b, x, y, z), in that order: [N, 4] int32 on the
/// logits' device. Throws Error(Engine) outside of the limits, before anything of that size is
/// allocated.
at::Tensor occupiedCoords(const at::Tensor& logits, const VoxelLimits& limits = {});

}  // namespace bozzetto
