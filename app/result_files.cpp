// SPDX-License-Identifier: Apache-2.0
#include "app/result_files.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "camera/image_set_reader.h"
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

ImageSet readViews(const fs::path& path, bool decode) {
    LoadOptions options;
    options.depth = LoadOptions::Depth::Ignore;
    options.pixels = decode ? LoadOptions::Pixels::Decode : LoadOptions::Pixels::HeadersOnly;
    ImageSet images = loadImageSet(path, options);
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
