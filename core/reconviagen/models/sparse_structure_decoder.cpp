// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/sparse_structure_decoder.h"

#include "base/error.h"
#include "reconviagen/models/config_json.h"
#include "reconviagen/models/weight_sizes.h"
#include "tensor/checks.h"

#include <c10/core/InferenceMode.h>

namespace bozzetto {
namespace {

constexpr double kNormEps = 1e-5;

at::Tensor activated(at::Tensor x) {
    return at::silu_(x);
}

std::vector<ResBlock3d> middleBlocks(const WeightScope& w, int64_t channels) {
    const int64_t count = countBlocks(w, "conv1.weight");
    std::vector<ResBlock3d> blocks;
    for (int64_t i = 0; i < count; ++i) {
        blocks.emplace_back(w / i, channels);
    }
    return blocks;
}

/// The list says by its keys which entry is which.
std::vector<SparseStructureDecoder::Block> mainBlocks(const WeightScope& w, int64_t channels) {
    std::vector<SparseStructureDecoder::Block> blocks;
    for (int64_t i = 0;; ++i) {
        const WeightScope block = w / i;
        if (block.has("conv1.weight")) {
            blocks.push_back({ResBlock3d(block, channels), std::nullopt});
        } else if (block.has("conv.weight")) {
            const int64_t out = sizeOf(block, "conv.weight", 0) / 8;
            blocks.push_back({std::nullopt, Upsample3d(block, channels, out)});
            channels = out;
        } else {
            return blocks;
        }
    }
}

}  // namespace

SparseStructureDecoderConfig SparseStructureDecoderConfig::fromJson(const nlohmann::json& args) {
    if (wordOr(args, "norm_type", "layer") != "layer") {
        throw Error(Error::Kind::BadWeights,
                    "The structure decoder's description is of a variant that is not known: "
                    "norm_type must be \"layer\"");
    }
    return {};
}

ResBlock3d::ResBlock3d(const WeightScope& w, int64_t channels)
    : norm1(w / "norm1", channels, kNormEps),
      norm2(w / "norm2", channels, kNormEps),
      conv1(w / "conv1", channels, channels),
      conv2(w / "conv2", channels, channels) {}

at::Tensor ResBlock3d::operator()(const at::Tensor& x) const {
    const at::Tensor h = conv1(activated(norm1(x)));
    return conv2(activated(norm2(h))).add_(x);
}

at::Tensor Upsample3d::operator()(const at::Tensor& x) const {
    const at::Tensor y = conv(x);  // channel ((c * 2 + i) * 2 + j) * 2 + k goes to child (i, j, k)
    const int64_t batch = y.size(0), sx = y.size(1), sy = y.size(2), sz = y.size(3);
    const int64_t channels = y.size(4) / 8;
    return y.view({batch, sx, sy, sz, channels, 2, 2, 2})
        .permute({0, 1, 5, 2, 6, 3, 7, 4})
        .reshape({batch, 2 * sx, 2 * sy, 2 * sz, channels});
}

SparseStructureDecoder::SparseStructureDecoder(const WeightScope& w,
                                               const SparseStructureDecoderConfig&)
    : input_layer(w.as(at::kFloat) / "input_layer",
                  sizeOf(w, "input_layer.weight", 1),
                  sizeOf(w, "input_layer.weight", 0)),
      middle_block(middleBlocks(w / "middle_block", sizeOf(w, "input_layer.weight", 0))),
      blocks(mainBlocks(w / "blocks", sizeOf(w, "input_layer.weight", 0))),
      out_layer_0(w / "out_layer" / "0", sizeOf(w, "out_layer.0.weight", 0), kNormEps),
      out_layer_2(w.as(at::kFloat) / "out_layer" / "2", sizeOf(w, "out_layer.0.weight", 0), 1) {}

at::Tensor SparseStructureDecoder::operator()(const at::Tensor& latent) const {
    c10::InferenceMode inference;
    checkTensor(latent,
                "the structure's latent",
                {-1, input_layer.weight.size(1), -1, -1, -1},
                {at::kFloat},
                input_layer.weight.device());
    at::Tensor h = input_layer(latent.permute({0, 2, 3, 4, 1}).contiguous());
    h = h.to(middle_block[0].conv1.weight.scalar_type());
    for (const ResBlock3d& block : middle_block) {
        h = block(h);
    }
    for (const Block& block : blocks) {
        h = block.res ? (*block.res)(h) : (*block.up)(h);
    }
    const at::Tensor logits = out_layer_2(activated(out_layer_0(h, at::kFloat)));
    return logits.permute({0, 4, 1, 2, 3});  // one channel: still contiguous
}

at::Tensor occupiedCoords(const at::Tensor& logits, const VoxelLimits& limits) {
    c10::InferenceMode inference;
    const at::Tensor occupied = logits.squeeze(1) > 0;
    const int64_t count = occupied.sum().item<int64_t>();
    if (count < limits.fewest || count > limits.most) {
        throw Error(Error::Kind::Engine,
                    "The structure that was found has " + std::to_string(count) +
                        " voxels; an object has " + std::to_string(limits.fewest) + " to " +
                        std::to_string(limits.most) + ".",
                    count < limits.fewest
                        ? "Check that the masks show the object, or try another seed."
                        : "Check that the masks leave the background out, or try another seed.");
    }
    return occupied.nonzero().to(at::kInt);
}

}  // namespace bozzetto
