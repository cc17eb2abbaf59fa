// SPDX-License-Identifier: Apache-2.0
#include "camera/describe.h"

#include "base/files.h"

#include <algorithm>
#include <cstdio>
#include <map>

namespace bozzetto {
using nlohmann::json;
namespace {

json sizesOf(const ImageSet& set, Image View::*picture) {
    std::map<std::pair<int, int>, int> count;
    for (const View& view : set.views) {
        const Image& image = view.*picture;
        if (image.width > 0) {
            ++count[{image.width, image.height}];
        }
    }
    json sizes = json::array();
    for (const auto& [size, n] : count) {
        sizes.push_back({{"width", size.first}, {"height", size.second}, {"count", n}});
    }
    return sizes;
}

int64_t countViews(const ImageSet& set, const auto& holds) {
    return std::count_if(set.views.begin(), set.views.end(), holds);
}

json describeDepth(const ImageSet& set) {
    json depth = {{"count", countViews(set, [](const View& v) { return v.depth.width > 0; })},
                  {"sizes", sizesOf(set, &View::depth)}};
    float nearest = 1e30f, farthest = 0;
    for (const View& view : set.views) {
        for (const float z : view.depth.pixels) {
            if (z > 0) {
                nearest = std::min(nearest, z);
                farthest = std::max(farthest, z);
            }
        }
    }
    if (farthest > 0) {
        depth["nearest"] = nearest;
        depth["farthest"] = farthest;
    }
    return depth;
}

json describeCameras(const ImageSet& set) {
    json cameras = {{"count", countViews(set, [](const View& v) { return v.camera.has_value(); })},
                    {"assumed", set.assumed_cameras}};
    double low = 1e300, high = 0, apart = 0;
    for (const View& view : set.views) {
        if (!view.camera) {
            continue;
        }
        low = std::min({low, view.camera->fx, view.camera->fy});
        high = std::max({high, view.camera->fx, view.camera->fy});
        for (const View& other : set.views) {
            if (other.camera) {
                apart = std::max(apart, length(view.camera->position() - other.camera->position()));
            }
        }
    }
    if (high > 0) {
        cameras["focal_lengths_px"] = {low, high};
        cameras["largest_distance_between_cameras"] = apart;
    }
    return cameras;
}

std::string sizeList(const json& sizes) {
    std::string text;
    for (const json& size : sizes) {
        text += (text.empty() ? "" : ", ") + std::to_string(size["width"].get<int>()) + " x " +
                std::to_string(size["height"].get<int>());
        text += sizes.size() > 1 ? " (" + std::to_string(size["count"].get<int>()) + ")" : "";
        if (text.size() > 120) {
            return text + ", ...";
        }
    }
    return text;
}

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

}  // namespace

json describe(const ImageSet& set) {
    double pixels = 0;
    json views = json::array();
    for (const View& view : set.views) {
        pixels += static_cast<double>(view.image.width) * view.image.height;
        views.push_back({{"name", displayPath(view.name)},
                         {"path", displayPath(view.path)},
                         {"width", view.image.width},
                         {"height", view.image.height},
                         {"mask", view.has_mask},
                         {"depth", view.depth.width > 0},
                         {"camera", view.camera.has_value()}});
    }
    json problems = json::array();
    for (const InputProblem& problem : set.problems) {
        problems.push_back({{"path", displayPath(problem.path)},
                            {"reason", problem.reason},
                            {"hint", problem.hint},
                            {"skipped", problem.skipped}});
    }
    return {{"root", displayPath(set.root)},
            {"format", set.format},
            {"images",
             {{"count", set.views.size()},
              {"sizes", sizesOf(set, &View::image)},
              {"megapixels", pixels / 1e6}}},
            {"masks", {{"count", countViews(set, [](const View& v) { return v.has_mask; })}}},
            {"depth", describeDepth(set)},
            {"cameras", describeCameras(set)},
            {"points", {{"count", set.cloud.points.size()}}},
            {"views", std::move(views)},
            {"problems", std::move(problems)},
            {"notes", set.notes}};
}

std::string describeAsText(const ImageSet& set) {
    const json found = describe(set);
    const auto count = [&](const char* key) {
        return std::to_string(found[key]["count"].get<int64_t>());
    };
    std::string text = found["root"].get<std::string>() + " (" + set.format + ")\n";
    text +=
        "  images   " + count("images") + ", " + sizeList(found["images"]["sizes"]) + " pixels\n";
    text += "  masks    " + count("masks") + "\n";
    text += "  depth    " + count("depth");
    if (!found["depth"]["sizes"].empty()) {
        text += ", " + sizeList(found["depth"]["sizes"]) + " pixels";
    }
    if (found["depth"].contains("nearest")) {
        text += ", " + number(found["depth"]["nearest"].get<double>()) + " to " +
                number(found["depth"]["farthest"].get<double>()) + " units";
    }
    text += "\n  cameras  " + count("cameras") + (set.assumed_cameras ? " (assumed)" : "");
    if (found["cameras"].contains("focal_lengths_px")) {
        const double low = found["cameras"]["focal_lengths_px"][0].get<double>(),
                     high = found["cameras"]["focal_lengths_px"][1].get<double>();
        text += ", focal length " + number(low) +
                (high - low > 1e-3 * high ? " to " + number(high) : "") + " pixels";
    }
    text += "\n";
    if (!set.cloud.empty()) {
        text += "  points   " + count("points") + "\n";
    }
    for (const std::string& note : set.notes) {
        text += "  note     " + note + "\n";
    }
    for (const InputProblem& problem : set.problems) {
        text += std::string(problem.skipped ? "  left out " : "  warning  ") +
                displayPath(problem.path) + ": " + problem.reason + ". " + problem.hint + "\n";
    }
    return text;
}

}  // namespace bozzetto
