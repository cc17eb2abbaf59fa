// SPDX-License-Identifier: Apache-2.0
#pragma once
// FFmpeg as programs: ffprobe tells about a video, ffmpeg decodes it. Internal to video/.
#include "base/task.h"
#include "video/video.h"

#include <opencv2/core.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace bozzetto {

/// Throws Error(BadInput): "<video>: <reason>".
[[noreturn]] void refuseVideo(const std::filesystem::path& video,
                              const std::string& reason,
                              const std::string& hint,
                              const std::string& detail = {});

/// What ffprobe prints about the first real video stream, as JSON.
std::string probeVideo(const std::filesystem::path& video);

/// Decodes a video and hands every frame that `filter` (FFmpeg's filter syntax) lets through to
/// `on_frame`, 8-bit, one channel (grey) or three (B, G, R), turned upright. At most `max_frames`.
/// Returns what FFmpeg complained about; throws when it decoded nothing, or hangs.
std::string decodeVideo(const std::filesystem::path& video,
                        const std::string& filter,
                        int64_t max_frames,
                        const Task& task,
                        const std::function<void(cv::Mat frame)>& on_frame);

/// Cuts a stream of binary PGM and PPM pictures (8 bits) into pictures.
class PnmStream {
public:
    explicit PnmStream(std::function<void(cv::Mat)> on_frame) : on_frame_(std::move(on_frame)) {}
    /// Throws Error(Internal) for what is no such stream or has a picture beyond kMaxImagePixels.
    void add(std::string_view bytes);

private:
    bool readHeader();

    std::function<void(cv::Mat)> on_frame_;
    std::string header_;
    cv::Mat frame_;           // being filled
    std::size_t filled_ = 0;  // bytes of it
};

}  // namespace bozzetto
