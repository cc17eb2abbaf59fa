// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/slat_swin.h"

#include "base/error.h"
#include "nn/cancel_scope.h"
#include "nn/window_attention.h"
#include "reconviagen/models/config_json.h"
#include "reconviagen/models/embeddings.h"
#include "reconviagen/models/weight_sizes.h"

#include <nlohmann/json.hpp>

#include <string>

namespace bozzetto {
namespace {

constexpr double kNormEps = 1e-6;

std::vector<SlatSwinBlock> readBlocks(const WeightScope& w, int64_t wanted, int64_t dim) {
    const int64_t count = wanted > 0 ? wanted : countBlocks(w, "attn.to_qkv.weight");
    std::vector<SlatSwinBlock> blocks;
    for (int64_t i = 0; i < count; ++i) {
        blocks.emplace_back(w / i, dim);
    }
    return blocks;
}

}  // namespace

SlatSwinConfig SlatSwinConfig::fromJson(const nlohmann::json& args) {
    SlatSwinConfig config;
    config.num_heads = countOr(args, "num_heads", config.num_heads);
    if (args.contains("num_blocks")) {
        config.num_blocks = countOr(args, "num_blocks", 1);
    }
    if (args.contains("latent_channels")) {
        config.latent_channels = countOr(args, "latent_channels", 1);
    }
    config.window_size = countOr(args, "window_size", config.window_size);
    if (wordOr(args, "attn_mode", "swin") != "swin" || wordOr(args, "pe_mode", "ape") != "ape" ||
        flagOr(args, "qk_rms_norm", false)) {
        throw Error(Error::Kind::Unsupported,
                    "A decoder of structured latents is of a kind that Bozzetto does not know",
                    "Use the published weights of ReconViaGen v0.2.");
    }
    return config;
}

SlatSwinBlock::SlatSwinBlock(const WeightScope& w, int64_t dim)
    : to_qkv(w / "attn" / "to_qkv", dim, 3 * dim),
      to_out(w / "attn" / "to_out", dim, dim),
      mlp(Linear(w / "mlp" / "mlp" / 0, dim, sizeOf(w, "mlp.mlp.0.weight", 0)),
          Linear(w / "mlp" / "mlp" / 2, sizeOf(w, "mlp.mlp.0.weight", 0), dim),
          Gelu::Tanh),
      norm(LayerNorm::plain(dim, kNormEps)) {}

void SlatSwinBlock::apply(at::Tensor& h,
                          const Voxels& voxels,
                          const SlatSwinConfig& config,
                          int64_t shift) const {
    const int64_t rows = h.size(0), heads = config.num_heads;
    const at::Tensor qkv = to_qkv(norm(h)).view({rows, 3, heads, norm.dim / heads});
    h.add_(to_out(windowAttention(qkv, voxels, config.window_size, shift)));
    checkCancelled();
    h.add_(mlp(norm(h)));
}

SlatSwinTrunk::SlatSwinTrunk(const WeightScope& w, const SlatSwinConfig& config)
    : config(config),
      input_layer(
          w.as(at::kFloat) / "input_layer",
          config.latent_channels > 0 ? config.latent_channels : sizeOf(w, "input_layer.weight", 1),
          sizeOf(w, "input_layer.weight", 0)),
      blocks(readBlocks(w / "blocks", config.num_blocks, channels())) {
    checkHeads(w, channels(), config.num_heads, 1);
}

SparseTensor SlatSwinTrunk::operator()(const SparseTensor& latents) const {
    if (latents.voxels->count() == 0 || latents.voxels->batches() != 1) {
        throw Error(Error::Kind::BadInput,
                    "There is nothing to decode",
                    "Use photographs that show the object whole.");
    }
    const at::Tensor xyz = latents.voxels->coords().narrow(1, 1, 3);
    at::Tensor h = (input_layer(latents.feats) + absolutePositions(xyz, channels()))
                       .to(blocks.front().to_qkv.weight.scalar_type());
    for (size_t i = 0; i < blocks.size(); ++i) {
        blocks[i].apply(h, latents.voxels, config, i % 2 == 0 ? 0 : config.window_size / 2);
    }
    return latents.withFeats(h);
}

}  // namespace bozzetto
