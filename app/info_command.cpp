// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"
#include "app/console.h"
#include "app/exit_codes.h"
#include "base/files.h"
#include "camera/conventions.h"
#include "camera/describe.h"
#include "camera/image_set_reader.h"
#include "image/codec.h"

#include <algorithm>
#include <cstdio>

namespace bozzetto {
namespace {

const std::string& titleOf(const std::string& convention) {
    const auto all = poseConventions();
    return std::find_if(
               all.begin(), all.end(), [&](const PoseConvention& c) { return c.id == convention; })
        ->title;
}

struct Judgement {
    ConventionVerdict verdict;
    ConventionPicture picture;
    std::string view, convention;  // that were drawn
};

/// Judges the poses and writes the picture.
Judgement judgePoses(const SetSource& set, const InfoArguments& arguments) {
    Judgement judgement;
    judgement.verdict = solveConvention(set);
    judgement.convention = arguments.convention.value_or(judgement.verdict.best().convention);
    const auto posed = std::find_if(set.views.begin(), set.views.end(), [](const ViewSource& v) {
        return v.world_from_camera.has_value();
    });
    judgement.view =
        arguments.view.value_or(posed == set.views.end() ? std::string() : posed->name);
    judgement.picture = evidencePicture(set, judgement.view, judgement.convention);
    Image image(judgement.picture.width, judgement.picture.height, 3);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        image.pixels[i] = static_cast<float>(judgement.picture.rgb[i]) / 255;
    }
    writePng(*arguments.evidence, image);
    return judgement;
}

nlohmann::json toJson(const Judgement& judgement) {
    nlohmann::json list = nlohmann::json::array();
    for (const ConventionEvidence& evidence : judgement.verdict.ranked) {
        list.push_back({{"id", evidence.convention},
                        {"title", titleOf(evidence.convention)},
                        {"score", evidence.score},
                        {"evidence", evidence.text}});
    }
    return {{"clear", judgement.verdict.is_clear},
            {"ranked", std::move(list)},
            {"drawn",
             {{"view", judgement.view},
              {"convention", judgement.convention},
              {"shows", judgement.picture.caption}}}};
}

std::string toText(const Judgement& judgement) {
    constexpr std::size_t kShown = 5;
    const auto& ranked = judgement.verdict.ranked;
    std::string text = judgement.verdict.is_clear
                           ? "Camera poses, how they are meant (the first is clear):\n"
                           : "Camera poses, how they may be meant (none is clear):\n";
    for (std::size_t i = 0; i < std::min(kShown, ranked.size()); ++i) {
        char score[16];
        std::snprintf(score, sizeof score, "  %.2f  ", ranked[i].score);
        text += score + ranked[i].convention + ": " + titleOf(ranked[i].convention) + "\n        " +
                ranked[i].text + "\n";
    }
    return text + "Drawn: " + judgement.view + " as " + judgement.convention + ". " +
           judgement.picture.caption + "\n";
}

}  // namespace

int runInfo(const InfoArguments& arguments) {
    LoadOptions options;
    options.pixels = LoadOptions::Pixels::HeadersOnly;
    const SetSource source = findImageSet(arguments.input);
    const ImageSet images = loadImageSet(source, options);
    std::optional<Judgement> judgement;
    if (arguments.evidence) {
        judgement = judgePoses(source, arguments);
    }
    if (arguments.json) {
        nlohmann::json found = describe(images);
        found["v"] = 1;
        if (judgement) {
            found["poses"] = toJson(*judgement);
        }
        printOut(found.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    } else {
        printOut(describeAsText(images) + (judgement ? toText(*judgement) : ""));
    }
    return kExitDone;
}

}  // namespace bozzetto
