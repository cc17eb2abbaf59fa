// SPDX-License-Identifier: Apache-2.0
#include "pipeline/job_file.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "pipeline/scene_edits_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr const char* kFormat = "bozzetto-job";
constexpr int kVersion = 1;
constexpr uint64_t kMaxBytes = 16 << 20;

const std::vector<std::string>& knownKeys() {
    static const std::vector<std::string> kKeys = {"format",
                                                   "version",
                                                   "inputs",
                                                   "output",
                                                   "engine",
                                                   "then",
                                                   "preset",
                                                   "settings",
                                                   "seed",
                                                   "device",
                                                   "threads",
                                                   "weights",
                                                   "time_limit_min",
                                                   "exclude",
                                                   "invert_masks",
                                                   "replace",
                                                   "scene",
                                                   "versions"};
    return kKeys;
}

/// Takes values out of the parsed file and names the key of whatever is wrong.
class Reader {
public:
    Reader(const Json& root, fs::path path) : root_(root), path_(std::move(path)) {}

    [[noreturn]] void fail(const std::string& reason, const std::string& hint) const {
        throw Error(
            Error::Kind::BadInput, displayPath(path_) + ": " + reason, hint, path_.string());
    }
    [[noreturn]] void failKey(const std::string& key, const std::string& wanted) const {
        fail("key \"" + key + "\" is not " + wanted, "Correct the value of \"" + key + "\".");
    }

    void checkFormat() const {
        if (!root_.is_object()) {
            fail("is not a job file (no JSON object)", "Give a job file that bozzetto-cli wrote.");
        }
        if (text("format", "") != kFormat) {
            fail("is not a job file (key \"format\" is not \"bozzetto-job\")",
                 "Give a job file that bozzetto-cli wrote.");
        }
        if (const int64_t version = integer("version", 0, 0, INT32_MAX); version != kVersion) {
            fail("key \"version\" is " + std::to_string(version) + "; this program reads version " +
                     std::to_string(kVersion),
                 version > kVersion ? "Update Bozzetto." : "Write the job again.");
        }
        for (const auto& [key, value] : root_.items()) {
            if (std::find(knownKeys().begin(), knownKeys().end(), key) == knownKeys().end()) {
                const auto near = nearestWord(key, knownKeys());
                fail("key \"" + displayPath(key) + "\" is not known",
                     near ? "Did you mean \"" + *near + "\"?"
                          : "Remove it. Keys: " + listWords(knownKeys(), ", ") + ".");
            }
        }
    }

    std::string text(const std::string& key, const std::string& fallback) const {
        if (!root_.contains(key)) {
            return fallback;
        }
        if (!root_[key].is_string()) {
            failKey(key, "a text");
        }
        return root_[key].get<std::string>();
    }

    int64_t integer(const std::string& key, int64_t fallback, int64_t low, int64_t high) const {
        if (!root_.contains(key)) {
            return fallback;
        }
        const Json& value = root_[key];
        const bool fits = value.is_number_integer() &&
                          (!value.is_number_unsigned() ||
                           value.get<uint64_t>() <= static_cast<uint64_t>(INT64_MAX));
        if (!fits || value.get<int64_t>() < low || value.get<int64_t>() > high) {
            failKey(key,
                    "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        }
        return value.get<int64_t>();
    }

    std::optional<double> positive(const std::string& key) const {
        if (!root_.contains(key) || root_[key].is_null()) {
            return std::nullopt;
        }
        if (!root_[key].is_number() || !(root_[key].get<double>() > 0)) {
            failKey(key, "a number above 0");
        }
        return root_[key].get<double>();
    }

    std::map<std::string, std::string> texts(const std::string& key) const {
        std::map<std::string, std::string> result;
        if (!root_.contains(key)) {
            return result;
        }
        if (!root_[key].is_object()) {
            failKey(key, "an object of texts");
        }
        for (const auto& [name, value] : root_[key].items()) {
            if (value.is_string()) {
                result[name] = value.get<std::string>();
            } else if (value.is_number()) {  // written by hand: 8 for "8"
                result[name] = value.dump();
            } else {
                failKey(key + "." + name, "a text");
            }
        }
        return result;
    }

    std::vector<fs::path> paths(const std::string& key) const {
        std::vector<fs::path> result;
        if (!root_.contains(key)) {
            return result;
        }
        if (!root_[key].is_array()) {
            failKey(key, "a list of paths");
        }
        for (const Json& value : root_[key]) {
            if (!value.is_string()) {
                failKey(key, "a list of paths");
            }
            result.push_back(resolve(value.get<std::string>()));
        }
        return result;
    }

    std::vector<std::string> list(const std::string& key) const {
        if (!root_.contains(key)) {
            return {};
        }
        const bool texts = root_[key].is_array() &&
                           std::all_of(root_[key].begin(), root_[key].end(), [](const Json& v) {
                               return v.is_string();
                           });
        if (!texts) {
            failKey(key, "a list of texts");
        }
        return root_[key].get<std::vector<std::string>>();
    }

    std::set<std::string> names(const std::string& key) const {
        std::set<std::string> result;
        if (!root_.contains(key)) {
            return result;
        }
        if (!root_[key].is_array()) {
            failKey(key, "a list of view names");
        }
        for (const Json& value : root_[key]) {
            if (!value.is_string()) {
                failKey(key, "a list of view names");
            }
            result.insert(value.get<std::string>());
        }
        return result;
    }

    ViewEdits edits() const {
        ViewEdits edits;
        edits.exclude = names("exclude");
        const bool all = root_.contains("invert_masks") && root_["invert_masks"].is_boolean();
        edits.invert_all_masks = all && root_["invert_masks"].get<bool>();
        edits.invert_masks = all ? std::set<std::string>() : names("invert_masks");
        for (const auto& [name, path] : texts("replace")) {
            edits.replace[name] = resolve(path);
        }
        return edits;
    }

    SceneEdits scene() const {
        std::vector<std::string> notes;
        const auto node = JsonNode(root_, path_, notes).object("scene");
        if (!node) {
            return {};
        }
        const SceneEdits edits = readSceneEdits(*node, path_.parent_path());
        if (!notes.empty()) {
            fail(notes.front(), "Remove it.");
        }
        return edits;
    }

    fs::path resolve(const std::string& text) const {
        return text.empty() ? fs::path()
                            : (path_.parent_path() / fs::path(text)).lexically_normal();
    }

private:
    const Json& root_;
    fs::path path_;
};

void encodeEdits(const ViewEdits& edits, Json& root) {
    if (!edits.exclude.empty()) {
        root["exclude"] = edits.exclude;
    }
    if (edits.invert_all_masks) {
        root["invert_masks"] = true;
    } else if (!edits.invert_masks.empty()) {
        root["invert_masks"] = edits.invert_masks;
    }
    for (const auto& [name, path] : edits.replace) {
        root["replace"][name] = fs::absolute(path).lexically_normal().string();
    }
}

}  // namespace

std::string encodeJobFile(const JobFile& job) {
    Json inputs = Json::array();
    for (const fs::path& input : job.inputs) {
        inputs.push_back(fs::absolute(input).lexically_normal().string());
    }
    Json root = {
        {"format", kFormat},
        {"version", kVersion},
        {"inputs", inputs},
        {"output",
         job.output.empty() ? std::string() : fs::absolute(job.output).lexically_normal().string()},
        {"engine", job.engine},
        {"preset", job.settings.preset},
        {"settings", job.settings.values},
        {"seed", job.seed},
        {"device", job.device},
        {"threads", job.threads}};
    if (!job.then.empty()) {
        root["then"] = job.then;
    }
    if (!job.weights.empty()) {
        root["weights"] = fs::absolute(job.weights).lexically_normal().string();
    }
    if (job.time_limit_min) {
        root["time_limit_min"] = *job.time_limit_min;
    }
    encodeEdits(job.edits, root);
    if (!job.scene.empty()) {
        root["scene"] = encodeSceneEdits(job.scene, [](const fs::path& path) {
            return fs::absolute(path).lexically_normal().string();
        });
    }
    root["versions"] = job.versions;
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

JobFile readJobFile(const fs::path& path) {
    const std::string bytes = readFile(path, kMaxBytes);
    Json root;
    try {
        root = Json::parse(bytes);
    } catch (const Json::parse_error& error) {
        const auto before =
            bytes.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, bytes.size()));
        throw Error(Error::Kind::BadInput,
                    displayPath(path) + ": is not valid JSON near line " +
                        std::to_string(1 + std::count(bytes.begin(), before, '\n')),
                    "Correct the file, or write it again with a run of reconstruct.",
                    path.string(),
                    error.what());
    }
    const Reader reader(root, path);
    reader.checkFormat();
    JobFile job;
    job.inputs = reader.paths("inputs");
    job.output = reader.resolve(reader.text("output", ""));
    job.engine = reader.text("engine", job.engine);
    job.then = reader.list("then");
    job.settings.preset = reader.text("preset", job.settings.preset);
    job.settings.values = reader.texts("settings");
    job.seed = static_cast<uint64_t>(reader.integer("seed", 1, 0, INT64_MAX));
    job.device = reader.text("device", job.device);
    job.threads = static_cast<int>(reader.integer("threads", 0, 0, 1024));
    job.weights = reader.resolve(reader.text("weights", ""));
    job.time_limit_min = reader.positive("time_limit_min");
    job.edits = reader.edits();
    job.scene = reader.scene();
    job.versions = reader.texts("versions");
    return job;
}

}  // namespace bozzetto
