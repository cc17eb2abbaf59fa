// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"
#include "app/console.h"
#include "app/exit_codes.h"
#include "base/files.h"
#include "camera/image_set_reader.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bozzetto {
namespace {

using Json = nlohmann::ordered_json;

int64_t countViews(const ImageSet& images, bool (*has)(const View&)) {
    return std::count_if(images.views.begin(), images.views.end(), has);
}

std::string sizesOf(const ImageSet& images) {
    std::map<std::pair<int, int>, int> sizes;
    for (const View& view : images.views) {
        ++sizes[{view.image.width, view.image.height}];
    }
    std::string text;
    for (const auto& [size, count] : sizes) {
        text += (text.empty() ? "" : ", ") + std::to_string(count) + " of " +
                std::to_string(size.first) + " x " + std::to_string(size.second);
    }
    return text;
}

std::string describeSet(const ImageSet& images) {
    const std::string total = " of " + std::to_string(images.views.size()) + "\n";
    const int64_t masks = countViews(images, [](const View& v) { return v.has_mask; });
    const int64_t depths = countViews(images, [](const View& v) { return v.depth.width > 0; });
    const int64_t cameras = countViews(images, [](const View& v) { return v.camera.has_value(); });
    std::string text = displayPath(images.root) + "\n";
    text += "format   " + images.format + "\n";
    text += "images   " + std::to_string(images.views.size()) +
            (images.views.empty() ? "" : " (" + sizesOf(images) + ")") + "\n";
    text += "masks    " + std::to_string(masks) + total;
    text += "depth    " + std::to_string(depths) + total;
    text += "cameras  " + std::to_string(cameras) + total;
    for (const std::string& note : images.notes) {
        text += "note     " + note + "\n";
    }
    for (const InputProblem& problem : images.problems) {
        text += std::string(problem.skipped ? "left out " : "problem  ") +
                displayPath(problem.path) + ": " + problem.reason +
                (problem.hint.empty() ? "" : ". " + problem.hint) + "\n";
    }
    return text;
}

Json toJson(const ImageSet& images) {
    Json views = Json::array(), problems = Json::array();
    for (const View& view : images.views) {
        views.push_back({{"name", view.name},
                         {"path", displayPath(view.path)},
                         {"width", view.image.width},
                         {"height", view.image.height},
                         {"mask", view.has_mask},
                         {"depth", view.depth.width > 0},
                         {"camera", view.camera.has_value()}});
    }
    for (const InputProblem& problem : images.problems) {
        problems.push_back({{"path", displayPath(problem.path)},
                            {"reason", problem.reason},
                            {"hint", problem.hint},
                            {"skipped", problem.skipped}});
    }
    return {{"v", 1},
            {"root", displayPath(images.root)},
            {"format", images.format},
            {"assumed_cameras", images.assumed_cameras},
            {"views", views},
            {"notes", images.notes},
            {"problems", problems}};
}

}  // namespace

int runInfo(const InfoArguments& arguments) {
    LoadOptions options;
    options.pixels = LoadOptions::Pixels::HeadersOnly;
    const ImageSet images = loadImageSet(arguments.input, options);
    printOut(arguments.json
                 ? toJson(images).dump(1, ' ', false, Json::error_handler_t::replace) + "\n"
                 : describeSet(images));
    return kExitDone;
}

}  // namespace bozzetto
