// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/vggt_camera_head.h"

#include "reconviagen/models/config_json.h"
#include "reconviagen/models/weight_sizes.h"

namespace bozzetto {
namespace {

constexpr int64_t kPoseNumbers = 9;

VitBlocks readTrunk(const WeightScope& w, int64_t dim, int64_t heads) {
    checkHeads(w, dim, heads, 1);
    return VitBlocks(w, {dim, heads, 1e-5, false, VitMemory::Whole});
}

Mlp readBranch(const WeightScope& w, int64_t dim) {
    const int64_t hidden = sizeOf(w / "fc1", "bias", 0);
    return Mlp(
        Linear(w / "fc1", dim, hidden), Linear(w / "fc2", hidden, kPoseNumbers), Gelu::Exact);
}

/// Fields of view are not negative.
at::Tensor activated(const at::Tensor& pose) {
    return at::cat({pose.narrow(2, 0, 7), at::relu(pose.narrow(2, 7, 2))}, 2);
}

}  // namespace

VggtCameraHeadConfig VggtCameraHeadConfig::fromJson(const nlohmann::json& args) {
    VggtCameraHeadConfig config;
    config.num_heads = countOr(args, "num_heads", config.num_heads);
    return config;
}

VggtCameraHead::VggtCameraHead(const WeightScope& w, const VggtCameraHeadConfig& config)
    : token_norm(w / "token_norm", sizeOf(w, "token_norm.weight", 0), 1e-5),
      trunk_norm(w / "trunk_norm", token_norm.dim, 1e-5),
      empty_pose_tokens(w.get("empty_pose_tokens", {1, 1, kPoseNumbers})),
      embed_pose(w / "embed_pose", kPoseNumbers, token_norm.dim),
      poseLN_modulation_1(w / "poseLN_modulation" / 1, token_norm.dim, 3 * token_norm.dim),
      trunk(readTrunk(w / "trunk", token_norm.dim, config.num_heads)),
      pose_branch(readBranch(w / "pose_branch", token_norm.dim)) {}

std::vector<at::Tensor> VggtCameraHead::operator()(const at::Tensor& tokens, int steps) const {
    const at::Tensor token = token_norm(tokens.select(2, 0).to(at::kFloat));  // [1, S, D]
    const at::Tensor still = LayerNorm::plain(token_norm.dim, 1e-6)(token);
    at::Tensor pose;
    std::vector<at::Tensor> poses;
    for (int step = 0; step < steps; ++step) {
        const at::Tensor known =
            pose.defined() ? pose : empty_pose_tokens.expand({1, token.size(1), -1});
        const auto change = poseLN_modulation_1(at::silu(embed_pose(known))).chunk(3, -1);
        const at::Tensor &shift = change[0], &scale = change[1], &gate = change[2];
        at::Tensor x = gate * (still * (scale + 1) + shift) + token;
        for (size_t i = 0; i < trunk.size(); ++i) {
            trunk.apply(i, x);  // the views are each other's tokens
        }
        const at::Tensor difference = pose_branch(trunk_norm(x));
        pose = pose.defined() ? pose + difference : difference;
        poses.push_back(activated(pose));
    }
    return poses;
}

}  // namespace bozzetto
