// SPDX-License-Identifier: Apache-2.0
#include "weights_store/weights_folder.h"

#include "base/error.h"
#include "base/files.h"

#include <nlohmann/json.hpp>

#include <cstdlib>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

constexpr uint64_t kMaxSettingsBytes = 1 << 16;

/// A folder of XDG's, or its place under the home; empty without a home.
fs::path userFolder(const char* variable, const char* under_home) {
    const char* value = std::getenv(variable);
    const fs::path chosen = value != nullptr ? value : "";
    if (chosen.is_absolute()) {
        return chosen / "bozzetto";
    }
    const char* home = std::getenv("HOME");
    const fs::path folder = home != nullptr ? home : "";
    return folder.is_absolute() ? folder / under_home / "bozzetto" : fs::path();
}

fs::path withEnding(const WeightFile& file, const fs::path& folder, const char* ending) {
    return folder / (file.name + ending);
}

/// -1 if there is no regular file.
int64_t sizeOf(const fs::path& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        return -1;
    }
    const auto bytes = fs::file_size(path, error);
    return error ? -1 : static_cast<int64_t>(bytes);
}

}  // namespace

fs::path weightSettingsFile() {
    const fs::path folder = userFolder("XDG_CONFIG_HOME", ".config");
    return folder.empty() ? folder : folder / "weights.json";
}

WeightSettings readWeightSettings() {
    WeightSettings settings;
    const fs::path file = weightSettingsFile();
    std::error_code ignored;
    if (file.empty() || !fs::is_regular_file(file, ignored)) {
        return settings;
    }
    try {
        const Json json = Json::parse(readFile(file, kMaxSettingsBytes), nullptr, false);
        const auto text = [&](const char* key) {
            const auto found = json.is_object() ? json.find(key) : json.end();
            const bool there = json.is_object() && found != json.end() && found->is_string();
            return there ? found->get<std::string>() : std::string();
        };
        settings.folder = text("folder");
        settings.mirror = text("mirror");
    } catch (const Error&) {
    }
    return settings;
}

void writeWeightSettings(const WeightSettings& settings) {
    const fs::path file = weightSettingsFile();
    if (file.empty()) {
        throw Error(Error::Kind::Output,
                    "there is no home folder to keep settings in",
                    "Set HOME or XDG_CONFIG_HOME.");
    }
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    Json json = Json::object();
    if (!settings.folder.empty()) {
        json["folder"] = settings.folder.string();
    }
    if (!settings.mirror.empty()) {
        json["mirror"] = settings.mirror;
    }
    writeFileAtomically(file, json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

fs::path weightsFolder(const fs::path& chosen) {
    if (!chosen.empty()) {
        return chosen;
    }
    const fs::path set = readWeightSettings().folder;
    if (set.is_absolute()) {
        return set;
    }
    const fs::path data = userFolder("XDG_DATA_HOME", ".local/share");
    if (data.empty()) {
        throw Error(Error::Kind::Output,
                    "there is no home folder to keep weights in",
                    "Give a folder with --weights.");
    }
    return data / "weights";
}

WeightFiles locateWeights(const fs::path& folder, const std::vector<std::string>& names) {
    WeightFiles files;
    std::string missing;
    for (const std::string& name : names) {
        const fs::path path = folder / name;
        if (sizeOf(path) < 0) {
            missing += (missing.empty() ? "" : ", ") + name;
        }
        files[name] = path;
    }
    if (!missing.empty()) {
        throw Error(Error::Kind::MissingWeights,
                    displayPath(folder) + ": weights are missing: " + missing,
                    "Fetch them with: bozzetto-cli weights fetch",
                    folder.string());
    }
    return files;
}

WeightFile judgedIn(const fs::path& folder, const WeightFile& file) {
    WeightFile judged = file;
    judged.predicted =
        file.predicted || sizeOf((folder / file.name).parent_path() / "config.json") >= 0;
    return judged;
}

WeightStatus statusOf(const WeightFile& listed, const fs::path& folder) {
    const WeightFile file = judgedIn(folder, listed);
    const int64_t bytes = sizeOf(folder / file.name);
    if (bytes >= 0) {
        const bool fits =
            file.bytes == 0 || file.predicted || static_cast<uint64_t>(bytes) == file.bytes;
        return {fits ? WeightState::Present : WeightState::Damaged, static_cast<uint64_t>(bytes)};
    }
    const int64_t partial = sizeOf(partialPath(file, folder));
    return partial > 0 ? WeightStatus{WeightState::Partial, static_cast<uint64_t>(partial)}
                       : WeightStatus{};
}

const char* toString(WeightState state) {
    switch (state) {
        case WeightState::Missing:
            return "missing";
        case WeightState::Partial:
            return "partial";
        case WeightState::Damaged:
            return "damaged";
        case WeightState::Present:
            return "present";
    }
    return "missing";
}

fs::path partialPath(const WeightFile& file, const fs::path& folder) {
    return withEnding(file, folder, ".part");
}

fs::path refusedPath(const WeightFile& file, const fs::path& folder) {
    return withEnding(file, folder, ".bad");
}

uint64_t removeWeights(const WeightFile& file, const fs::path& folder) {
    uint64_t freed = 0;
    for (const char* ending : {"", ".part", ".part.json", ".bad", ".sha256"}) {
        const fs::path path = withEnding(file, folder, ending);
        const int64_t bytes = sizeOf(path);
        std::error_code error;
        fs::remove(path, error);
        if (error) {
            throw Error(Error::Kind::Output,
                        displayPath(path) + ": cannot be deleted: " + error.message(),
                        "Check the permissions of the folder.",
                        path.string());
        }
        freed += bytes > 0 ? static_cast<uint64_t>(bytes) : 0;
    }
    return freed;
}

}  // namespace bozzetto
