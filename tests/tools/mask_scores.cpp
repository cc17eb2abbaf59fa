// SPDX-License-Identifier: Apache-2.0
// Scores automatic masks against depth pictures of the object alone: bozzetto-mask-scores
// TRUTH.json [FOLDER for overlays]. Prints intersection over union of each view, their mean and the
// worst.
#include "base/files.h"
#include "camera/image_set_reader.h"
#include "camera/transforms_file.h"
#include "image/codec.h"
#include "image/resize.h"
#include "masks/auto_masks.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <vector>

namespace bozzetto {
namespace {

struct Score {
    double overlap = 0, extra = 0, missing = 0;  // the last two as shares of the true area
};

Score scoreOf(const Image& image, const Image& depth) {
    double both = 0, extra = 0, missing = 0;
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const bool is = image.at(x, y)[3] >= 0.5f, should = depth.at(x, y)[0] > 0;
            both += is && should;
            extra += is && !should;
            missing += !is && should;
        }
    }
    const double area = std::max(1.0, both + missing);
    return {both / std::max(1.0, both + extra + missing), extra / area, missing / area};
}

/// The photo with what is too much in red, what is missing in blue, the rest of the object bright.
Image overlayOf(const Image& image, const Image& depth) {
    Image overlay(image.width, image.height, 3);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const bool is = image.at(x, y)[3] >= 0.5f, should = depth.at(x, y)[0] > 0;
            const float* from = image.at(x, y);
            float* to = overlay.at(x, y);
            for (int c = 0; c < 3; ++c) {
                to[c] = from[c] * (should && is ? 1.0f : 0.35f);
            }
            to[0] += is && !should ? 0.6f : 0.0f;
            to[2] += !is && should ? 0.8f : 0.0f;
        }
    }
    return overlay;
}

int run(const std::vector<std::string>& arguments) {
    ImageSet set = loadImageSet(readTransformsFile(arguments[1]), {});
    std::vector<Image> truth;
    for (View& view : set.views) {
        truth.push_back(resizeNearest(view.depth, view.image.width, view.image.height));
        view.depth = Image();
        view.has_mask = false;
    }
    const AutoMaskReport report = makeMasks(set, {}, {});
    double sum = 0, worst = 1;
    for (std::size_t i = 0; i < set.views.size(); ++i) {
        const View& view = set.views[i];
        const Score score = scoreOf(view.image, truth[i]);
        std::printf("%-12s %.4f  extra %.3f missing %.3f\n",
                    view.name.c_str(),
                    score.overlap,
                    score.extra,
                    score.missing);
        sum += score.overlap;
        worst = std::min(worst, score.overlap);
        if (arguments.size() > 2) {
            writePng(std::filesystem::path(arguments[2]) / (view.name + ".png"),
                     overlayOf(view.image, truth[i]),
                     8,
                     PngValues::SrgbFromLinear);
        }
    }
    for (const InputProblem& problem : report.problems) {
        std::printf("%s: %s\n", problem.path.filename().c_str(), problem.reason.c_str());
    }
    std::printf("%s: mean %.4f worst %.4f, %.1f s, table %s\n",
                report.method.c_str(),
                sum / static_cast<double>(set.views.size()),
                worst,
                report.seconds,
                report.table ? "found" : "not found");
    return 0;
}

}  // namespace
}  // namespace bozzetto

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv, argv + argc);
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: bozzetto-mask-scores TRUTH.json [OVERLAYS]\n");
        return 2;
    }
    try {
        return bozzetto::run(arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
