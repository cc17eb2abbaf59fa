// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/import_review.h"
#include "pipeline/job_file.h"
#include "pipeline/settings.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// A file of an input as it was when the input was added: what a moved image set is known by again.
struct KnownFile {
    std::string name;      // relative to the input folder; empty: the input is this file itself
    uint64_t size = 0;     // bytes
    int64_t modified = 0;  // seconds since 1970, UTC
    bool operator==(const KnownFile&) const = default;
};

/// One run of an engine. Its output folder holds the engine's result folder and, until it is done,
/// its checkpoint.
struct ProjectRun {
    enum class State {
        Running,
        Done,
        Incomplete,  // the time limit or "finish now" cut it short; there is a result
        Stopped,     // on request; a checkpoint may be there
        Failed,
        Crashed,  // the process ended without a word
    };
    std::string id;    // unique in the project: letters, digits, '-', '_', '.'; names its folder
    std::string name;  // for people
    std::string engine = "nvdiffrec";
    Settings settings;
    uint64_t seed = 1;
    std::string started;  // UTC, ISO 8601: "2026-03-01T14:05:00Z"
    double seconds = 0;   // computing time
    State state = State::Running;
    std::string reason, hint;              // why it failed or stopped, and what to do
    std::filesystem::path folder;          // absolute in memory
    std::map<std::string, double> scores;  // by name: "psnr", "chamfer", ...
    uint64_t peak_memory = 0;              // bytes of main memory; 0 = not known
    bool operator==(const ProjectRun&) const = default;
};
/// "running", "done", "incomplete", "stopped", "failed", "crashed".
const char* toString(ProjectRun::State state);

/// The eye of the viewport, in the mesh's own coordinates.
struct ProjectCamera {
    std::array<float, 3> position{3, -3, 2}, focal_point{0, 0, 0}, up{0, 0, 1};
    double vertical_fov = 0.6;  // radians
    bool orthographic = false;
    double orthographic_height = 2;  // world units
    std::string photo;               // the view looked through; empty: none
    bool operator==(const ProjectCamera&) const = default;
};

/// What the viewport showed. Modes and lights are named by the viewport.
struct ProjectView {
    std::string mode = "shaded", light = "recovered";
    bool wireframe = false;
    double light_rotation = 0;            // degrees about the up axis
    double exposure = 0;                  // stops
    std::optional<ProjectCamera> camera;  // absent: frame everything
    bool operator==(const ProjectView&) const = default;
};

/// All that a session is about. Paths are absolute in memory.
///
/// File: JSON, UTF-8, {"format": "bozzetto-project", "version": 1, ...}. Paths at most two folders
/// above the project's own are written relative to it, others absolute.
struct Project {
    using Path = std::filesystem::path;

    // What edits change (undoable).
    std::vector<Path> inputs;  // image folders, transforms files, pictures
    ImportEdits edits;         // pictures left out, masks turned round, pictures replaced
    SceneEdits scene;          // cameras, masks, region, floor and scale
    std::vector<std::string> engines{"nvdiffrec"};  // ids in the order of running; two are "both"
    std::map<std::string, Settings> settings;       // by engine id
    uint64_t seed = 1;
    std::string device = "auto";  // "auto", "cpu", "cuda[:N]"
    int threads = 0;              // 0: as many as the computer has
    std::optional<double> time_limit_min;

    // What happened (not undoable, but for renaming and deleting a run).
    std::map<Path, std::vector<KnownFile>> known_files;  // by input
    std::vector<ProjectRun> runs;                        // oldest first
    std::vector<std::string> shown;                      // ids of the runs on screen; two: compared
    ProjectView view;
    std::map<std::string, std::string> export_choices;

    std::string unknown_json;  // a JSON object of keys of the file that this version does not know;
                               // written back as they are

    bool operator==(const Project&) const = default;
};

const ProjectRun* findRun(const Project& project, std::string_view id);  // nullptr: no such run
ProjectRun* findRun(Project& project, std::string_view id);
/// An id that no run of the project has: "<UTC time>-<engine>", made of characters that any file
/// system takes.
std::string newRunId(const Project& project, std::string_view engine);

/// The job of a run: what it was begun with, on the project's inputs.
JobFile jobOf(const Project& project, const ProjectRun& run);

/// The file's text; `folder` (absolute) is where the file stands, for relative paths.
std::string encodeProject(const Project& project, const std::filesystem::path& folder);

struct LoadedProject {
    Project project;
    std::vector<std::string> notes;  // what was passed over: unknown keys, values out of range
};
/// Throws Error(BadInput) naming the file and the key: not JSON, not a project, wrong types, a
/// newer version. `folder` (absolute): what relative paths are relative to; `path`: for messages.
LoadedProject decodeProject(const std::string& text,
                            const std::filesystem::path& folder,
                            const std::filesystem::path& path);
LoadedProject readProject(const std::filesystem::path& path);

}  // namespace bozzetto
