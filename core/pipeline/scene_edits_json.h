// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/scene_edits.h"
#include "pipeline/json_node.h"

#include <filesystem>
#include <functional>

namespace bozzetto {

/// A JSON object with what differs from "nothing decided": {"cameras": path, "convention": id,
/// "masks": path, "region": {"world_from_box": [16 numbers, row by row], "half_size": [x, y, z]},
/// "frame": {"up": [x, y, z], "floor": number, "scale": metres of one unit}, "auto_masks": false,
/// "keep_table": true}. path_text: how a path is written (relative or not).
Json encodeSceneEdits(const SceneEdits& edits,
                      const std::function<std::string(const std::filesystem::path&)>& path_text);

/// Relative paths are relative to `folder`. Throws Error(BadInput) naming the key: numbers that are
/// not finite, an `up` without length, a box that is turned inside out or has no size.
SceneEdits readSceneEdits(const JsonNode& node, const std::filesystem::path& folder);

}  // namespace bozzetto
