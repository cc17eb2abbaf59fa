// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"
#include "app/console.h"
#include "app/exit_codes.h"
#include "app/interrupts.h"
#include "app/job_request.h"
#include "base/files.h"
#include "base/log.h"
#include "base/text.h"
#include "io/export.h"
#include "io/result_licences.h"
#include "io/textured_mesh_io.h"
#include "pipeline/job_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

/// Where and as what: --to may name the file itself.
struct Destination {
    fs::path folder;
    std::optional<std::string> name, format;
};

Destination destinationOf(const ExportArguments& arguments) {
    std::string ending = arguments.to.extension().string();
    for (const auto& format : kExportFormats) {
        if (ending == std::string(".") + format.id && !fs::is_directory(arguments.to)) {
            const fs::path folder = arguments.to.parent_path();
            return {folder.empty() ? "." : folder,
                    arguments.to.stem().string(),
                    std::string(format.id)};
        }
    }
    return {arguments.to, {}, {}};
}

/// The typed text as the JSON value that the key has by default: a number or a text.
Json valueOf(const std::string& key, const std::string& text, const Json& usual) {
    if (usual.is_string()) {
        return text;
    }
    const bool whole = usual.is_number_integer();
    const std::optional<long long> integer = whole ? parseInteger(text) : std::nullopt;
    const std::optional<double> number = parseNumber(text);
    if (whole ? !integer || *integer < 0 || *integer > INT32_MAX : !number.has_value()) {
        throw Error(Error::Kind::BadInput,
                    "\"" + text + "\" is not a " + (whole ? "whole number" : "number") + " (for " +
                        key + ").",
                    "Give, for example, " + usual.dump() + ".");
    }
    return whole ? Json(*integer) : Json(*number);
}

/// How the scene of a result stands; unset where nobody said so, or for a mesh without its job.
std::optional<SceneFrame> frameOf(const fs::path& result) {
    std::error_code ignored;
    const fs::path job =
        (fs::is_directory(result, ignored) ? result : result.parent_path()) / "job.json";
    return fs::is_regular_file(job, ignored) ? readJobFile(job).scene.frame : std::nullopt;
}

/// The cameras are our own estimate: their coordinates mean nothing to anybody else.
bool hasEstimatedCameras(const fs::path& result) {
    std::error_code ignored;
    const fs::path report =
        (fs::is_directory(result, ignored) ? result : result.parent_path()) / "report.json";
    if (!fs::is_regular_file(report, ignored)) {
        return false;
    }
    const Json json = Json::parse(readFile(report), nullptr, false);
    return json.is_object() && json.contains("preparation") && json["preparation"].is_object() &&
           json["preparation"].contains("cameras");
}

ExportOptions optionsOf(const ExportArguments& arguments, const Destination& destination) {
    ExportOptions options =
        withTarget(ExportOptions{}, findExportTarget(arguments.target.value_or("blender")));
    options.frame = frameOf(arguments.result);
    const std::optional<SceneFrame> frame = options.frame;
    options.coordinates =
        hasEstimatedCameras(arguments.result) ? Coordinates::Scene : Coordinates::Input;
    const auto change = [&](const std::string& key, const std::string& text) {
        Json json = Json::parse(encodeExportOptions(options));
        json[key] = valueOf(key, text, json.at(key));
        options = parseExportOptions(json.dump());
        options.frame = frame;
        if (key == "format") {
            // Each format lies its own way for the same program.
            options.space =
                findExportTarget(options.target).spaces[static_cast<size_t>(options.format)];
        }
    };
    if (destination.format) {
        change("format", *destination.format);
        change("name", *destination.name);
    }
    // The format decides about the axes, which may be changed after it.
    for (const bool format : {true, false}) {
        for (const auto& [key, text] : arguments.values) {
            if ((key == "format") == format) {
                change(key, text);
            }
        }
    }
    // Who names only one of the two axes gets the other to match.
    const auto named = [&](const char* key) {
        return std::any_of(arguments.values.begin(), arguments.values.end(), [&](const auto& v) {
            return v.first == key;
        });
    };
    if (!named("front")) {
        options.space.front = apartFrom(options.space.up, options.space.front);
    } else if (!named("up")) {
        options.space.up = apartFrom(options.space.front, options.space.up);
    }
    if (!named("source_front")) {
        options.source_front = apartFrom(options.source_up, options.source_front);
    } else if (!named("source_up")) {
        options.source_up = apartFrom(options.source_front, options.source_up);
    }
    return settled(options);
}

Json filesJson(const std::vector<ExportFile>& files) {
    Json list = Json::array();
    for (const ExportFile& file : files) {
        list.push_back({{"path", displayPath(file.path)}, {"bytes", file.bytes}});
    }
    return list;
}

std::string sizeText(Vec3d size, LengthUnit unit) {
    std::string text;
    for (int i = 0; i < 3; ++i) {
        char number[32];
        std::snprintf(number, sizeof number, "%.4g", size[i]);
        text += (i > 0 ? " x " : "") + std::string(number);
    }
    return text + " " + idOf(kUnits, unit);
}

/// Prints what was written, or would be.
void show(const std::vector<ExportFile>& files,
          Vec3d size,
          int64_t triangles,
          const std::vector<std::string>& notes,
          const ExportOptions& options,
          const ExportArguments& arguments) {
    if (arguments.json) {
        printOut(Json{{"v", 1},
                      {"files", filesJson(files)},
                      {"size", {size.x, size.y, size.z}},
                      {"unit", idOf(kUnits, options.space.unit)},
                      {"triangles", triangles},
                      {"notes", notes},
                      {"written", !arguments.dry_run},
                      {"options", Json::parse(encodeExportOptions(options))}}
                     .dump(1, ' ', false, Json::error_handler_t::replace) +
                 "\n");
        return;
    }
    std::string text;
    for (const ExportFile& file : files) {
        const uint64_t kib = (file.bytes + 1023) / 1024;
        text += displayPath(file.path) + "  (" + (arguments.dry_run ? "about " : "") +
                std::to_string(kib) + " KiB" +
                (arguments.dry_run && file.exists ? ", replaces a file" : "") + ")\n";
    }
    printOut(text + std::to_string(triangles) + " triangles, " +
             sizeText(size, options.space.unit) + "\n");
}

TexturedMesh readResult(const fs::path& result) {
    std::error_code ignored;
    std::vector<std::string> warnings;
    TexturedMesh mesh = readTexturedMesh(
        fs::is_directory(result, ignored) ? result / "mesh.obj" : result, &warnings);
    for (const std::string& warning : warnings) {
        logWarning("Warning: " + warning);
    }
    return mesh;
}

}  // namespace

int runExport(const ExportArguments& arguments) {
    const Destination destination = destinationOf(arguments);
    ExportOptions options;
    try {
        options = optionsOf(arguments, destination);
    } catch (const Error& error) {
        throw UsageError(error);
    }
    const TexturedMesh mesh = readResult(arguments.result);
    std::error_code ignored;
    const ResultLicences licences = readResultLicences(fs::is_directory(arguments.result, ignored)
                                                           ? arguments.result
                                                           : arguments.result.parent_path());
    options.copyright = licences.copyright;
    if (!licences.restricted.empty()) {
        logWarning("Warning: not for commercial use: it was made with " + licences.restricted);
    }
    if (arguments.dry_run) {
        const ExportPreview preview =
            previewExport(factsOf(mesh, options.frame), options, destination.folder);
        show(preview.files, preview.size, preview.triangles, {}, options, arguments);
        return kExitDone;
    }
    std::stop_source stop;
    // A large texture may take some seconds, after which nothing is left behind.
    const Interrupts interrupts({stop, [] { return true; }, [](int) {}});
    try {
        const ExportResult result =
            exportMesh(mesh,
                       options,
                       destination.folder,
                       arguments.overwrite ? Existing::Replace : Existing::Refuse,
                       [&](ExportStep, double) {
                           if (stop.stop_requested()) {
                               throw Cancelled();
                           }
                       });
        for (const std::string& note : result.notes) {
            logWarning("Warning: " + note);
        }
        show(result.files, result.size, result.triangles, result.notes, options, arguments);
        return kExitDone;
    } catch (const Cancelled&) {
        return kExitSignalBase + interrupts.signal();
    }
}

}  // namespace bozzetto
