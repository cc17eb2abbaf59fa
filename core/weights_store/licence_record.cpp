// SPDX-License-Identifier: Apache-2.0
#include "weights_store/licence_record.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ctime>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

constexpr uint64_t kMaxRecordBytes = 1 << 20;

fs::path recordOf(const fs::path& folder) {
    return folder / "licences.json";
}

/// id -> what was accepted; empty if there is no record that can be read.
Json readAccepted(const fs::path& folder) {
    std::error_code ignored;
    if (!fs::is_regular_file(recordOf(folder), ignored)) {
        return Json::object();
    }
    try {
        const Json json = Json::parse(readFile(recordOf(folder), kMaxRecordBytes), nullptr, false);
        if (json.is_object() && json.contains("accepted") && json["accepted"].is_object()) {
            return json["accepted"];
        }
    } catch (const Error&) {
    }
    return Json::object();
}

std::string timeNow() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text;
}

}  // namespace

std::set<std::string> acceptedLicences(const fs::path& folder) {
    std::set<std::string> ids;
    const Json accepted = readAccepted(folder);
    for (const auto& [id, what] : accepted.items()) {
        ids.insert(id);
    }
    return ids;
}

void acceptLicences(const fs::path& folder,
                    const WeightManifest& manifest,
                    const std::vector<std::string>& ids) {
    Json accepted = readAccepted(folder);
    bool changed = false;
    for (const std::string& id : ids) {
        const auto licence = std::find_if(
            manifest.licences.begin(), manifest.licences.end(), [&](const WeightLicence& known) {
                return known.id == id;
            });
        if (licence == manifest.licences.end()) {
            std::vector<std::string> known;
            for (const WeightLicence& l : manifest.licences) {
                known.push_back(l.id);
            }
            throw Error(Error::Kind::BadInput,
                        "there is no licence \"" + id + "\"",
                        "Licences: " + listWords(known, ", ") + ".");
        }
        if (!accepted.contains(id)) {
            accepted[id] = {{"title", licence->title}, {"url", licence->url}, {"time", timeNow()}};
            changed = true;
        }
    }
    if (changed) {
        std::error_code error;
        fs::create_directories(folder, error);
        writeFileAtomically(recordOf(folder), Json{{"accepted", accepted}}.dump(1) + "\n");
    }
}

void requireAccepted(const fs::path& folder,
                     const WeightManifest& manifest,
                     const std::vector<const WeightFile*>& files) {
    const std::set<std::string> accepted = acceptedLicences(folder);
    std::set<std::string> seen;
    std::string terms, command;
    for (const WeightFile* file : files) {
        if (accepted.count(file->licence) > 0 || !seen.insert(file->licence).second) {
            continue;
        }
        const WeightLicence& licence = manifest.licenceOf(*file);
        terms += "\n  " + licence.id + ", " + licence.title +
                 (licence.commercial ? "" : " (NOT for commercial use)") + ": " + licence.summary +
                 " " + licence.url;
        command += " --accept-licence " + licence.id;
    }
    if (!terms.empty()) {
        throw Error(Error::Kind::BadInput,
                    "these weights are under licences that were not accepted:" + terms,
                    "Read them; if you agree, give:" + command,
                    folder.string());
    }
}

}  // namespace bozzetto
