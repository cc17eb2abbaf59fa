// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/slat_mesh_decoder.h"

#include "base/error.h"
#include "nn/cancel_scope.h"
#include "reconviagen/models/config_json.h"
#include "reconviagen/models/weight_sizes.h"

#include <c10/core/InferenceMode.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace bozzetto {
namespace {

constexpr int64_t kSubdivisions = 2;

int64_t channelsIn(const WeightScope& w) {
    return sizeOf(w, "out_layers.0.conv.weight", 4);
}
int64_t channelsOut(const WeightScope& w) {
    return sizeOf(w, "out_layers.0.conv.weight", 0);
}

std::vector<SlatSubdivideBlock> readBlocks(const WeightScope& w, int64_t num_groups) {
    std::vector<SlatSubdivideBlock> blocks;
    for (int64_t i = 0; i < kSubdivisions; ++i) {
        blocks.emplace_back(w / i, num_groups);
    }
    return blocks;
}

/// In f32, without a wide copy of all rows.
at::Tensor inPieces(const Linear& layer, const at::Tensor& x) {
    constexpr int64_t kRows = 1 << 17;
    at::Tensor out = at::empty({x.size(0), layer.weight.size(0)}, x.options().dtype(at::kFloat));
    for (int64_t begin = 0; begin < x.size(0); begin += kRows) {
        checkCancelled();
        const int64_t count = std::min(kRows, x.size(0) - begin);
        out.narrow(0, begin, count).copy_(layer(x.narrow(0, begin, count)));
    }
    return out;
}

}  // namespace

SlatSubdivideBlock::SlatSubdivideBlock(const WeightScope& w, int64_t num_groups)
    : act_layers_0(w / "act_layers" / 0, num_groups, channelsIn(w)),
      out_layers_0(w / "out_layers" / 0, channelsIn(w), channelsOut(w)),
      out_layers_1(w / "out_layers" / 1, num_groups, channelsOut(w)),
      out_layers_3(w / "out_layers" / 3, channelsOut(w), channelsOut(w)) {
    if (channelsIn(w) != channelsOut(w)) {
        skip_connection.emplace(w / "skip_connection", channelsIn(w), channelsOut(w));
    }
}

SparseTensor SlatSubdivideBlock::operator()(const SparseTensor& x) const {
    const Voxels children = x.voxels->subdivided();
    // One after the other, so that no more than two sets of the children's features exist.
    SparseTensor h = out_layers_0(act_layers_0.silu(x), children);
    h = out_layers_1.silu(h);
    h = out_layers_3(h);
    const at::Tensor skip = skip_connection ? (*skip_connection)(x.feats) : x.feats;
    h.feats.view({x.voxels->count(), 8, -1}).add_(skip.unsqueeze(1));
    return h;
}

SlatMeshDecoderConfig SlatMeshDecoderConfig::fromJson(const nlohmann::json& args) {
    SlatMeshDecoderConfig config;
    config.trunk = SlatSwinConfig::fromJson(args);
    config.resolution = countOr(args, "resolution", config.resolution);
    config.num_groups = countOr(args, "num_groups", config.num_groups);
    return config;
}

SlatMeshDecoder::SlatMeshDecoder(const WeightScope& w, const SlatMeshDecoderConfig& config)
    : config(config),
      trunk(w, config.trunk),
      upsample(readBlocks(w / "upsample", config.num_groups)),
      out_layer(w.as(at::kFloat) / "out_layer",
                upsample.back().out_layers_3.weight.size(0),
                sizeOf(w, "out_layer.weight", 0)) {
    int64_t channels = trunk.channels();
    for (const SlatSubdivideBlock& block : upsample) {
        if (block.act_layers_0.weight.size(0) != channels) {
            throw Error(Error::Kind::BadWeights,
                        w.file() + ": the blocks of 'upsample' do not follow each other",
                        "The file is damaged or of another network.",
                        w.file());
        }
        channels = block.out_layers_3.weight.size(0);
    }
}

MeshFeatures SlatMeshDecoder::operator()(const SparseTensor& latents) const {
    c10::InferenceMode inference;
    SparseTensor h = trunk(latents);
    int64_t resolution = config.resolution;
    for (const SlatSubdivideBlock& block : upsample) {
        h = block(h);
        resolution *= 2;
    }
    return {resolution, h.voxels->coords(), inPieces(out_layer, h.feats)};
}

}  // namespace bozzetto
