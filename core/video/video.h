// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

/// True for the endings of videos: .mp4, .mov, .m4v, .webm, .mkv, .avi, .mts ...
bool hasVideoEnding(const std::filesystem::path& path);

struct VideoInfo {
    int width = 0, height = 0;      // of the stored frames, before the file's rotation
    double seconds = 0;             // 0: not told
    double frames_per_second = 0;   // mean
    int64_t frames = 0;             // 0: not told
    bool frames_are_exact = false;  // counted by the file, not from length and rate
    std::string codec;              // FFmpeg's name: "h264"
    std::string matrix;             // of its colours, FFmpeg's name; empty: not told
    bool is_hdr = false;            // PQ or HLG curve
};

/// What a video says about itself, by the program ffprobe. Throws Error(Unsupported) without it,
/// naming Debian's package; Error(BadInput) naming the file: missing, no video, damaged, too large.
VideoInfo readVideoInfo(const std::filesystem::path& video);

struct FrameOptions {
    int count = 0;  // how many frames; 0: by length (defaultFrameCount)
};
inline constexpr int kMaxFrames = 2000;

/// 40 for clips of up to 20 seconds, 60 from one minute on.
int defaultFrameCount(double seconds);

/// One frame that was taken.
struct VideoFrame {
    std::filesystem::path picture;
    int64_t number = 0;    // of the video's frames, from 0
    double seconds = 0;    // from its start
    double sharpness = 0;  // mean squared Laplacian of the grey frame at 640 pixels; relative
};
struct VideoFrames {
    std::filesystem::path video, folder;
    std::vector<VideoFrame> frames;  // in the order of time
    std::vector<std::string> notes;
};

/// Takes the sharpest frame of each of `count` equal intervals, so that they are evenly spread, and
/// writes them as `frame_0001.jpg`, ... (JPEG of quality 95, turned as the file's rotation says,
/// BT.709 or BT.601 colours as the file says) with an index `frames.json` into `folder`, which must
/// not exist or be empty. All or nothing appears there. Decoding is done by the program ffmpeg, on
/// local files only. Progress: phase "frames". Throws Error(Unsupported) without ffmpeg;
/// Error(BadInput) for a video that is damaged or cut short; Error(Output); Cancelled (ffmpeg is
/// ended within a second).
VideoFrames extractFrames(const std::filesystem::path& video,
                          const std::filesystem::path& folder,
                          const FrameOptions& options,
                          const Task& task);

/// The frames of a video from a cache folder: those that are there for this file (path, size, time)
/// and these options, else newly taken. Beyond 4 GiB the least recently used are deleted. Throws as
/// extractFrames.
VideoFrames cachedFrames(const std::filesystem::path& video,
                         const std::filesystem::path& cache,
                         const FrameOptions& options,
                         const Task& task);

/// $XDG_CACHE_HOME/bozzetto/videos, or under ~/.cache; empty without a home.
std::filesystem::path videoCacheFolder();

/// Reads the index of a folder that extractFrames wrote. Throws Error(BadInput).
VideoFrames readFrameIndex(const std::filesystem::path& folder);

}  // namespace bozzetto
