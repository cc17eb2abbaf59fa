// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "weights_store/manifest.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bozzetto {

/// What the user set about weights, for window and command line alike: "weights.json" in
/// $XDG_CONFIG_HOME/bozzetto (or ~/.config/bozzetto), {"folder": path, "mirror": address}, both
/// optional.
struct WeightSettings {
    std::filesystem::path folder;  // empty: the usual one
    std::string mirror;            // http(s)://host[/path] asked in place of the files' own hosts
};
std::filesystem::path weightSettingsFile();
/// A file that is missing, or damaged, reads as nothing set.
WeightSettings readWeightSettings();
/// Throws Error(Output).
void writeWeightSettings(const WeightSettings& settings);

/// Where weights are: `chosen` if it is not empty, else the folder of the settings, else
/// $XDG_DATA_HOME/bozzetto/weights (or ~/.local/share/bozzetto/weights). Throws Error(Output)
/// without a home.
std::filesystem::path weightsFolder(const std::filesystem::path& chosen = {});

using WeightFiles = std::map<std::string, std::filesystem::path>;  // by the manifest's name

/// The files of these names in the folder (as weightsFolder gives it). Throws Error(MissingWeights)
/// naming those that are not there, and the command that fetches them.
WeightFiles locateWeights(const std::filesystem::path& folder,
                          const std::vector<std::string>& names);

enum class WeightState {
    Missing,
    Partial,  // a download that can go on
    Damaged,  // its size is not what it must be
    Present,  // of the right size, as far as that is known
};

struct WeightStatus {
    WeightState state = WeightState::Missing;
    uint64_t bytes = 0;  // that are there
};

/// The file as its bytes are to be judged in this folder. A config.json beside it describes another
/// network of the same kind: what the list knows of the published one's size and checksum does not
/// count then.
WeightFile judgedIn(const std::filesystem::path& folder, const WeightFile& file);

/// Looks at sizes only: quick. Never throws; what cannot be read is missing.
WeightStatus statusOf(const WeightFile& file, const std::filesystem::path& folder);

/// "missing", "partial", "damaged", "present".
const char* toString(WeightState state);

/// Where a download grows, and where one goes whose bytes were wrong, for inspection.
std::filesystem::path partialPath(const WeightFile& file, const std::filesystem::path& folder);
std::filesystem::path refusedPath(const WeightFile& file, const std::filesystem::path& folder);

/// Deletes the file and what remains of attempts to get it. Returns the bytes that were freed.
/// Throws Error(Output).
uint64_t removeWeights(const WeightFile& file, const std::filesystem::path& folder);

}  // namespace bozzetto
