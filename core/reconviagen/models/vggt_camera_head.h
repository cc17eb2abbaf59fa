// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reconviagen/models/vit_block.h"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace bozzetto {

struct VggtCameraHeadConfig {
    int64_t num_heads = 16;

    /// As VggtAggregatorConfig::fromJson.
    static VggtCameraHeadConfig fromJson(const nlohmann::json& args);
};

/// VGGT's cameras, refined step by step from nothing. Keys below "camera_head.". Runs in f32.
struct VggtCameraHead {
    LayerNorm token_norm, trunk_norm;
    at::Tensor empty_pose_tokens;  // [1, 1, 9]
    Linear embed_pose;
    Linear poseLN_modulation_1;
    VitBlocks trunk;
    Mlp pose_branch;

    explicit VggtCameraHead(const WeightScope& w, const VggtCameraHeadConfig& config = {});

    /// tokens [1, S, T, D] f32, the aggregator's last layer, of which the camera token is read ->
    /// after each step the pose encodings [1, S, 9] of pose_encoding.h.
    std::vector<at::Tensor> operator()(const at::Tensor& tokens, int steps = 4) const;
};

}  // namespace bozzetto
