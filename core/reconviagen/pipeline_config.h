// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// A network: where its weights are and what it is to be built with.
struct NetworkFiles {
    std::string name;  // for people: "flow of the structure"
    std::filesystem::path weights;
    nlohmann::json args;  // constructor arguments of the original, an object; sizes that it leaves
                          // out are the weights' own, or those of the published network
};

/// The networks of a weights folder, as its pipeline.json and the files beside the weights describe
/// them (reconviagen.md section 10; names below the folder: weights/manifest.json).
struct PipelineConfig {
    NetworkFiles dinov2, vggt;
    NetworkFiles structure_condition, structure_flow, structure_decoder;
    NetworkFiles latent_condition, latent_flow, mesh_decoder;
    std::optional<NetworkFiles> splat_decoder;    // unless its files are missing
    at::Tensor latent_mean, latent_std;           // [C] float: latents = flow * std + mean
    std::vector<int64_t> taps = {4, 11, 17, 23};  // layers of VGGT that conditions are made from

    /// Those that a run loads, in its order.
    std::vector<const NetworkFiles*> networks(bool with_splats) const;
};

/// folder: chosen for the job; empty: where weights are kept. Throws Error(MissingWeights) naming
/// the files that are not there and the command that fetches them; Error(BadWeights) naming file
/// and key for one that cannot be used: nothing in them is trusted.
PipelineConfig readPipelineConfig(const std::filesystem::path& folder);

/// The manifest's names of what the engine cannot do without.
std::vector<std::string> reconviagenWeightFiles();

}  // namespace bozzetto
