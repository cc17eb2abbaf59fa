// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "pipeline/json_node.h"
#include "pipeline/project.h"
#include "pipeline/scene_edits_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr const char* kFormat = "bozzetto-project";
constexpr int kVersion = 1;
constexpr uint64_t kMaxBytes = 64 << 20;
constexpr int kMaxSteps = 2;  // folders above the project's own that a relative path may climb
constexpr std::array kRunStates{ProjectRun::State::Running,
                                ProjectRun::State::Done,
                                ProjectRun::State::Incomplete,
                                ProjectRun::State::Stopped,
                                ProjectRun::State::Failed,
                                ProjectRun::State::Crashed};

// ---- writing

/// Relative if that stays near and does not climb to the root: such a path survives moving the
/// project together with its images.
std::string pathText(const fs::path& path, const fs::path& folder) {
    const fs::path relative = path.lexically_relative(folder);
    const auto steps = std::count(relative.begin(), relative.end(), fs::path(".."));
    const auto depth = std::distance(folder.begin(), folder.end()) - 1;  // without the root
    const bool near = !relative.empty() && steps <= kMaxSteps && steps < depth;
    return near || steps == 0 ? relative.generic_string() : path.generic_string();
}

Json encodeInput(const Project& project, const fs::path& input, const fs::path& folder) {
    Json node{{"path", pathText(input, folder)}};
    const auto known = project.known_files.find(input);
    if (known != project.known_files.end() && !known->second.empty()) {
        Json files = Json::array();
        for (const KnownFile& file : known->second) {
            files.push_back({file.name, file.size, file.modified});
        }
        node["files"] = std::move(files);
    }
    return node;
}

Json encodeSettings(const Settings& settings) {
    return {{"preset", settings.preset}, {"values", Json(settings.values)}};
}

Json encodeRun(const ProjectRun& run, const fs::path& folder) {
    Json node{{"id", run.id},
              {"name", run.name},
              {"engine", run.engine},
              {"settings", encodeSettings(run.settings)},
              {"seed", run.seed},
              {"started", run.started},
              {"seconds", run.seconds},
              {"state", toString(run.state)},
              {"folder", pathText(run.folder, folder)},
              {"peak_memory", run.peak_memory}};
    if (!run.reason.empty()) {
        node["reason"] = run.reason;
    }
    if (!run.hint.empty()) {
        node["hint"] = run.hint;
    }
    if (!run.scores.empty()) {
        node["scores"] = run.scores;
    }
    return node;
}

Json encodeView(const ProjectView& view) {
    Json node{{"mode", view.mode},
              {"wireframe", view.wireframe},
              {"light", view.light},
              {"light_rotation", view.light_rotation},
              {"exposure", view.exposure}};
    if (view.camera) {
        const ProjectCamera& camera = *view.camera;
        node["camera"] = {{"position", camera.position},
                          {"focal_point", camera.focal_point},
                          {"up", camera.up},
                          {"vertical_fov", camera.vertical_fov},
                          {"orthographic", camera.orthographic},
                          {"orthographic_height", camera.orthographic_height},
                          {"photo", camera.photo}};
    }
    return node;
}

Json encodeReplaced(const Project& project, const fs::path& folder) {
    Json node = Json::object();
    for (const auto& [name, path] : project.edits.replaced) {
        node[name] = pathText(path, folder);
    }
    return node;
}

// ---- reading

fs::path readPath(const JsonNode& node, const std::string& key, const fs::path& folder) {
    const std::string text = node.text(key);
    if (text.empty() || text.find('\0') != std::string::npos) {
        node.failKey(key, "a path");
    }
    fs::path path = (folder / text).lexically_normal();
    return path.has_filename() ? path : path.parent_path();  // without a '/' at the end
}

bool isPlainRelative(const fs::path& path) {
    return path.is_relative() && std::find(path.begin(), path.end(), fs::path("..")) == path.end();
}

std::vector<KnownFile> readKnownFiles(const JsonNode& input) {
    std::vector<KnownFile> files;
    const Json& array = input.array("files");
    for (const Json& entry : array) {
        const bool shaped = entry.is_array() && entry.size() == 3 && entry[0].is_string() &&
                            entry[1].is_number_unsigned() && entry[2].is_number_integer();
        if (!shaped || !isPlainRelative(entry[0].get<std::string>())) {
            input.failKey("files", "a list of [name, size, time]");
        }
        files.push_back(
            {entry[0].get<std::string>(), entry[1].get<uint64_t>(), entry[2].get<int64_t>()});
    }
    return files;
}

void readInputs(const JsonNode& root, const fs::path& folder, Project& project) {
    for (const JsonNode& input : root.objects("inputs")) {
        const fs::path path = readPath(input, "path", folder);
        project.inputs.push_back(path);
        std::vector<KnownFile> files = readKnownFiles(input);
        if (!files.empty()) {
            project.known_files[path] = std::move(files);
        }
        input.noteUnknown();
    }
}

void readEdits(const JsonNode& root, const fs::path& folder, ImportEdits& edits) {
    for (std::string& name : root.texts("excluded")) {
        edits.excluded.insert(std::move(name));
    }
    for (std::string& name : root.texts("inverted")) {
        edits.inverted.insert(std::move(name));
    }
    if (const auto replaced = root.object("replaced")) {
        for (const std::string& name : replaced->keys()) {
            edits.replaced[name] = readPath(*replaced, name, folder);
        }
    }
}

Settings readSettings(const JsonNode& node) {
    Settings settings;
    settings.preset = node.text("preset", settings.preset);
    settings.values = node.textMap("values");
    node.noteUnknown();
    return settings;
}

/// It becomes the name of a folder.
bool isRunId(const std::string& id) {
    return !id.empty() && id.size() <= 100 && id.front() != '.' &&
           std::all_of(id.begin(), id.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
           });
}

ProjectRun::State readState(const JsonNode& node) {
    const std::string text = node.text("state");
    for (const ProjectRun::State state : kRunStates) {
        if (text == toString(state)) {
            return state;
        }
    }
    node.failKey("state", "the state of a run");
}

ProjectRun readRun(const JsonNode& node, const fs::path& folder) {
    ProjectRun run;
    run.id = node.text("id");
    if (!isRunId(run.id)) {
        node.failKey("id", "letters, digits, '-', '_' and '.'");
    }
    run.name = node.text("name", run.id);
    run.engine = node.text("engine");
    if (const auto settings = node.object("settings")) {
        run.settings = readSettings(*settings);
    }
    run.seed = static_cast<uint64_t>(node.integer("seed", 1, 0, INT64_MAX));
    run.started = node.text("started", "");
    run.seconds = node.number("seconds", 0, 0, 1e12);
    run.state = readState(node);
    run.reason = node.text("reason", "");
    run.hint = node.text("hint", "");
    run.folder = readPath(node, "folder", folder);
    if (const auto scores = node.object("scores")) {
        for (const std::string& name : scores->keys()) {
            run.scores[name] = scores->number(name, 0, -1e300, 1e300);
        }
    }
    run.peak_memory = static_cast<uint64_t>(node.integer("peak_memory", 0, 0, INT64_MAX));
    node.noteUnknown();
    return run;
}

void readRuns(const JsonNode& root, const fs::path& folder, Project& project) {
    for (const JsonNode& node : root.objects("runs")) {
        ProjectRun run = readRun(node, folder);
        if (findRun(project, run.id) != nullptr) {
            node.failKey("id", "unique: \"" + run.id + "\" stands twice");
        }
        project.runs.push_back(std::move(run));
    }
}

ProjectCamera readCamera(const JsonNode& node) {
    ProjectCamera camera;
    node.triple("position", camera.position);
    node.triple("focal_point", camera.focal_point);
    node.triple("up", camera.up);
    camera.vertical_fov = node.number("vertical_fov", camera.vertical_fov, 1e-3, 3.1);
    camera.orthographic = node.flag("orthographic", false);
    camera.orthographic_height =
        node.number("orthographic_height", camera.orthographic_height, 1e-9, 1e12);
    camera.photo = node.text("photo", "");
    node.noteUnknown();
    return camera;
}

ProjectView readView(const JsonNode& node) {
    ProjectView view;
    view.mode = node.text("mode", view.mode);
    view.wireframe = node.flag("wireframe", false);
    view.light = node.text("light", view.light);
    view.light_rotation = node.number("light_rotation", 0, -1e6, 1e6);
    view.exposure = node.number("exposure", 0, -100, 100);
    if (const auto camera = node.object("camera")) {
        view.camera = readCamera(*camera);
    }
    node.noteUnknown();
    return view;
}

void checkFormat(const JsonNode& root) {
    if (root.text("format", "") != kFormat) {
        root.fail("is not a Bozzetto project", "Choose a file that Bozzetto saved.");
    }
    const int64_t version = root.integer("version", 0, 0, INT32_MAX);
    if (version > kVersion) {
        root.fail("was saved by a newer Bozzetto (project version " + std::to_string(version) +
                      "; this one reads up to " + std::to_string(kVersion) + ")",
                  "Update Bozzetto to open it.");
    }
    if (version < 1) {
        root.failKey("version", "a project version");
    }
}

void readChoices(const JsonNode& root, Project& project) {
    project.engines = root.texts("engines");
    if (project.engines.empty()) {
        project.engines = Project().engines;
    }
    if (const auto settings = root.object("settings")) {
        for (const std::string& engine : settings->keys()) {
            if (const auto node = settings->object(engine)) {
                project.settings[engine] = readSettings(*node);
            }
        }
    }
    project.seed = static_cast<uint64_t>(root.integer("seed", 1, 0, INT64_MAX));
    project.device = root.text("device", project.device);
    project.threads = static_cast<int>(root.integer("threads", 0, 0, 1024));
    if (root.has("time_limit_min")) {
        project.time_limit_min = root.number("time_limit_min", 0, 1e-6, 1e9);
    }
    project.export_choices = root.textMap("export");
}

}  // namespace

std::string encodeProject(const Project& project, const fs::path& folder) {
    Json root{{"format", kFormat}, {"version", kVersion}, {"program", BOZZETTO_VERSION}};
    root["inputs"] = Json::array();
    for (const fs::path& input : project.inputs) {
        root["inputs"].push_back(encodeInput(project, input, folder));
    }
    root["excluded"] = project.edits.excluded;
    root["inverted"] = project.edits.inverted;
    root["replaced"] = encodeReplaced(project, folder);
    if (!project.scene.empty()) {
        root["scene"] = encodeSceneEdits(
            project.scene, [&](const fs::path& path) { return pathText(path, folder); });
    }
    root["engines"] = project.engines;
    root["settings"] = Json::object();
    for (const auto& [engine, settings] : project.settings) {
        root["settings"][engine] = encodeSettings(settings);
    }
    root["seed"] = project.seed;
    root["device"] = project.device;
    root["threads"] = project.threads;
    if (project.time_limit_min) {
        root["time_limit_min"] = *project.time_limit_min;
    }
    root["runs"] = Json::array();
    for (const ProjectRun& run : project.runs) {
        root["runs"].push_back(encodeRun(run, folder));
    }
    root["shown"] = project.shown;
    root["view"] = encodeView(project.view);
    root["export"] = project.export_choices;
    if (!project.unknown_json.empty()) {
        const Json unknown = Json::parse(project.unknown_json);
        for (const auto& [key, value] : unknown.items()) {
            root[key] = value;
        }
    }
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

LoadedProject decodeProject(const std::string& text, const fs::path& folder, const fs::path& path) {
    require(folder.is_absolute(), "a project's folder must be absolute");
    LoadedProject loaded;
    Project& project = loaded.project;
    const Json document = parseBounded(text, path);
    const JsonNode root(document, path, loaded.notes);
    checkFormat(root);
    root.text("program", "");
    readInputs(root, folder, project);
    readEdits(root, folder, project.edits);
    if (const auto scene = root.object("scene")) {
        project.scene = readSceneEdits(*scene, folder);
    }
    readChoices(root, project);
    readRuns(root, folder, project);
    project.shown = root.texts("shown");
    std::erase_if(project.shown, [&](const std::string& id) { return !findRun(project, id); });
    if (const auto view = root.object("view")) {
        project.view = readView(*view);
    }
    Json unknown = Json::object();
    for (const std::string& key : root.noteUnknown()) {
        unknown[key] = document[key];
    }
    if (!unknown.empty()) {
        project.unknown_json = unknown.dump();
    }
    return loaded;
}

LoadedProject readProject(const fs::path& path) {
    const fs::path absolute = fs::absolute(path).lexically_normal();
    return decodeProject(readFile(absolute, kMaxBytes), absolute.parent_path(), absolute);
}

}  // namespace bozzetto
