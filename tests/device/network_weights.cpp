// SPDX-License-Identifier: Apache-2.0
#include "tests/device/network_weights.h"

namespace bozzetto::device_test {
namespace {

struct BlockSize {
    int64_t dim, heads, hidden;
};

void addVitBlock(RandomWeights& w, const std::string& block, const BlockSize& size, bool qk_norm) {
    w.norm(block + "norm1", size.dim);
    w.linear(block + "attn.qkv", size.dim, 3 * size.dim);
    w.linear(block + "attn.proj", size.dim, size.dim);
    if (qk_norm) {
        w.norm(block + "attn.q_norm", size.dim / size.heads);
        w.norm(block + "attn.k_norm", size.dim / size.heads);
    }
    w.add(block + "ls1.gamma", {size.dim}, 0.2);
    w.norm(block + "norm2", size.dim);
    w.linear(block + "mlp.fc1", size.dim, size.hidden);
    w.linear(block + "mlp.fc2", size.hidden, size.dim);
    w.add(block + "ls2.gamma", {size.dim}, 0.2);
}

void addVitBlocks(RandomWeights& w, const std::string& prefix, const VitSize& size, bool qk_norm) {
    for (int64_t i = 0; i < size.depth; ++i) {
        addVitBlock(
            w, prefix + std::to_string(i) + ".", {size.dim, size.heads, size.hidden}, qk_norm);
    }
}

void addAttention(RandomWeights& w,
                  const std::string& block,
                  const StructureSize& size,
                  int64_t context) {
    w.linear(block + "self_attn.to_qkv", size.dim, 3 * size.dim);
    w.linear(block + "self_attn.to_out", size.dim, size.dim);
    for (const char* norm : {"q_rms_norm", "k_rms_norm"}) {
        w.add(block + "self_attn." + norm + ".gamma", {size.heads, size.dim / size.heads}, 0.5);
    }
    w.norm(block + "norm2", size.dim);
    w.linear(block + "cross_attn.to_q", size.dim, size.dim);
    w.linear(block + "cross_attn.to_kv", context, 2 * size.dim);
    w.linear(block + "cross_attn.to_out", size.dim, size.dim);
    w.linear(block + "mlp.mlp.0", size.dim, size.hidden);
    w.linear(block + "mlp.mlp.2", size.hidden, size.dim);
}

}  // namespace

void addDinoV2(RandomWeights& w, const std::string& prefix, const VitSize& size) {
    w.add(prefix + "cls_token", {1, 1, size.dim}, 0.5);
    w.add(prefix + "register_tokens", {1, 4, size.dim}, 0.5);
    w.add(prefix + "mask_token", {1, size.dim}, 0.5);
    w.add(prefix + "pos_embed", {1, 1 + size.grid * size.grid, size.dim}, 0.5);
    w.convolution(prefix + "patch_embed.proj", 3, size.dim, {size.patch, size.patch});
    addVitBlocks(w, prefix + "blocks.", size, false);
    w.norm(prefix + "norm", size.dim);
}

void addVggtAggregator(RandomWeights& w, const std::string& prefix, const VitSize& size) {
    addDinoV2(w, prefix + "patch_embed.", size);
    w.add(prefix + "camera_token", {1, 2, 1, size.dim}, 0.5);
    w.add(prefix + "register_token", {1, 2, 4, size.dim}, 0.5);
    addVitBlocks(w, prefix + "frame_blocks.", size, true);
    addVitBlocks(w, prefix + "global_blocks.", size, true);
}

void addCameraHead(RandomWeights& w, const std::string& prefix, const VitSize& size) {
    constexpr int64_t kBlocks = 4, kPose = 9;
    const int64_t dim = 2 * size.dim;
    w.norm(prefix + "token_norm", dim);
    w.norm(prefix + "trunk_norm", dim);
    w.add(prefix + "empty_pose_tokens", {1, 1, kPose}, 0.5);
    w.linear(prefix + "embed_pose", kPose, dim);
    w.linear(prefix + "poseLN_modulation.1", dim, 3 * dim);
    for (int64_t i = 0; i < kBlocks; ++i) {
        addVitBlock(w,
                    prefix + "trunk." + std::to_string(i) + ".",
                    {dim, size.heads, 2 * size.hidden},
                    false);
    }
    w.linear(prefix + "pose_branch.fc1", dim, dim / 2);
    w.linear(prefix + "pose_branch.fc2", dim / 2, kPose);
}

StructureSize StructureSize::tiny() {
    StructureSize size;
    size.dim = 64;
    size.heads = 2;
    size.hidden = 128;
    size.blocks = 2;
    size.resolution = 4;
    size.vggt = 2 * kTinyVit.dim;
    size.patches = kTinyVit.grid * kTinyVit.grid;
    size.taps = 2;
    size.decoder = {16, 8, 8};
    return size;
}

void addStructureCondition(RandomWeights& w, const StructureSize& size) {
    w.add("multiview_cond_tokens", {1, size.tokens(), size.dim}, 0.5);
    for (int64_t i = 0; i < size.taps; ++i) {
        addAttention(w, "cond_blocks." + std::to_string(i) + ".", size, size.vggt + size.dim);
    }
}

void addStructureFlow(RandomWeights& w, const StructureSize& size) {
    constexpr int64_t kTimestepWidth = 256;
    w.linear("t_embedder.mlp.0", kTimestepWidth, size.dim);
    w.linear("t_embedder.mlp.2", size.dim, size.dim);
    w.linear("input_layer", size.latent, size.dim);
    w.linear("out_layer", size.dim, size.latent);
    w.add("pos_emb", {size.tokens(), size.dim}, 0.5);
    for (int64_t i = 0; i < size.blocks; ++i) {
        const std::string block = "blocks." + std::to_string(i) + ".";
        w.linear(block + "adaLN_modulation.1", size.dim, 6 * size.dim);
        addAttention(w, block, size, size.dim);
    }
}

void addStructureDecoder(RandomWeights& w, const StructureSize& size) {
    const std::vector<int64_t> kernel{3, 3, 3};
    const auto addRes = [&](const std::string& block, int64_t channels) {
        w.norm(block + "norm1", channels);
        w.norm(block + "norm2", channels);
        w.convolution(block + "conv1", channels, channels, kernel);
        w.convolution(block + "conv2", channels, channels, kernel);
    };
    w.convolution("input_layer", size.latent, size.decoder[0], kernel);
    addRes("middle_block.0.", size.decoder[0]);
    addRes("middle_block.1.", size.decoder[0]);
    int64_t index = 0;
    const auto next = [&] { return "blocks." + std::to_string(index++) + "."; };
    for (size_t level = 0; level < size.decoder.size(); ++level) {
        const int64_t channels = size.decoder[level];
        addRes(next(), channels);
        addRes(next(), channels);
        if (level + 1 < size.decoder.size()) {
            w.convolution(next() + "conv", channels, 8 * size.decoder[level + 1], kernel);
        }
    }
    w.norm("out_layer.0", size.decoder.back());
    w.convolution("out_layer.2", size.decoder.back(), 1, kernel);
}

void addLatentCondition(RandomWeights& w, const StructureSize& size) {
    for (int64_t i = 0; i < size.taps; ++i) {
        for (const char* list : {"linear_blocks.", "fuse_blocks."}) {
            w.linear(list + std::to_string(i) + ".0", size.vggt + size.dim, size.dim);
        }
    }
}

}  // namespace bozzetto::device_test
