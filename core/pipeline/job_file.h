// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/scene_edits.h"
#include "camera/view_edits.h"
#include "pipeline/settings.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// Everything that determines a run: what the window, the command line and a farm hand to each
/// other, and what every run writes.
///
/// JSON, UTF-8: {"format": "bozzetto-job", "version": 1, "inputs": [path, ...], "output": path,
/// "engine": id, "then": [id, ...] (absent: none), "preset": id, "settings": {key: text}, "seed":
/// integer, "device": "auto" | "cpu" | "cuda[:N]", "threads": integer (0 = all), "weights": path
/// (absent: where the program keeps them), "time_limit_min": number (absent = none), "exclude":
/// [view name], "invert_masks": [view name] or true for all, "replace": {view name: path of another
/// picture}, "scene": see scene_edits_json.h, "versions": {name: text}}. Relative paths are
/// relative to the file's folder.
struct JobFile {
    std::vector<std::filesystem::path> inputs;
    ViewEdits edits;
    SceneEdits scene;
    std::filesystem::path output;
    std::string engine = "nvdiffrec";
    std::vector<std::string> then;  // engines that run after it, one after the other
    Settings settings;              // with `then`: each engine takes those that it knows
    uint64_t seed = 1;
    std::string device = "auto";
    int threads = 0;                // 0: as many as the computer has
    std::filesystem::path weights;  // folder of the networks; empty: where they are kept
    std::optional<double> time_limit_min;
    std::map<std::string, std::string>
        versions;  // of the program that wrote it; not needed for a replay
};

std::string encodeJobFile(const JobFile& job);

/// Throws Error(BadInput) naming file and key: not JSON, unknown key, wrong type, newer version.
/// Keys that are absent keep their defaults, but "format" and "version" must be there.
JobFile readJobFile(const std::filesystem::path& path);

}  // namespace bozzetto
