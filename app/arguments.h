// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/cameras_arguments.h"
#include "app/export_arguments.h"
#include "app/frames_arguments.h"
#include "app/masks_arguments.h"
#include "app/weights_arguments.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bozzetto {

struct InfoArguments {
    std::filesystem::path input;
    std::optional<std::filesystem::path> evidence;  // PNG to draw: how the poses fit a picture
    std::optional<std::string> view, convention;    // of it
    bool json = false;
};

struct EnginesArguments {
    bool json = false;
};

struct PredictArguments {
    std::filesystem::path job;
    bool json = false;
};

/// What is not set is taken from the job file, else from the defaults of JobFile.
struct ReconstructArguments {
    std::vector<std::filesystem::path> inputs;
    std::optional<std::filesystem::path> job, output;
    std::optional<std::filesystem::path> config;  // of the original nvdiffrec, in place of a job
    std::optional<std::string> engine, preset, device;
    std::optional<uint64_t> seed;
    std::optional<int> threads;
    std::optional<double> time_limit_min;
    std::vector<std::pair<std::string, std::string>> settings;  // --set, in order
    std::vector<std::string> exclude, invert_masks;             // names of views
    bool invert_all_masks = false;
    std::optional<std::filesystem::path> cameras, masks, weights;
    std::optional<std::string> convention;
    std::optional<std::array<double, 6>> region;  // centre and size, along the axes
    bool no_auto_masks = false, keep_table = false;
    bool resume = false, overwrite = false, events = false, previews = false, control = false,
         list_settings = false;
};

struct RenderArguments {
    std::filesystem::path result, views, output;
    std::string mode = "shaded";
    std::string device = "auto";  // where it is drawn
    std::optional<std::filesystem::path> light;
};

struct EvaluateArguments {
    std::filesystem::path result, views;
    std::optional<std::filesystem::path> mesh, light;
    bool align = false;  // by cameras.json of the result and the true cameras of its pictures
    std::optional<std::filesystem::path> true_cameras;  // unset: `views`
    bool seen = false;
    std::optional<std::filesystem::path> masks;
    std::string device = "auto";  // where the views are drawn
    bool json = false;
};

using Arguments = std::variant<InfoArguments,
                               CamerasArguments,
                               EnginesArguments,
                               MasksArguments,
                               FramesArguments,
                               PredictArguments,
                               ReconstructArguments,
                               RenderArguments,
                               EvaluateArguments,
                               ExportArguments,
                               WeightsArguments>;

/// The command line asks for no work: help, version, or a mistake.
struct NothingToDo {
    int exit_code = 0;         // 0 help and version, 2 mistake
    std::string text;          // help, version or what is wrong; ends with a line end
    std::string reason, hint;  // of a mistake
    bool events = false;       // a mistake on a command line with --events
};

/// Understands the command line; does no work and needs no library, so that --help is quick. A
/// misspelt command, option or value gets a suggestion.
std::variant<Arguments, NothingToDo> parseArguments(int argc, const char* const* argv);

/// Prints a NothingToDo where it belongs (help on stdout, mistakes on stderr, with --events a JSON
/// line on stdout too) and returns its exit code.
int printNothingToDo(const NothingToDo& nothing);

}  // namespace bozzetto
