// SPDX-License-Identifier: Apache-2.0
// Two passes: every frame small and grey, to see which are sharp; then the chosen ones in full.
#include "base/error.h"
#include "base/files.h"
#include "video/ffmpeg.h"
#include "video/frame_index.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr int kAnalysisSide = 640;       // pixels, the longer side
constexpr double kAnalysisShare = 0.85;  // of the whole time
constexpr int kJpegQuality = 95;
// A frame at the end of its interval must be sharper by this to be preferred to the middle one.
constexpr double kCentrePreference = 0.25;
// Exactly counted frames may miss a few at the end; estimated counts are rough.
constexpr double kMissingExact = 0.9, kMissingEstimated = 0.5;

double sharpnessOf(const cv::Mat& grey) {
    cv::Mat edges;
    cv::Laplacian(grey, edges, CV_16S);
    return cv::norm(edges, cv::NORM_L2SQR) / static_cast<double>(edges.total());
}

/// Sharpness of every frame, in order.
std::vector<double> measureFrames(const fs::path& video, const VideoInfo& info, const Task& task) {
    const std::string side = std::to_string(kAnalysisSide);
    const std::string filter = "scale=w=" + side + ":h=" + side +
                               ":force_original_aspect_ratio=decrease:flags=fast_bilinear,"
                               "format=gray";
    constexpr int64_t kMost = 2'000'000;
    std::vector<double> sharpness;
    const std::string complaints =
        decodeVideo(video, filter, kMost, task, [&](const cv::Mat& frame) {
            sharpness.push_back(sharpnessOf(frame));
            const double done = static_cast<double>(sharpness.size()) /
                                static_cast<double>(std::max<int64_t>(info.frames, 1));
            task.at("frames", kAnalysisShare * std::min(done, 1.0));
        });
    const double expected = static_cast<double>(info.frames) *
                            (info.frames_are_exact ? kMissingExact : kMissingEstimated);
    if (static_cast<double>(sharpness.size()) < expected) {
        refuseVideo(video,
                    "is cut short or damaged: " + std::to_string(sharpness.size()) + " of " +
                        std::to_string(info.frames) + " frames can be read",
                    "Copy it again from the camera, or export the part that plays.",
                    complaints);
    }
    return sharpness;
}

/// The frame to take of each of `count` equal intervals, ascending.
std::vector<int64_t> chooseFrames(const std::vector<double>& sharpness, int count) {
    const auto frames = static_cast<int64_t>(sharpness.size());
    std::vector<int64_t> chosen;
    for (int k = 0; k < count; ++k) {
        const int64_t begin = k * frames / count, end = (k + 1) * frames / count;
        const double centre = 0.5 * static_cast<double>(begin + end - 1);
        const double half = std::max(0.5 * static_cast<double>(end - begin), 0.5);
        int64_t best = -1;
        double best_score = -1;
        for (int64_t i = begin; i < end; ++i) {
            const double off = (static_cast<double>(i) - centre) / half;
            const double score =
                sharpness[static_cast<std::size_t>(i)] / (1 + kCentrePreference * off * off);
            if (score > best_score) {
                best = i, best_score = score;
            }
        }
        if (best >= 0) {
            chosen.push_back(best);
        }
    }
    return chosen;
}

/// Lets the chosen frames through, in RGB. HD videos that do not tell their colour matrix mean
/// BT.709; FFmpeg would take BT.601.
std::string selectFilter(const VideoInfo& info, const std::vector<int64_t>& chosen) {
    std::string terms;
    for (const int64_t number : chosen) {
        terms += (terms.empty() ? "" : "+") + ("eq(n\\," + std::to_string(number)) + ")";
    }
    const bool hd = std::min(info.width, info.height) >= 720;
    const std::string matrix = info.matrix.empty() && hd ? "bt709" : "auto";
    return "select=" + terms + ",scale=in_color_matrix=" + matrix +
           ":flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24";
}

std::string pictureName(std::size_t index) {
    char name[32];
    std::snprintf(name, sizeof name, "frame_%04zu.jpg", index + 1);
    return name;
}

void writeFrames(const fs::path& video,
                 const VideoInfo& info,
                 const std::vector<int64_t>& chosen,
                 const fs::path& folder,
                 const Task& task) {
    std::size_t written = 0;
    const std::string complaints = decodeVideo(
        video,
        selectFilter(info, chosen),
        static_cast<int64_t>(chosen.size()),
        task,
        [&](const cv::Mat& frame) {
            std::vector<uchar> bytes;
            cv::imencode(".jpg", frame, bytes, {cv::IMWRITE_JPEG_QUALITY, kJpegQuality});
            writeFileAtomically(folder / pictureName(written),
                                {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
            ++written;
            task.at("frames",
                    kAnalysisShare + (1 - kAnalysisShare) * static_cast<double>(written) /
                                         static_cast<double>(chosen.size()));
        });
    if (written != chosen.size()) {
        refuseVideo(video,
                    "only " + std::to_string(written) + " of " + std::to_string(chosen.size()) +
                        " chosen frames can be decoded",
                    "Copy it again from the camera, or export it as MP4 (H.264).",
                    complaints);
    }
}

void checkCount(int count) {
    if (count < 0 || count > kMaxFrames) {
        throw Error(Error::Kind::BadInput,
                    std::to_string(count) + " frames were asked for; 1 to " +
                        std::to_string(kMaxFrames) + " can be taken",
                    "Take 40 to 60; more make the run longer, not better.");
    }
}

void checkFolder(const fs::path& folder) {
    std::error_code error;
    if (fs::exists(folder, error) &&
        !(fs::is_directory(folder, error) && fs::is_empty(folder, error))) {
        throw Error(Error::Kind::Locked,
                    displayPath(folder) + ": exists already and is not an empty folder",
                    "Give a new folder.",
                    folder.string());
    }
}

}  // namespace

VideoFrames extractFrames(const fs::path& video,
                          const fs::path& folder,
                          const FrameOptions& options,
                          const Task& task) {
    checkCount(options.count);
    checkFolder(folder);
    const VideoInfo info = readVideoInfo(video);
    task.at("frames", 0);
    const std::vector<double> sharpness = measureFrames(video, info, task);
    const auto decoded = static_cast<int64_t>(sharpness.size());
    const int wanted = options.count > 0 ? options.count : defaultFrameCount(info.seconds);
    const std::vector<int64_t> chosen =
        chooseFrames(sharpness, static_cast<int>(std::min<int64_t>(wanted, decoded)));

    const fs::path parent = fs::absolute(folder).lexically_normal().parent_path();
    try {
        fs::create_directories(parent);
    } catch (const fs::filesystem_error& error) {
        throw Error(Error::Kind::Output,
                    displayPath(parent) + ": cannot be made: " + error.code().message(),
                    "Give a folder that can be written to.",
                    parent.string());
    }
    const TemporaryFolder unfinished(parent);
    writeFrames(video, info, chosen, unfinished.path(), task);

    VideoFrames result;
    result.video = video, result.folder = folder;
    const double rate = info.seconds > 0 ? static_cast<double>(decoded) / info.seconds
                                         : std::max(info.frames_per_second, 1.0);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        result.frames.push_back({folder / pictureName(i),
                                 chosen[i],
                                 static_cast<double>(chosen[i]) / rate,
                                 sharpness[static_cast<std::size_t>(chosen[i])]});
    }
    result.notes.push_back(std::to_string(chosen.size()) + " frames were taken from " +
                           displayPath(video.filename()) + ", the sharpest of each interval.");
    if (info.is_hdr) {
        result.notes.push_back("The video is HDR; its values are taken as sRGB.");
    }
    writeFrameIndex(result, unfinished.path());
    publishFolder(unfinished.path(), fs::absolute(folder).lexically_normal());
    return result;
}

}  // namespace bozzetto
