// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/dinov2.h"

#include "base/error.h"
#include "reconviagen/models/config_json.h"
#include "reconviagen/models/weight_sizes.h"
#include "tensor/torch_compat.h"

#include <cmath>

namespace bozzetto {
namespace {

constexpr double kNormEps = 1e-6;

/// Keys patch_embed.proj: a convolution whose stride is its size is a linear layer over patches.
Linear patchProjection(const WeightScope& w, int64_t dim, int64_t patch) {
    const at::Tensor kernel = w.get("weight", {dim, 3, patch, patch});
    return Linear(kernel.view({dim, 3 * patch * patch}), w.get("bias", {dim}));
}

int64_t gridSide(int64_t count) {
    return static_cast<int64_t>(std::lround(std::sqrt(static_cast<double>(count))));
}

at::Tensor readPositions(const WeightScope& w, int64_t dim) {
    const int64_t count = sizeOf(w, "pos_embed", 1) - 1, side = gridSide(count);
    if (count < 1 || side * side != count) {
        throw Error(Error::Kind::BadWeights,
                    w.file() + ": the positions 'pos_embed' are no square grid",
                    "The file is damaged, or of another network or version; fetch it again.",
                    w.file());
    }
    return w.get("pos_embed", {1, count + 1, dim});
}

VitBlocks readBlocks(const WeightScope& w, int64_t dim, const DinoV2Config& config) {
    checkHeads(w, dim, config.num_heads, 1);
    return VitBlocks(w / "blocks", {dim, config.num_heads, kNormEps, false, config.memory});
}

}  // namespace

DinoV2Config DinoV2Config::fromJson(const nlohmann::json& args) {
    DinoV2Config config;
    config.num_heads = countOr(args, "num_heads", config.num_heads);
    return config;
}

DinoV2::DinoV2(const WeightScope& w, const DinoV2Config& config)
    : cls_token(w.as(at::kFloat).get("cls_token", {1, 1, sizeOf(w, "cls_token", 2)})),
      pos_embed(readPositions(w.as(at::kFloat), dim())),
      register_tokens(
          w.as(at::kFloat).get("register_tokens", {1, sizeOf(w, "register_tokens", 1), dim()})),
      patch_size(sizeOf(w, "patch_embed.proj.weight", 3)),
      patch_embed_proj(patchProjection(w / "patch_embed" / "proj", dim(), patch_size)),
      blocks(readBlocks(w, dim(), config)),
      norm(w / "norm", dim(), kNormEps) {
    w.unused("mask_token");
}

at::Tensor DinoV2::patches(const at::Tensor& images) const {
    const int64_t p = patch_size, rows = images.size(2) / p, columns = images.size(3) / p;
    const at::Tensor cut = images.to(patch_embed_proj.weight.scalar_type())
                               .reshape({images.size(0), 3, rows, p, columns, p})
                               .permute({0, 2, 4, 1, 3, 5})
                               .reshape({images.size(0), rows * columns, 3 * p * p});
    return patch_embed_proj(cut);
}

at::Tensor DinoV2::positions(int64_t rows, int64_t columns) const {
    const int64_t count = pos_embed.size(1) - 1;
    const int64_t side = gridSide(count);
    const at::Tensor grid = pos_embed.narrow(1, 1, count);
    if (rows == side && columns == side) {
        return grid;
    }
    const at::Tensor map = grid.reshape({1, side, side, dim()}).permute({0, 3, 1, 2}).contiguous();
    const at::Tensor scaled = at::_upsample_bicubic2d_aa(map, {rows, columns}, false);
    return scaled.permute({0, 2, 3, 1}).reshape({1, rows * columns, dim()});
}

at::Tensor DinoV2::preNorm(const at::Tensor& images) const {
    const int64_t views = images.size(0), height = images.size(2), width = images.size(3);
    if (height < patch_size || width < patch_size || height % patch_size != 0 ||
        width % patch_size != 0) {
        throw Error(Error::Kind::BadInput,
                    "A picture of " + std::to_string(width) + " x " + std::to_string(height) +
                        " pixels does not fall into patches of " + std::to_string(patch_size));
    }
    const AttentionWithoutPlans once;  // a run looks at its pictures once
    const int64_t rows = height / patch_size, columns = width / patch_size;
    at::Tensor x = at::cat({(cls_token + pos_embed.narrow(1, 0, 1)).expand({views, -1, -1}),
                            register_tokens.expand({views, -1, -1}),
                            patches(images) + positions(rows, columns)},
                           1);  // [S, 1 + R + P, C]
    for (size_t i = 0; i < blocks.size(); ++i) {
        blocks.apply(i, x);
    }
    return x;
}

at::Tensor DinoV2::features(const at::Tensor& images) const {
    return LayerNorm::plain(dim(), 1e-5)(preNorm(images));
}

at::Tensor DinoV2::patchTokens(const at::Tensor& images) const {
    const at::Tensor x = preNorm(images);
    return norm(x.narrow(1, specialTokens(), x.size(1) - specialTokens()));
}

at::Tensor imageNetNormalised(const at::Tensor& images) {
    // By numbers, not by small tensors: those would have to be brought to the GPU, which waits.
    constexpr double kMean[] = {0.485, 0.456, 0.406}, kDeviation[] = {0.229, 0.224, 0.225};
    at::Tensor result = at::empty_like(images);
    for (int c = 0; c < 3; ++c) {
        result.select(-3, c).copy_((images.select(-3, c) - kMean[c]) / kDeviation[c]);
    }
    return result;
}

}  // namespace bozzetto
