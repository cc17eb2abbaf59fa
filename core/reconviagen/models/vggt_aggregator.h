// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reconviagen/models/dinov2.h"

#include <vector>

namespace bozzetto {

struct VggtAggregatorConfig {
    int64_t num_heads = 16;
    double rope_freq = 100;
    DinoV2Config patch_embed;
    VitMemory memory = VitMemory::Whole;  // of the frame and global blocks

    /// Constructor arguments of the original, the patch embedder's below "patch_embed"; what is not
    /// there keeps the value above. Throws Error(BadWeights).
    static VggtAggregatorConfig fromJson(const nlohmann::json& args);
};

/// The alternating attention of VGGT ("VGGT: Visual Geometry Grounded Transformer", Wang et al.
/// 2025). Tokens of a view: camera, registers, then patches row by row; view 0, the frame of
/// reference, has a camera token and registers of its own. Keys below "aggregator." of a whole
/// checkpoint.
struct VggtAggregator {
    DinoV2 patch_embed;
    at::Tensor camera_token, register_token;  // [1, 2 (first view, others), 1 | R, C] f32
    VitBlocks frame_blocks, global_blocks;
    double rope_freq;
    std::vector<int64_t> taps;  // ascending

    /// Throws Error(BadWeights) if there are fewer layers than the last tap.
    explicit VggtAggregator(const WeightScope& w,
                            const VggtAggregatorConfig& config = {},
                            std::vector<int64_t> taps = {4, 11, 17, 23});

    int64_t specialTokens() const { return 1 + register_token.size(2); }

    /// images [1, S, 3, H, W] in [0, 1] -> for each tap its layer's outputs, the frame block's and
    /// then the global block's channels: [1, S, T, 2 C] of type `out`. Nothing else is kept: both
    /// networks that read the taps do so in f16. Throws Error(BadInput) as DinoV2::preNorm.
    std::vector<at::Tensor> operator()(const at::Tensor& images,
                                       at::ScalarType out = at::kFloat) const;

private:
    at::Tensor tokens(const at::Tensor& images) const;
    RotaryTable positions(int64_t rows, int64_t columns, const at::Device& device) const;
};

}  // namespace bozzetto
