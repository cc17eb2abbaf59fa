// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "mesh/mesh.h"
#include "pipeline/job_context.h"
#include "pipeline/settings.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

struct EngineInfo {
    std::string id, title, description;
    std::vector<std::string> presets;  // "draft", "standard", "high"
    std::vector<SettingField> fields;
    std::vector<std::string> weight_files;  // manifest names; empty when none are needed
    bool needs_cameras = true;
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
    std::string report_json;  // engine's own section of report.json: a JSON object
    bool complete = true;     // false when the time limit cut the optimisation short
};

class Engine {
public:
    virtual ~Engine() = default;
    virtual const EngineInfo& info() const = 0;
    /// Throws Error, or Cancelled when the context asks to stop (after saving a checkpoint).
    virtual Reconstruction reconstruct(const ImageSet& images,
                                       const Settings& settings,
                                       JobContext& job) = 0;
};

}  // namespace bozzetto
