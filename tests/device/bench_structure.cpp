// SPDX-License-Identifier: Apache-2.0
// The sparse structure: condition, flow (one forward, and a whole guided sampling), decoder.
#include "reconviagen/models/sparse_structure_decoder.h"
#include "reconviagen/models/sparse_structure_flow.h"
#include "reconviagen/models/structure_condition.h"
#include "tests/device/bench_stages.h"
#include "tests/device/random_weights.h"

#include <memory>

namespace bozzetto::device_test {
namespace {

/// The published sizes, or tiny ones.
struct StructureSize {
    int64_t dim = 1024, heads = 16, hidden = 4096, blocks = 24, resolution = 16, latent = 8;
    int64_t vggt = 2048, patches = 1369;
    std::vector<int64_t> decoder = {512, 128, 32};

    static StructureSize of(const BenchSetting& setting) {
        return setting.small ? StructureSize{64, 2, 128, 2, 4, 8, 96, 20, {16, 8, 8}}
                             : StructureSize{};
    }
    int64_t tokens() const { return resolution * resolution * resolution; }
};

at::ScalarType torsoOf(const BenchSetting& setting) {
    return setting.small ? at::kFloat : at::kHalf;
}

at::Tensor normal(at::IntArrayRef shape, const BenchSetting& setting) {
    return at::randn(shape, at::TensorOptions(at::kFloat).device(setting.device));
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

BenchStage condition(const BenchSetting& setting, int64_t views) {
    const auto prepare = [=](const BenchSetting& setting,
                             at::ScalarType torso) -> std::function<at::Tensor()> {
        const StructureSize size = StructureSize::of(setting);
        RandomWeights w(setting.device, torso);
        w.add("multiview_cond_tokens", {1, size.tokens(), size.dim}, 0.5);
        for (int i = 0; i < 4; ++i) {
            addAttention(w, "cond_blocks." + std::to_string(i) + ".", size, size.vggt + size.dim);
        }
        auto network = std::make_shared<SparseStructureCondition>(
            w.take(), StructureConditionConfig{size.heads, true});
        const int64_t tokens = kSpecialTokens + size.patches;
        const at::Tensor dino = normal({1, views, tokens, size.dim}, setting);
        std::vector<at::Tensor> taps;
        for (int i = 0; i < 4; ++i) {
            taps.push_back(normal({1, views, tokens, size.vggt}, setting).to(torso));
        }
        return [network, taps, dino] { return (*network)(taps, dino); };
    };
    return {"SS condition " + std::to_string(views) + " views", 0, torsoOf(setting), true, prepare};
}

std::shared_ptr<SparseStructureFlow> makeFlow(const BenchSetting& setting, at::ScalarType torso) {
    const StructureSize size = StructureSize::of(setting);
    RandomWeights w(setting.device, torso);
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
    return std::make_shared<SparseStructureFlow>(
        w.take(), SparseStructureFlowConfig{size.resolution, size.heads, true});
}

/// A flow with what is made once a run: the condition's keys and values, and the times' embeddings.
struct PreparedFlow {
    std::shared_ptr<SparseStructureFlow> flow;
    SparseStructureFlowModel model;
    at::Tensor noise;

    PreparedFlow(const BenchSetting& setting,
                 at::ScalarType torso,
                 const FlowSamplerOptions& sampler)
        : flow(makeFlow(setting, torso)),
          model(*flow,
                normal({1, StructureSize::of(setting).tokens(), StructureSize::of(setting).dim},
                       setting),
                modelTimes(sampler)),
          noise(normal({1, flow->channels(), flow->resolution, flow->resolution, flow->resolution},
                       setting)) {}
};

using Forward = at::Tensor (*)(PreparedFlow&, const FlowSamplerOptions&);

BenchStage flow(const BenchSetting& setting,
                const std::string& what,
                double original_ms,
                Forward forward) {
    const auto prepare = [=](const BenchSetting& setting,
                             at::ScalarType torso) -> std::function<at::Tensor()> {
        const FlowSamplerOptions sampler;
        auto prepared = std::make_shared<PreparedFlow>(setting, torso, sampler);
        return [=] { return forward(*prepared, sampler); };
    };
    return {"SS flow " + what, original_ms, torsoOf(setting), true, prepare};
}

BenchStage decoder(const BenchSetting& setting) {
    const auto prepare = [](const BenchSetting& setting,
                            at::ScalarType torso) -> std::function<at::Tensor()> {
        const StructureSize size = StructureSize::of(setting);
        RandomWeights w(setting.device, torso);
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
        auto network = std::make_shared<SparseStructureDecoder>(w.take());
        const at::Tensor latent =
            normal({1, size.latent, size.resolution, size.resolution, size.resolution}, setting);
        return [network, latent] { return (*network)(latent); };
    };
    return {"SS decoder", 7, torsoOf(setting), true, prepare};
}

}  // namespace

std::vector<BenchStage> structureStages(const BenchSetting& setting) {
    // The original measured one forward; its 54 of a sampling are taken 54 times as long.
    std::vector<BenchStage> stages{flow(setting,
                                        "forward",
                                        21,
                                        [](PreparedFlow& p, const FlowSamplerOptions&) {
                                            return p.model.conditional(p.noise, 500);
                                        }),
                                   flow(setting,
                                        "forward of zeros",
                                        21,
                                        [](PreparedFlow& p, const FlowSamplerOptions&) {
                                            return p.model.unconditional(p.noise, 500);
                                        }),
                                   flow(setting,
                                        "both",
                                        42,
                                        [](PreparedFlow& p, const FlowSamplerOptions&) {
                                            return p.model.both(p.noise, 1000).conditional;
                                        }),
                                   flow(setting,
                                        "30 guided steps",
                                        54 * 21,
                                        [](PreparedFlow& p, const FlowSamplerOptions& sampler) {
                                            return sampleFlow(
                                                sampler, p.model, p.noise, denseSpread);
                                        }),
                                   decoder(setting)};
    for (const int64_t views :
         setting.small ? std::vector<int64_t>{2} : std::vector<int64_t>{6, 16}) {
        stages.push_back(condition(setting, views));
    }
    return stages;
}

}  // namespace bozzetto::device_test
