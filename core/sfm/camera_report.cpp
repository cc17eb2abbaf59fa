// SPDX-License-Identifier: Apache-2.0
#include "sfm/camera_report.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace bozzetto {
namespace {

using nlohmann::json;
using Reason = EstimatedPicture::Reason;
using State = EstimatedPicture::State;

constexpr std::pair<Reason, const char*> kReasons[] = {{Reason::None, ""},
                                                       {Reason::Blurred, "blurred"},
                                                       {Reason::NoOverlap, "no overlap"},
                                                       {Reason::LittleTexture, "little texture"},
                                                       {Reason::OtherObject, "other object"},
                                                       {Reason::OtherModel, "other model"},
                                                       {Reason::Unreadable, "unreadable"}};
constexpr std::pair<State, const char*> kStates[] = {{State::Registered, "registered"},
                                                     {State::NotRegistered, "not registered"},
                                                     {State::LeftOut, "left out"}};

template <class Value, size_t count>
const char* nameOf(const std::pair<Value, const char*> (&table)[count], Value value) {
    const auto found = std::find_if(std::begin(table), std::end(table), [&](const auto& entry) {
        return entry.first == value;
    });
    return found == std::end(table) ? "" : found->second;
}

template <class Value, size_t count>
Value valueOf(const std::pair<Value, const char*> (&table)[count], const std::string& name) {
    const auto found = std::find_if(std::begin(table), std::end(table), [&](const auto& entry) {
        return entry.second == name;
    });
    return found == std::end(table) ? table[0].first : found->first;
}

double rounded(double value, double unit) {
    const double steps = std::round(1 / unit);
    return std::isfinite(value) ? std::round(value * steps) / steps : 0;
}

std::string percent(double share) {
    return std::to_string(std::lround(100 * share)) + " %";
}

struct Words {
    std::string reason, hint;
};

Words wordsOf(const EstimatedPicture& picture) {
    switch (picture.reason) {
        case Reason::Blurred:
            return {"was left out: it is blurred (sharpness " +
                        percent(picture.relative_sharpness) + " of the set's middle)",
                    "Take it again with a steady camera, or keep blurred pictures."};
        case Reason::OtherObject:
            return {"was left out: it shows another object on the same ground",
                    "Put the pictures of each object in a folder of their own."};
        case Reason::OtherModel:
            return {
                "has no camera: it belongs to a group of pictures that could not be joined to the "
                "others",
                "Take pictures that lead from one group to the other."};
        case Reason::LittleTexture:
            return {"has no camera: it shows too little texture (" +
                        std::to_string(picture.features) + " features)",
                    "Put the object on something with a pattern, such as a newspaper."};
        case Reason::Unreadable:
            return {"cannot be read", "Replace or remove it."};
        case Reason::None:
        case Reason::NoOverlap:
            break;
    }
    return {"has no camera: it has too little in common with the other pictures",
            "Take pictures in smaller steps (20 degrees or less) around it."};
}

std::string upSentence(const std::string& from) {
    return from == "gravity"   ? "Up is where the phones felt it (EXIF)."
           : from == "table"   ? "Up is across the plane under the object."
           : from == "cameras" ? "Up is guessed from how the cameras were held."
                               : "";
}

}  // namespace

const char* toString(Reason reason) {
    return nameOf(kReasons, reason);
}

json reportToJson(const CameraReport& report) {
    json pictures = json::array();
    for (const EstimatedPicture& picture : report.pictures) {
        pictures.push_back({{"view", picture.view},
                            {"path", displayPath(picture.path)},
                            {"state", nameOf(kStates, picture.state)},
                            {"reason", toString(picture.reason)},
                            {"features", picture.features},
                            {"points", picture.points},
                            {"error", rounded(picture.error, 1e-4)},
                            {"relative_sharpness", rounded(picture.relative_sharpness, 1e-3)}});
    }
    return {{"pictures", std::move(pictures)},
            {"registered", report.registered},
            {"points", report.points},
            {"reprojection_error", rounded(report.reprojection_error, 1e-4)},
            {"focal_length", rounded(report.focal_length, 1e-3)},
            {"exif_focal_length", rounded(report.exif_focal_length, 1e-3)},
            {"models", report.models},
            {"program", report.program},
            {"matching", report.matching},
            {"up_from", report.up_from},
            {"from_cache", report.from_cache},
            {"seconds", rounded(report.seconds, 1e-2)}};
}

CameraReport reportFromJson(const json& object) {
    CameraReport report;
    for (const json& entry : object.at("pictures")) {
        EstimatedPicture picture;
        picture.view = entry.at("view").get<std::string>();
        picture.state = valueOf(kStates, entry.at("state").get<std::string>());
        picture.reason = valueOf(kReasons, entry.at("reason").get<std::string>());
        picture.features = entry.at("features").get<int>();
        picture.points = entry.at("points").get<int>();
        picture.error = entry.at("error").get<double>();
        picture.relative_sharpness = entry.at("relative_sharpness").get<double>();
        report.pictures.push_back(std::move(picture));
    }
    report.registered = object.at("registered").get<int>();
    report.points = object.at("points").get<int>();
    report.reprojection_error = object.at("reprojection_error").get<double>();
    report.focal_length = object.at("focal_length").get<double>();
    report.exif_focal_length = object.at("exif_focal_length").get<double>();
    report.models = object.at("models").get<int>();
    report.program = object.at("program").get<std::string>();
    report.matching = object.at("matching").get<std::string>();
    report.up_from = object.at("up_from").get<std::string>();
    report.seconds = object.at("seconds").get<double>();
    return report;
}

std::string encodeReport(const CameraReport& report) {
    return reportToJson(report).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<InputProblem> problemsOf(const CameraReport& report) {
    std::vector<InputProblem> problems;
    for (const EstimatedPicture& picture : report.pictures) {
        if (picture.state != State::Registered) {
            const Words words = wordsOf(picture);
            problems.push_back({picture.path, words.reason, words.hint, true});
        }
    }
    return problems;
}

std::vector<std::string> summaryOf(const CameraReport& report) {
    char numbers[96];
    std::snprintf(numbers,
                  sizeof numbers,
                  "%d points, reprojection error %.2f pixels, focal length %.1f pixels",
                  report.points,
                  report.reprojection_error,
                  report.focal_length);
    std::string text = "The cameras of " + std::to_string(report.registered) + " of " +
                       std::to_string(report.pictures.size()) + " pictures were found by " +
                       report.program + " (" + report.matching + " matching): " + numbers;
    if (report.exif_focal_length > 0) {
        std::snprintf(numbers, sizeof numbers, " (%.1f by EXIF)", report.exif_focal_length);
        text += numbers;
    }
    std::vector<std::string> sentences{text + "."};
    if (report.models > 1) {
        sentences.push_back("The pictures fell into " + std::to_string(report.models) +
                            " groups that could not be joined; the largest was taken.");
    }
    if (const std::string up = upSentence(report.up_from); !up.empty()) {
        sentences.push_back(up);
    }
    return sentences;
}

std::string listLeftOut(const CameraReport& report) {
    std::map<std::string, std::vector<std::string>> names;
    for (const EstimatedPicture& picture : report.pictures) {
        if (picture.state != State::Registered) {
            names[toString(picture.reason)].push_back(picture.view);
        }
    }
    constexpr size_t kMostNames = 8;
    std::string text;
    for (auto& [reason, list] : names) {
        const size_t more = list.size() > kMostNames ? list.size() - kMostNames : 0;
        list.resize(list.size() - more);
        text += (text.empty() ? "" : "; ") + reason + ": " + listWords(list, ", ") +
                (more > 0 ? " and " + std::to_string(more) + " more" : "");
    }
    return text;
}

}  // namespace bozzetto
