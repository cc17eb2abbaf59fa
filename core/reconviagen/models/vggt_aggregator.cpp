// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/vggt_aggregator.h"

#include "base/error.h"
#include "reconviagen/models/config_json.h"
#include "reconviagen/models/weight_sizes.h"
#include "tensor/torch_compat.h"

#include <algorithm>

namespace bozzetto {
namespace {

VitBlocks readBlocks(const WeightScope& w, int64_t dim, const VggtAggregatorConfig& config) {
    checkHeads(w, dim, config.num_heads, 4);
    return VitBlocks(w, {dim, config.num_heads, 1e-5, true, config.memory});
}

/// [1, 2, N, C], of which the first view takes one and each other view the other -> [S, N, C].
at::Tensor oneForEachView(const at::Tensor& token, int64_t views) {
    const at::Tensor first = token.select(1, 0), other = token.select(1, 1);
    return at::cat({first, other.expand({views - 1, -1, -1})});
}

}  // namespace

VggtAggregatorConfig VggtAggregatorConfig::fromJson(const nlohmann::json& args) {
    VggtAggregatorConfig config;
    config.num_heads = countOr(args, "num_heads", config.num_heads);
    config.rope_freq = numberOr(args, "rope_freq", config.rope_freq);
    if (args.contains("patch_embed")) {
        config.patch_embed = DinoV2Config::fromJson(args["patch_embed"]);
    }
    return config;
}

VggtAggregator::VggtAggregator(const WeightScope& w,
                               const VggtAggregatorConfig& config,
                               std::vector<int64_t> taps)
    : patch_embed(w / "patch_embed", config.patch_embed),
      camera_token(w.as(at::kFloat).get("camera_token", {1, 2, 1, patch_embed.dim()})),
      register_token(
          w.as(at::kFloat)
              .get("register_token", {1, 2, sizeOf(w, "register_token", 2), patch_embed.dim()})),
      frame_blocks(readBlocks(w / "frame_blocks", patch_embed.dim(), config)),
      global_blocks(readBlocks(w / "global_blocks", patch_embed.dim(), config)),
      rope_freq(config.rope_freq),
      taps(std::move(taps)) {
    require(!this->taps.empty() && std::is_sorted(this->taps.begin(), this->taps.end()),
            "VggtAggregator: taps ascend");
    const size_t needed = static_cast<size_t>(this->taps.back()) + 1;
    if (frame_blocks.size() < needed || global_blocks.size() < needed) {
        throw Error(Error::Kind::BadWeights,
                    w.file() + ": VGGT has " +
                        std::to_string(std::min(frame_blocks.size(), global_blocks.size())) +
                        " layers where " + std::to_string(needed) + " are needed",
                    "The file is damaged, or of another network or version; fetch it again.",
                    w.file());
    }
}

at::Tensor VggtAggregator::tokens(const at::Tensor& images) const {
    const int64_t views = images.size(1);
    return at::cat({oneForEachView(camera_token, views),
                    oneForEachView(register_token, views),
                    patch_embed.patchTokens(imageNetNormalised(images[0]))},
                   1);
}

RotaryTable VggtAggregator::positions(int64_t rows,
                                      int64_t columns,
                                      const at::Device& device) const {
    // Patches count from 1: 0, where nothing turns, is the special tokens'.
    const at::TensorOptions options = at::TensorOptions(at::kLong).device(device);
    const at::Tensor row = at::arange(1, rows + 1, options).view({rows, 1}).expand({-1, columns});
    const at::Tensor column = at::arange(1, columns + 1, options).expand({rows, columns});
    const at::Tensor patches = at::stack({row, column}, 2).view({rows * columns, 2});
    const int64_t head_dim = patch_embed.dim() / frame_blocks.heads();
    return RotaryTable(
        at::cat({at::zeros({specialTokens(), 2}, options), patches}), head_dim, rope_freq);
}

std::vector<at::Tensor> VggtAggregator::operator()(const at::Tensor& images,
                                                   at::ScalarType out) const {
    const AttentionWithoutPlans once;  // a run looks at its pictures once
    at::Tensor x = tokens(images);     // [S, T, C]
    const int64_t patch = patch_embed.patch_size;
    const RotaryTable rope =
        positions(images.size(3) / patch, images.size(4) / patch, images.device());
    std::vector<at::Tensor> tapped;
    for (int64_t i = 0; i <= taps.back(); ++i) {
        const bool keep = i == taps[tapped.size()];
        frame_blocks.apply(static_cast<size_t>(i), x, &rope, Attend::WithinViews);
        if (keep) {
            tapped.push_back(
                at::empty({1, x.size(0), x.size(1), 2 * x.size(2)}, x.options().dtype(out)));
            tapped.back()[0].narrow(2, 0, x.size(2)).copy_(x);
        }
        global_blocks.apply(static_cast<size_t>(i), x, &rope, Attend::AcrossViews);
        if (keep) {
            tapped.back()[0].narrow(2, x.size(2), x.size(2)).copy_(x);
        }
    }
    return tapped;
}

}  // namespace bozzetto
