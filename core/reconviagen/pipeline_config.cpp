// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/pipeline_config.h"

#include "base/error.h"
#include "base/files.h"
#include "weights_store/manifest.h"
#include "weights_store/weights_folder.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

constexpr const char* kEngine = "reconviagen";
constexpr const char* kPipeline = "trellis-vggt-v0-2/pipeline.json";
constexpr const char* kVggt = "vggt-object-v0-1/model.safetensors";
constexpr const char* kDinoV2 = "dinov2/dinov2_vitl14_reg4_pretrain.pth";
constexpr uint64_t kMostJsonBytes = 1 << 20;
constexpr size_t kMostTaps = 64;

[[noreturn]] void fail(const fs::path& file, const std::string& what) {
    throw Error(Error::Kind::BadWeights,
                displayPath(file) + ": " + what,
                "Fetch it again: bozzetto-cli weights fetch",
                file.string());
}

Json readObject(const fs::path& file) {
    Json json = Json::parse(readFile(file, kMostJsonBytes), nullptr, false);
    if (!json.is_object()) {
        fail(file, "is not a JSON object");
    }
    return json;
}

/// The object under `key`; an empty one if there is none.
Json objectAt(const Json& json, const char* key, const fs::path& file) {
    const auto found = json.find(key);
    if (found == json.end() || found->is_null()) {
        return Json::object();
    }
    if (!found->is_object()) {
        fail(file, std::string("key \"") + key + "\" is no object");
    }
    return *found;
}

/// The folder's files that pipeline.json names as "ckpts/name": name.json and name.safetensors.
class Models {
public:
    explicit Models(const fs::path& pipeline)
        : pipeline_(pipeline),
          args_(objectAt(readObject(pipeline), "args", pipeline)),
          models_(objectAt(args_, "models", pipeline)) {}

    NetworkFiles network(const char* key, const char* name) const {
        const fs::path stem = pathOf(key);
        if (stem.empty()) {
            fail(pipeline_, std::string("names no model \"") + key + "\"");
        }
        const fs::path description = withEnding(stem, ".json");
        return {name,
                withEnding(stem, ".safetensors"),
                objectAt(readObject(description), "args", description)};
    }

    /// nullopt if it is not named or a file of it is missing.
    std::optional<NetworkFiles> optionalNetwork(const char* key, const char* name) const {
        const fs::path stem = pathOf(key);
        std::error_code ignored;
        const bool there = !stem.empty() && fs::exists(withEnding(stem, ".json"), ignored) &&
                           fs::exists(withEnding(stem, ".safetensors"), ignored);
        return there ? std::optional(network(key, name)) : std::nullopt;
    }

    /// Numbers of a channel each.
    at::Tensor normalisation(const char* key) const {
        const Json part = objectAt(args_, "slat_normalization", pipeline_);
        const auto found = part.find(key);
        if (found == part.end() || !found->is_array() || found->empty() || found->size() > 1024) {
            fail(pipeline_, std::string("has no list slat_normalization.") + key);
        }
        std::vector<float> values;
        for (const Json& value : *found) {
            if (!value.is_number() || !std::isfinite(value.get<float>())) {
                fail(pipeline_, std::string("slat_normalization.") + key + " holds no number");
            }
            values.push_back(value.get<float>());
        }
        return at::tensor(values, at::kFloat);
    }

private:
    fs::path pathOf(const char* key) const {
        const auto found = models_.find(key);
        if (found == models_.end()) {
            return {};
        }
        const fs::path path = found->is_string() ? found->get<std::string>() : std::string();
        const bool leads_out =
            path.is_absolute() || std::any_of(path.begin(), path.end(), [](const fs::path& part) {
                return part == "..";
            });
        if (path.empty() || leads_out) {
            fail(pipeline_, std::string("model \"") + key + "\" is no path below its folder");
        }
        return pipeline_.parent_path() / path;
    }
    static fs::path withEnding(fs::path stem, const char* ending) { return stem += ending; }

    fs::path pipeline_;
    Json args_, models_;
};

/// Of a network that is published without one: config.json beside its weights, if there is one.
Json siblingConfig(const fs::path& weights) {
    const fs::path file = weights.parent_path() / "config.json";
    std::error_code ignored;
    return fs::exists(file, ignored) ? readObject(file) : Json::object();
}

std::vector<int64_t> tapsOf(const Json& args, const fs::path& file, std::vector<int64_t> usual) {
    const auto found = args.find("taps");
    if (found == args.end()) {
        return usual;
    }
    if (!found->is_array() || found->empty() || found->size() > kMostTaps) {
        fail(file, "key \"taps\" is no list of layers");
    }
    std::vector<int64_t> taps;
    for (const Json& value : *found) {
        const bool is_layer = value.is_number_unsigned() && value.get<uint64_t>() < 1024;
        if (!is_layer || (!taps.empty() && value.get<int64_t>() <= taps.back())) {
            fail(file, "key \"taps\" is no ascending list of layers");
        }
        taps.push_back(value.get<int64_t>());
    }
    return taps;
}

}  // namespace

std::vector<const NetworkFiles*> PipelineConfig::networks(bool with_splats) const {
    std::vector<const NetworkFiles*> list = {&vggt,
                                             &dinov2,
                                             &structure_condition,
                                             &latent_condition,
                                             &structure_flow,
                                             &structure_decoder,
                                             &latent_flow,
                                             &mesh_decoder};
    if (with_splats && splat_decoder) {
        list.push_back(&*splat_decoder);
    }
    return list;
}

std::vector<std::string> reconviagenWeightFiles() {
    std::vector<std::string> names;
    for (const WeightFile& file : loadManifest().files) {
        if (file.isNeededBy(kEngine)) {
            names.push_back(file.name);
        }
    }
    return names;
}

PipelineConfig readPipelineConfig(const fs::path& folder) {
    const fs::path place = weightsFolder(folder);
    const WeightFiles files = locateWeights(place, reconviagenWeightFiles());
    const fs::path vggt = place / kVggt, dinov2 = place / kDinoV2;
    const Models models(place / kPipeline);
    PipelineConfig config;
    config.dinov2 = {"DINOv2", dinov2, siblingConfig(dinov2)};
    config.vggt = {"VGGT", vggt, siblingConfig(vggt)};
    config.taps = tapsOf(config.vggt.args, vggt.parent_path() / "config.json", config.taps);
    config.structure_condition =
        models.network("sparse_structure_vggt_cond", "condition of the structure");
    config.structure_flow = models.network("sparse_structure_flow_model", "flow of the structure");
    config.structure_decoder =
        models.network("sparse_structure_decoder", "decoder of the structure");
    config.latent_condition = models.network("slat_vggt_cond", "condition of the surface");
    config.latent_flow = models.network("slat_flow_model", "flow of the surface");
    config.mesh_decoder = models.network("slat_decoder_mesh", "decoder of the mesh");
    config.splat_decoder = models.optionalNetwork("slat_decoder_gs", "decoder of splats");
    config.latent_mean = models.normalisation("mean");
    config.latent_std = models.normalisation("std");
    if (!config.latent_mean.sizes().equals(config.latent_std.sizes())) {
        fail(place / kPipeline, "slat_normalization has not as many means as deviations");
    }
    return config;
}

}  // namespace bozzetto
