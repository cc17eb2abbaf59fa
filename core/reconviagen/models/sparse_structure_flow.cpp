// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/sparse_structure_flow.h"

#include "base/error.h"
#include "reconviagen/models/config_json.h"
#include "reconviagen/models/weight_sizes.h"
#include "tensor/checks.h"

#include <c10/core/InferenceMode.h>

namespace bozzetto {
namespace {

constexpr double kOutNormEps = 1e-5;

int64_t cubed(int64_t n) {
    return n * n * n;
}

}  // namespace

SparseStructureFlowConfig SparseStructureFlowConfig::fromJson(const nlohmann::json& args) {
    SparseStructureFlowConfig config;
    config.resolution = countOr(args, "resolution", config.resolution);
    config.num_heads = countOr(args, "num_heads", config.num_heads);
    config.qk_rms_norm = flagOr(args, "qk_rms_norm", config.qk_rms_norm);
    if (countOr(args, "patch_size", 1) != 1 || wordOr(args, "pe_mode", "ape") != "ape" ||
        flagOr(args, "qk_rms_norm_cross", false)) {
        throw Error(Error::Kind::BadWeights,
                    "The structure flow's description is of a variant that is not known: "
                    "patch_size must be 1, pe_mode \"ape\", qk_rms_norm_cross false");
    }
    return config;
}

SparseStructureFlow::SparseStructureFlow(const WeightScope& w,
                                         const SparseStructureFlowConfig& config)
    : resolution(config.resolution),
      t_embedder(w / "t_embedder", sizeOf(w, "input_layer.weight", 0)),
      input_layer(w.as(at::kFloat) / "input_layer",
                  sizeOf(w, "input_layer.weight", 1),
                  sizeOf(w, "input_layer.weight", 0)),
      pos_emb(w.as(at::kFloat)
                  .get("pos_emb", {cubed(config.resolution), sizeOf(w, "input_layer.weight", 0)})),
      blocks(ditBlocks<DitBlock>(w / "blocks",
                                 ditBlockSizes(w / "blocks",
                                               sizeOf(w, "input_layer.weight", 0),
                                               config.num_heads,
                                               config.qk_rms_norm))),
      out_layer(w.as(at::kFloat) / "out_layer",
                sizeOf(w, "input_layer.weight", 0),
                sizeOf(w, "input_layer.weight", 1)) {}

at::Tensor SparseStructureFlow::operator()(const at::Tensor& x,
                                           float t,
                                           const std::optional<at::Tensor>& cond) const {
    c10::InferenceMode inference;
    const at::Tensor modulation = modulations({t})[0];
    if (!cond) {
        return velocity(x, modulation, nullptr);
    }
    const SparseStructureContext context = project(*cond);
    return velocity(x, modulation, &context);
}

SparseStructureContext SparseStructureFlow::project(const at::Tensor& cond) const {
    c10::InferenceMode inference;
    const at::Tensor& weight = blocks[0].cross_attn.to_kv.weight;
    const at::Tensor narrow = cond.to(weight.scalar_type()).contiguous();
    checkTensor(narrow,
                "the structure flow's condition",
                {1, -1, weight.size(1)},
                {weight.scalar_type()},
                weight.device());
    SparseStructureContext context;
    for (const DitBlock& block : blocks) {
        context.push_back(block.cross_attn.project(narrow));
    }
    return context;
}

at::Tensor SparseStructureFlow::modulations(const std::vector<float>& times) const {
    c10::InferenceMode inference;
    const at::Tensor t = at::tensor(times).to(pos_emb.device());
    const at::Tensor embedded = t_embedder(t);
    std::vector<at::Tensor> of_blocks;
    for (const DitBlock& block : blocks) {
        of_blocks.push_back(block.modulation(embedded));
    }
    return at::stack(of_blocks, 1);
}

/// Voxels become tokens, x slowest: [1, C, X, Y, Z] -> [1, L, dim].
at::Tensor SparseStructureFlow::enter(const at::Tensor& x) const {
    checkTensor(x,
                "the structure's latent",
                {1, channels(), resolution, resolution, resolution},
                {at::kFloat},
                pos_emb.device());
    const at::Tensor tokens = x.flatten(2).transpose(1, 2);  // [1, L, C]
    return input_layer(tokens).add_(pos_emb).to(blocks[0].from_zeros.scalar_type());
}

at::Tensor SparseStructureFlow::leave(const at::Tensor& h) const {
    const LayerNorm norm = LayerNorm::plain(h.size(2), kOutNormEps);
    const at::Tensor tokens = out_layer(norm(h, at::kFloat));  // [R, L, C]
    return tokens.transpose(1, 2).contiguous().view(
        {h.size(0), channels(), resolution, resolution, resolution});
}

void SparseStructureFlow::runBlocks(at::Tensor& h,
                                    const at::Tensor& modulation,
                                    const SparseStructureContext* context) const {
    for (size_t i = 0; i < blocks.size(); ++i) {
        blocks[i].apply(h, modulation[static_cast<int64_t>(i)], context ? &(*context)[i] : nullptr);
    }
}

at::Tensor SparseStructureFlow::velocity(const at::Tensor& x,
                                         const at::Tensor& modulation,
                                         const SparseStructureContext* context) const {
    c10::InferenceMode inference;
    at::Tensor h = enter(x);
    runBlocks(h, modulation, context);
    return leave(h);
}

GuidedVelocity SparseStructureFlow::velocities(const at::Tensor& x,
                                               const at::Tensor& modulation,
                                               const SparseStructureContext& context) const {
    c10::InferenceMode inference;
    at::Tensor h = enter(x).repeat({2, 1, 1});
    runBlocks(h, modulation, &context);
    const at::Tensor v = leave(h);
    return {v.narrow(0, 0, 1), v.narrow(0, 1, 1)};
}

SparseStructureFlowModel::SparseStructureFlowModel(const SparseStructureFlow& flow,
                                                   const at::Tensor& cond,
                                                   const std::vector<float>& times)
    : flow_(flow), context_(flow.project(cond)) {
    c10::InferenceMode inference;
    const at::Tensor all = flow.modulations(times);
    for (size_t i = 0; i < times.size(); ++i) {
        modulations_[times[i]] = all[static_cast<int64_t>(i)];
    }
}

at::Tensor SparseStructureFlowModel::modulationAt(float t) {
    at::Tensor& known = modulations_[t];
    if (!known.defined()) {
        known = flow_.modulations({t})[0];
    }
    return known;
}

at::Tensor SparseStructureFlowModel::conditional(const at::Tensor& x, float t) {
    return flow_.velocity(x, modulationAt(t), &context_);
}

at::Tensor SparseStructureFlowModel::unconditional(const at::Tensor& x, float t) {
    return flow_.velocity(x, modulationAt(t), nullptr);
}

GuidedVelocity SparseStructureFlowModel::both(const at::Tensor& x, float t) {
    return flow_.velocities(x, modulationAt(t), context_);
}

}  // namespace bozzetto
