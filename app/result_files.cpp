// SPDX-License-Identifier: Apache-2.0
#include "app/result_files.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "camera/image_set_reader.h"
#include "io/cameras_json.h"
#include "io/hdr.h"
#include "io/textured_mesh_io.h"

namespace bozzetto {
namespace fs = std::filesystem;

ResultFiles readResultFiles(const fs::path& result, const std::optional<fs::path>& light) {
    const bool is_folder = fs::is_directory(result);
    const fs::path obj = is_folder ? result / "mesh.obj" : result;
    std::vector<std::string> warnings;
    ResultFiles files{readTexturedMesh(obj, &warnings), {}};
    for (const std::string& warning : warnings) {
        logWarning("Warning: " + warning);
    }
    const fs::path own_light = obj.parent_path() / "light.hdr";
    if (light) {
        files.light = readHdr(*light);
    } else if (fs::exists(own_light)) {
        files.light = readHdr(own_light);
    }
    return files;
}

void requireLight(const ResultFiles& files, const fs::path& result) {
    if (files.light.empty()) {
        throw Error(Error::Kind::BadInput,
                    displayPath(result) + ": has no light.hdr",
                    "Give a light with --light FILE.hdr.",
                    result.string());
    }
}

namespace {

/// Cameras of a result's own cameras.json, which need no pictures; nullopt for any other file.
std::optional<ImageSet> readOwnCameras(const fs::path& path) {
    std::error_code ignored;
    const auto cameras = fs::is_regular_file(path, ignored) ? readCamerasJson(path) : std::nullopt;
    if (!cameras) {
        return std::nullopt;
    }
    ImageSet images;
    images.root = path;
    for (const auto& [name, camera] : *cameras) {
        View& view = images.views.emplace_back();
        view.name = name;
        view.camera = camera;
    }
    return images;
}

}  // namespace

ImageSet readViews(const fs::path& path, Pictures pictures) {
    if (pictures == Pictures::NotNeeded) {
        if (std::optional<ImageSet> own = readOwnCameras(path)) {
            return *std::move(own);
        }
    }
    LoadOptions options;
    options.pixels = pictures == Pictures::Needed ? LoadOptions::Pixels::Decode
                                                  : LoadOptions::Pixels::HeadersOnly;
    SetSource source = findImageSet(path);
    source.is_six_view = true;  // alpha, else depth, is the mask: ground truth comes as depth too
    ImageSet images = loadImageSet(std::move(source), options);
    for (const InputProblem& problem : images.problems) {
        logWarning("Warning: " + displayPath(problem.path) + ": " + problem.reason);
    }
    std::erase_if(images.views, [](const View& view) { return !view.camera; });
    if (images.views.empty()) {
        throw Error(Error::Kind::BadInput,
                    displayPath(path) + ": has no view with a camera",
                    "Give a transforms JSON file with transform_matrix in its frames.",
                    path.string());
    }
    return images;
}

}  // namespace bozzetto
