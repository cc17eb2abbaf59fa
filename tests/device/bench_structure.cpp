// SPDX-License-Identifier: Apache-2.0
// The sparse structure: condition, flow (one forward, and a whole guided sampling), decoder.
#include "reconviagen/models/sparse_structure_decoder.h"
#include "reconviagen/models/sparse_structure_flow.h"
#include "reconviagen/models/structure_condition.h"
#include "tests/device/bench_stages.h"
#include "tests/device/network_weights.h"

#include <memory>

namespace bozzetto::device_test {
namespace {

/// The published sizes, or tiny ones.
StructureSize sizeOf(const BenchSetting& setting) {
    return setting.small ? StructureSize::tiny() : StructureSize{};
}

at::ScalarType torsoOf(const BenchSetting& setting) {
    return setting.small ? at::kFloat : at::kHalf;
}

at::Tensor normal(at::IntArrayRef shape, const BenchSetting& setting) {
    return at::randn(shape, at::TensorOptions(at::kFloat).device(setting.device));
}

BenchStage condition(const BenchSetting& setting, int64_t views) {
    const auto prepare = [=](const BenchSetting& setting,
                             at::ScalarType torso) -> std::function<at::Tensor()> {
        const StructureSize size = sizeOf(setting);
        RandomWeights w(setting.device, torso);
        addStructureCondition(w, size);
        auto network = std::make_shared<SparseStructureCondition>(
            w.take(), StructureConditionConfig{size.heads, true});
        const int64_t tokens = kSpecialTokens + size.patches;
        const at::Tensor dino = normal({1, views, tokens, size.dim}, setting);
        std::vector<at::Tensor> taps;
        for (int64_t i = 0; i < size.taps; ++i) {
            taps.push_back(normal({1, views, tokens, size.vggt}, setting).to(torso));
        }
        return [network, taps, dino] { return (*network)(taps, dino); };
    };
    return {"SS condition " + std::to_string(views) + " views", 0, torsoOf(setting), true, prepare};
}

std::shared_ptr<SparseStructureFlow> makeFlow(const BenchSetting& setting, at::ScalarType torso) {
    const StructureSize size = sizeOf(setting);
    RandomWeights w(setting.device, torso);
    addStructureFlow(w, size);
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
                normal({1, sizeOf(setting).tokens(), sizeOf(setting).dim}, setting),
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
        const StructureSize size = sizeOf(setting);
        RandomWeights w(setting.device, torso);
        addStructureDecoder(w, size);
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
