// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/image_set.h"
#include "mesh/mesh.h"
#include "pipeline/job_context.h"
#include "pipeline/settings.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// A licence beyond the program's own that binds what an engine makes, by the networks it uses.
struct UsedLicence {
    std::string what, licence;  // "VGGT, fine-tuned on objects", "CC-BY-NC-4.0"
    bool commercial = false;    // allows commercial use; false also where nobody knows
    bool operator==(const UsedLicence&) const = default;
};

struct EngineInfo {
    std::string id, title, description;
    std::vector<std::string> presets;  // "draft", "standard", "high"
    std::vector<SettingField> fields;
    std::vector<std::string> weight_files;  // manifest names; empty when none are needed
    std::vector<UsedLicence> licences;      // of its networks
    bool needs_cameras = true;
    bool needs_masks = true;
    int minimum_views = 1;
};

/// What an engine gives back. The mesh is in the input's own coordinates and scale.
struct Reconstruction {
    TexturedMesh mesh;
    /// Equirectangular radiance [h, w, 3], linear; row 0 is +Z (up), the column at fraction u of
    /// the width shows the azimuth 2 pi (0.5 - u) counted from +X towards +Y. Empty when the engine
    /// recovers no light.
    Image light;
    std::vector<std::pair<std::string, Camera>> cameras;  // view name, camera used
    /// Beside the mesh: name within the result's folder, bytes.
    std::vector<std::pair<std::string, std::string>> files;
    std::string report_json;  // engine's own section of report.json: a JSON object
    bool complete = true;     // false when the time limit cut the optimisation short
};

/// What a run will need, before it is started. Rough: for a person who decides, not for a limit.
struct Prediction {
    std::vector<std::pair<std::string, uint64_t>>
        memory;  // bytes in use when most are, by what holds them (English)
    /// The same of a GPU's memory, if it is run on one; empty if the engine knows no GPU.
    std::vector<std::pair<std::string, uint64_t>> device_memory;
    double seconds = 0;  // of computing on this computer's processor
    uint64_t peakBytes() const { return sumOf(memory); }
    uint64_t peakDeviceBytes() const { return sumOf(device_memory); }

private:
    static uint64_t sumOf(const std::vector<std::pair<std::string, uint64_t>>& terms) {
        uint64_t sum = 0;
        for (const auto& [what, bytes] : terms) {
            sum += bytes;
        }
        return sum;
    }
};

class Engine {
public:
    virtual ~Engine() = default;
    virtual const EngineInfo& info() const = 0;
    /// Throws Error, or Cancelled when the context asks to stop (after saving a checkpoint).
    virtual Reconstruction reconstruct(const ImageSet& images,
                                       const Settings& settings,
                                       JobContext& job) = 0;
    /// `headers`: the set without its pixels (LoadOptions::Pixels::HeadersOnly), as large as it
    /// will be read. Quick; throws Error for settings that validateSettings refuses.
    virtual Prediction predict(const ImageSet& headers,
                               const Settings& settings,
                               int threads) const = 0;
    /// Builds each network from the weights folder (weights_store/weights_folder.h; empty: the
    /// usual one) and lets go of it. Returns remarks: keys that no network reads. Throws
    /// Error(MissingWeights, BadWeights) naming file and key, Cancelled.
    virtual std::vector<std::string> verifyWeights(const std::filesystem::path& /*folder*/,
                                                   const Task& /*task*/) const {
        return {};  // an engine without networks
    }
};

}  // namespace bozzetto
