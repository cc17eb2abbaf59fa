// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/slat_condition.h"
#include "reconviagen/models/slat_flow.h"
#include "reconviagen/models/slat_gaussian_decoder.h"
#include "reconviagen/models/slat_mesh_decoder.h"
#include "reconviagen/models/sparse_structure_decoder.h"
#include "reconviagen/models/sparse_structure_flow.h"
#include "reconviagen/models/structure_condition.h"
#include "reconviagen/models/vggt_aggregator.h"
#include "reconviagen/network_run.h"

namespace bozzetto {

std::vector<std::string> checkNetworks(const PipelineConfig& config, const Task& task) {
    const c10::InferenceMode inference;
    const CancelScope cancel([&] { task.poll(); });
    const auto total = static_cast<double>(config.networks(true).size());
    double checked = 0;
    std::vector<std::string> warnings;
    const auto check = [&](const NetworkFiles& network, const auto& build) {
        task.at("networks", checked++ / total);
        const WeightScope weights = openNetwork(network, at::kCPU);
        built(network, [&] { build(weights, network.args); });
        if (const auto warning = unreadKeys(network, weights)) {
            warnings.push_back(*warning);
        }
    };
    using Json = nlohmann::json;
    check(config.dinov2, [](const WeightScope& w, const Json& args) {
        const DinoV2 net(w, DinoV2Config::fromJson(args));
    });
    check(config.vggt, [&](const WeightScope& w, const Json& args) {
        const VggtAggregator net(
            w / "aggregator", VggtAggregatorConfig::fromJson(args), config.taps);
        for (const char* head : {"point_head", "depth_head", "track_head", "camera_head"}) {
            w.unused(head);
        }
    });
    check(config.structure_condition, [](const WeightScope& w, const Json& args) {
        const SparseStructureCondition net(w, StructureConditionConfig::fromJson(args));
    });
    check(config.latent_condition,
          [](const WeightScope& w, const Json&) { const SlatViewCondition net(w); });
    check(config.structure_flow, [](const WeightScope& w, const Json& args) {
        const SparseStructureFlow net(w, SparseStructureFlowConfig::fromJson(args));
    });
    check(config.structure_decoder, [](const WeightScope& w, const Json& args) {
        const SparseStructureDecoder net(w, SparseStructureDecoderConfig::fromJson(args));
    });
    check(config.latent_flow, [](const WeightScope& w, const Json& args) {
        const SlatFlow net(w, SlatFlowConfig::fromJson(args));
    });
    check(config.mesh_decoder, [](const WeightScope& w, const Json& args) {
        const SlatMeshDecoder net(w, SlatMeshDecoderConfig::fromJson(args));
    });
    if (config.splat_decoder) {
        check(*config.splat_decoder, [](const WeightScope& w, const Json& args) {
            const SlatGaussianDecoder net(w, SlatGaussianDecoderConfig::fromJson(args));
        });
    }
    return warnings;
}

}  // namespace bozzetto
