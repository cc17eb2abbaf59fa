// SPDX-License-Identifier: Apache-2.0
#include "app/render_command.h"

#include "app/console.h"
#include "app/result_files.h"
#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "render/renderer.h"
#include "tensor/gpu.h"

#include <algorithm>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr float kDepthUnit = 0.001f;  // world units of a step, as in the samples' depth pictures
constexpr float kDepthSteps = 65535.0f;

RenderMode modeOf(const std::string& name) {
    static const std::map<std::string, RenderMode> kModes = {{"shaded", RenderMode::Shaded},
                                                             {"albedo", RenderMode::Albedo},
                                                             {"roughness", RenderMode::Roughness},
                                                             {"metallic", RenderMode::Metallic},
                                                             {"normal", RenderMode::Normal},
                                                             {"depth", RenderMode::Depth},
                                                             {"mask", RenderMode::Mask}};
    return kModes.at(name);
}

/// Channel 0 where something covers the pixel's centre, as a share of the largest 16-bit value;
/// farther is clamped.
Image encodeDepth(const Image& rendered) {
    Image depth(rendered.width, rendered.height, 1);
    for (size_t i = 0; i < depth.pixels.size(); ++i) {
        const bool covered = rendered.pixels[4 * i + 3] >= 0.5f;
        depth.pixels[i] =
            covered ? std::min(rendered.pixels[4 * i] / kDepthUnit / kDepthSteps, 1.0f) : 0.0f;
    }
    return depth;
}

std::string encodePicture(const Image& rendered, RenderMode mode) {
    switch (mode) {
        case RenderMode::Shaded:
        case RenderMode::Albedo:
            return encodePng(rendered, 8, PngValues::SrgbFromLinear);
        case RenderMode::Depth:
            return encodePng(encodeDepth(rendered), 16);
        default:
            return encodePng(rendered);
    }
}

void makeFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw Error(Error::Kind::Output,
                    displayPath(folder) + ": cannot be made: " + error.message(),
                    "Choose an output folder that you may write to.",
                    folder.string());
    }
}

}  // namespace

void runRender(const RenderArguments& arguments) {
    const ImageSet views = readViews(arguments.views, Pictures::NotNeeded);
    const ResultFiles files = readResultFiles(arguments.result, arguments.light);
    const RenderMode mode = modeOf(arguments.mode);
    if (mode == RenderMode::Shaded) {
        requireLight(files, arguments.result);
    }
    makeFolder(arguments.output);
    const Renderer renderer(
        files.mesh, files.light, kResultLightSize, torchDevice(arguments.device));
    for (const View& view : views.views) {
        const fs::path path = arguments.output / (view.name + ".png");
        writeFileAtomically(path, encodePicture(renderer.render(*view.camera, mode), mode));
        printOut(displayPath(path) + "\n");
    }
}

}  // namespace bozzetto
