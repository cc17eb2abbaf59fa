// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "image/codec.h"
#include "video/ffmpeg.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;
constexpr double kMaxSeconds = 4 * 3600;

/// A number that ffprobe writes as text ("12.5") or as a fraction ("30000/1001"); 0 if it is none.
double numberIn(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) {
        return 0;
    }
    if (found->is_number()) {
        return found->get<double>();
    }
    const std::string text = found->is_string() ? found->get<std::string>() : std::string();
    const std::size_t slash = text.find('/');
    const double top = std::strtod(text.c_str(), nullptr);
    const double bottom =
        slash == std::string::npos ? 1 : std::strtod(text.c_str() + slash + 1, nullptr);
    const double value = bottom == 0 ? 0 : top / bottom;
    return std::isfinite(value) && value > 0 ? value : 0;
}

std::string textIn(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void checkBounds(const fs::path& video, const VideoInfo& info) {
    if (info.width <= 0 || info.height <= 0) {
        refuseVideo(video, "says no size of its picture", "Export the video again as MP4.");
    }
    if (int64_t{info.width} * info.height > kMaxImagePixels / 4) {
        refuseVideo(video,
                    "is " + std::to_string(info.width) + " x " + std::to_string(info.height) +
                        " pixels; the limit is " + std::to_string(kMaxImagePixels / 4 / 1'000'000) +
                        " million pixels",
                    "Export it smaller.");
    }
    if (info.seconds > kMaxSeconds) {
        refuseVideo(
            video, "is longer than four hours", "Cut out the part that goes round the object.");
    }
}

}  // namespace

bool hasVideoEnding(const fs::path& path) {
    static constexpr std::array kEndings = {".mp4",
                                            ".mov",
                                            ".m4v",
                                            ".webm",
                                            ".mkv",
                                            ".avi",
                                            ".mts",
                                            ".m2ts",
                                            ".mpg",
                                            ".mpeg",
                                            ".3gp",
                                            ".wmv"};
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

VideoInfo readVideoInfo(const fs::path& video) {
    std::error_code error;
    if (!fs::is_regular_file(video, error)) {
        refuseVideo(video, "there is no such file", "Give a video file.");
    }
    if (fs::file_size(video, error) == 0) {
        refuseVideo(video, "the file is empty", "Copy it again from the camera.");
    }
    const json probed = json::parse(probeVideo(video), nullptr, false);
    const bool has_stream = probed.is_object() && probed.contains("streams") &&
                            probed["streams"].is_array() && !probed["streams"].empty() &&
                            probed["streams"][0].is_object();
    if (!has_stream) {
        refuseVideo(
            video, "holds no video", "Give a video of the object, or a folder of pictures.");
    }
    const json& stream = probed["streams"][0];
    const json format = probed.value("format", json::object());
    VideoInfo info;
    info.width = static_cast<int>(std::min(numberIn(stream, "width"), 1e6));
    info.height = static_cast<int>(std::min(numberIn(stream, "height"), 1e6));
    info.codec = textIn(stream, "codec_name");
    info.seconds = numberIn(stream, "duration");
    info.seconds = info.seconds > 0 ? info.seconds : numberIn(format, "duration");
    info.frames_per_second = std::min(numberIn(stream, "avg_frame_rate"), 1e4);
    checkBounds(video, info);
    info.frames = static_cast<int64_t>(std::min(numberIn(stream, "nb_frames"), 1e8));
    info.frames_are_exact = info.frames > 0;
    if (!info.frames_are_exact) {
        info.frames = std::llround(info.seconds * info.frames_per_second);
    }
    const std::string matrix = textIn(stream, "color_space");
    info.matrix = matrix == "unknown" ? std::string() : matrix;
    const std::string curve = textIn(stream, "color_transfer");
    info.is_hdr = curve == "smpte2084" || curve == "arib-std-b67";
    return info;
}

int defaultFrameCount(double seconds) {
    return static_cast<int>(std::lround(40 + 20 * std::clamp((seconds - 20) / 40, 0.0, 1.0)));
}

}  // namespace bozzetto
