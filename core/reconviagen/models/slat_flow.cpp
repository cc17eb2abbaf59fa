// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/slat_flow.h"

#include "base/error.h"
#include "nn/cancel_scope.h"
#include "reconviagen/models/config_json.h"
#include "reconviagen/models/weight_sizes.h"

#include <c10/core/InferenceMode.h>
#include <nlohmann/json.hpp>

#include <string>

namespace bozzetto {
namespace {

constexpr double kResNormEps = 1e-6, kLastNormEps = 1e-5;

/// One block of a resolution changes it: the last on the way in, the first on the way out.
std::vector<SlatResBlock> resBlocks(const WeightScope& w,
                                    const SlatFlowConfig& config,
                                    Resample change) {
    const int64_t each = config.num_io_res_blocks, count = each * config.io_resolutions;
    const int64_t at = change == Resample::Down ? each - 1 : 0;
    std::vector<SlatResBlock> blocks;
    for (int64_t i = 0; i < count; ++i) {
        blocks.emplace_back(w / i, i % each == at ? change : Resample::None);
    }
    return blocks;
}

std::vector<DitBlock> transformerBlocks(const WeightScope& w, const SlatFlowConfig& flow) {
    const int64_t dim = sizeOf(w / 0, "norm2.weight", 0);
    return ditBlocks<DitBlock>(
        w, ditBlockSizes(w, dim, flow.num_heads, flow.qk_rms_norm), flow.num_blocks);
}

/// in: 0: as the weights have it.
Linear linearOf(const WeightScope& w, int64_t in) {
    return Linear(w, in > 0 ? in : sizeOf(w, "weight", 1), sizeOf(w, "weight", 0));
}

}  // namespace

SlatFlowConfig SlatFlowConfig::fromJson(const nlohmann::json& args) {
    SlatFlowConfig config;
    config.num_heads = countOr(args, "num_heads", config.num_heads);
    if (args.contains("num_blocks")) {
        config.num_blocks = countOr(args, "num_blocks", 1);
    }
    if (args.contains("in_channels")) {
        config.in_channels = countOr(args, "in_channels", 1);
    }
    const auto channels = args.find("io_block_channels");
    if (channels != args.end()) {  // null: the transformer works at the voxels' own resolution
        config.io_resolutions = static_cast<int64_t>(channels->is_array() ? channels->size() : 0);
    }
    config.qk_rms_norm = flagOr(args, "qk_rms_norm", config.qk_rms_norm);
    config.num_io_res_blocks = countOr(args, "num_io_res_blocks", config.num_io_res_blocks);
    config.use_skip_connection = flagOr(args, "use_skip_connection", config.use_skip_connection);
    if (wordOr(args, "pe_mode", "ape") != "ape" || flagOr(args, "qk_rms_norm_cross", false)) {
        throw Error(Error::Kind::Unsupported,
                    "The flow of structured latents is of a kind that Bozzetto does not know",
                    "Use the published weights of ReconViaGen v0.2.");
    }
    return config;
}

SlatResBlock::SlatResBlock(const WeightScope& w, Resample resample)
    : resample(resample),
      norm1(w / "norm1", sizeOf(w, "norm1.weight", 0), kResNormEps),
      norm2(LayerNorm::plain(sizeOf(w, "conv1.conv.weight", 0), kResNormEps)),
      conv1(w / "conv1", norm1.dim, norm2.dim),
      conv2(w / "conv2", norm2.dim, norm2.dim),
      emb_layers_1(w / "emb_layers" / 1, sizeOf(w, "emb_layers.1.weight", 1), 2 * norm2.dim) {
    if (norm1.dim != norm2.dim) {
        skip_connection.emplace(w / "skip_connection", norm1.dim, norm2.dim);
    }
}

// Normalising, activating and the skip connection work on rows, so that upsampling, which copies
// rows, may come after them: there are fewer before.
SparseTensor SlatResBlock::operator()(const SparseTensor& x,
                                      const at::Tensor& silu_emb,
                                      const Voxels& fine) const {
    checkCancelled();
    const SparseTensor from = resample == Resample::Down ? downsample(x) : x;
    at::Tensor activated = norm1(from.feats);
    activated = at::silu_(activated);
    const SparseTensor rows = from.withFeats(activated);
    const SparseTensor h = resample == Resample::Up ? conv1.upsampled(rows, fine) : conv1(rows);

    const std::vector<at::Tensor> m = emb_layers_1(silu_emb).chunk(2, 1);  // scale, shift
    at::Tensor modulated = norm2.modulated(h.feats, m[0], m[1], h.feats.scalar_type());
    SparseTensor out = conv2(h.withFeats(at::silu_(modulated)));

    at::Tensor skip = skip_connection ? (*skip_connection)(from.feats) : from.feats;
    if (resample == Resample::Up) {
        skip = upsample(from.withFeats(skip), fine).feats;
    }
    out.feats.add_(skip);
    return out;
}

SlatFlow::SlatFlow(const WeightScope& w, const SlatFlowConfig& config)
    : config(config),
      t_embedder(w / "t_embedder", sizeOf(w, "t_embedder.mlp.2.weight", 0)),
      input_layer(linearOf(w.as(at::kFloat) / "input_layer", config.in_channels)),
      input_blocks(resBlocks(w / "input_blocks", config, Resample::Down)),
      blocks(transformerBlocks(w / "blocks", config)),
      out_blocks(resBlocks(w / "out_blocks", config, Resample::Up)),
      out_layer(linearOf(w.as(at::kFloat) / "out_layer", 0)) {
    checkChannels(w.file());
}

/// Each layer takes its sizes from its own weights: whether they fit each other.
void SlatFlow::checkChannels(const std::string& file) const {
    const int64_t dim = blocks.front().norm2.dim;
    bool fits = true;
    const auto pass = [&](const SlatResBlock& block, int64_t in) {
        fits = fits && block.norm1.dim == in && block.emb_layers_1.weight.size(1) == dim;
        return block.norm2.dim;
    };
    int64_t channels = input_layer.weight.size(0);
    std::vector<int64_t> skips;
    for (const SlatResBlock& block : input_blocks) {
        skips.push_back(channels = pass(block, channels));
    }
    for (const DitBlock& block : blocks) {
        fits = fits && block.norm2.dim == channels && block.norm2.dim == dim &&
               block.cross_attn.to_kv.weight.size(1) == condChannels();
    }
    for (const SlatResBlock& block : out_blocks) {
        if (config.use_skip_connection && !skips.empty()) {
            channels += skips.back();
            skips.pop_back();
        }
        channels = pass(block, channels);
    }
    fits = fits && t_embedder.mlp_2.weight.size(0) == dim && out_layer.weight.size(1) == channels;
    if (!fits) {
        throw Error(Error::Kind::BadWeights,
                    file + ": the layers do not fit each other",
                    "The file, or the description beside it, is damaged or of another network.",
                    file);
    }
}

int64_t SlatFlow::condChannels() const {
    return blocks.front().cross_attn.to_kv.weight.size(1);
}

SlatCondition SlatFlow::condition(const std::vector<at::Tensor>& views,
                                  SlatCondition::Keys keys) const {
    c10::InferenceMode inference;
    for (const at::Tensor& view : views) {
        if (view.dim() != 3 || view.sizes() != views.front().sizes() || view.size(0) != 1 ||
            view.size(2) != condChannels()) {
            throw Error(Error::Kind::BadInput,
                        "The views' conditions are not of one size",
                        "This is a bug in Bozzetto; please report it with the log.");
        }
    }
    require(!views.empty(), "SlatFlow: no views");
    const at::Tensor all = at::cat(views).to(blocks.front().cross_attn.to_kv.weight.scalar_type());
    SlatCondition condition;
    if (keys == SlatCondition::Keys::MadeAnew) {
        condition.views = all;
        return condition;
    }
    for (const DitBlock& block : blocks) {
        checkCancelled();
        condition.blocks.push_back(block.cross_attn.project(all));
    }
    return condition;
}

SlatFlow::Coarse SlatFlow::wayIn(const SparseTensor& x, float t) const {
    require(x.voxels->batches() == 1, "SlatFlow: one sample");
    const at::ScalarType torso = blocks.front().mlp.fc1.weight.scalar_type();
    Coarse coarse;
    coarse.emb = t_embedder(at::full({1}, t, x.feats.options()));
    coarse.silu_emb = at::silu(coarse.emb.to(torso));
    SparseTensor h = x.withFeats(input_layer(x.feats).to(torso));
    for (const SlatResBlock& block : input_blocks) {
        if (block.resample == Resample::Down) {
            coarse.finer.push_back(h.voxels);
        }
        h = block(h, coarse.silu_emb, nullptr);
        coarse.skips.push_back(h);
    }
    const at::Tensor xyz = h.voxels->coords().narrow(1, 1, 3);
    coarse.x = h.withFeats(h.feats + absolutePositions(xyz, h.feats.size(1)).to(torso));
    return coarse;
}

void SlatFlow::transform(at::Tensor& rows,
                         const Coarse& coarse,
                         const SlatCondition* condition) const {
    for (size_t i = 0; i < blocks.size(); ++i) {
        checkCancelled();
        DitContext made;
        const DitContext* context = nullptr;
        if (condition && condition->blocks.empty()) {
            made = blocks[i].cross_attn.project(condition->views);
            made.one_by_one = true;
            context = &made;
        } else if (condition) {
            context = &condition->blocks[i];
        }
        blocks[i].apply(rows, blocks[i].modulation(coarse.emb).squeeze(0), context);
    }
}

at::Tensor SlatFlow::wayOut(const at::Tensor& rows, Coarse coarse) const {
    SparseTensor h = coarse.x.withFeats(rows);
    for (const SlatResBlock& block : out_blocks) {
        Voxels fine = h.voxels;
        if (block.resample == Resample::Up) {
            fine = coarse.finer.back();
            coarse.finer.pop_back();
        }
        if (config.use_skip_connection) {
            h = h.withFeats(at::cat({h.feats, coarse.skips.back().feats}, 1));
            coarse.skips.pop_back();
        }
        h = block(h, coarse.silu_emb, fine);
    }
    return out_layer(LayerNorm::plain(h.feats.size(1), kLastNormEps)(h.feats));
}

at::Tensor SlatFlow::operator()(const SparseTensor& x,
                                float t,
                                const SlatCondition* condition) const {
    c10::InferenceMode inference;
    const Coarse coarse = wayIn(x, t);
    at::Tensor rows = coarse.x.feats.unsqueeze(0).clone();
    transform(rows, coarse, condition);
    return wayOut(rows[0], coarse);
}

GuidedVelocity SlatFlow::both(const SparseTensor& x,
                              float t,
                              const SlatCondition& condition) const {
    c10::InferenceMode inference;
    const Coarse coarse = wayIn(x, t);
    at::Tensor rows = at::stack({coarse.x.feats, coarse.x.feats});
    transform(rows, coarse, &condition);
    return {wayOut(rows[0], coarse), wayOut(rows[1], coarse)};
}

}  // namespace bozzetto
