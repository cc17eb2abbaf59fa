// SPDX-License-Identifier: Apache-2.0
// Source: the manuals of ffmpeg and ffprobe 5.1; netpbm's description of PGM and PPM.
#include "video/ffmpeg.h"

#include "base/error.h"
#include "base/files.h"
#include "base/run_program.h"
#include "image/codec.h"

#include <chrono>
#include <cstdlib>
#include <cstring>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;
// A decoder that gives nothing for so long will not give anything any more.
constexpr auto kPatience = std::chrono::seconds(60);
constexpr std::size_t kMaxProbe = std::size_t{1} << 20;
// Containers that cameras write. Playlists and the like would make FFmpeg open other files.
constexpr const char* kContainers = "mov,matroska,avi,mpegts,mpeg,mjpeg,asf,flv,ogg,dv";

fs::path requireProgram(const char* name) {
    fs::path program = findProgram(name);
    if (program.empty()) {
        throw Error(Error::Kind::Unsupported,
                    std::string("the program ") + name + ", which reads videos, is not installed",
                    "Install FFmpeg (Debian package: ffmpeg), or give a folder of pictures.");
    }
    return program;
}

/// A local file and nothing else, whatever its name looks like.
std::string inputName(const fs::path& video) {
    return "file:" + fs::absolute(video).string();
}

}  // namespace

void refuseVideo(const fs::path& video,
                 const std::string& reason,
                 const std::string& hint,
                 const std::string& detail) {
    throw Error(
        Error::Kind::BadInput, displayPath(video) + ": " + reason, hint, video.string(), detail);
}

std::string probeVideo(const fs::path& video) {
    ProgramCall call;
    call.program = requireProgram("ffprobe");
    call.arguments = {"-v",
                      "error",
                      "-protocol_whitelist",
                      "file",
                      "-format_whitelist",
                      kContainers,
                      "-select_streams",
                      "V:0",
                      "-show_streams",
                      "-show_format",
                      "-of",
                      "json",
                      inputName(video)};
    std::string json;
    const Clock::time_point late = Clock::now() + kPatience;
    call.on_bytes = [&](std::string_view bytes) {
        json.append(bytes.substr(0, kMaxProbe - std::min(kMaxProbe, json.size())));
    };
    call.poll = [&] {
        if (Clock::now() > late) {
            refuseVideo(video, "cannot be read in a reasonable time", "Export the video again.");
        }
    };
    const ProgramEnd end = runProgram(call);
    if (end.failed()) {
        refuseVideo(video,
                    "is not a video that can be read, or is damaged",
                    "Copy it again from the camera, or export it as MP4.",
                    end.tail);
    }
    return json;
}

std::string decodeVideo(const fs::path& video,
                        const std::string& filter,
                        int64_t max_frames,
                        const Task& task,
                        const std::function<void(cv::Mat frame)>& on_frame) {
    ProgramCall call;
    call.program = requireProgram("ffmpeg");
    const bool grey = filter.ends_with("format=gray");
    call.arguments = {"-nostdin",
                      "-hide_banner",
                      "-v",
                      "error",
                      "-protocol_whitelist",
                      "file,pipe",
                      "-format_whitelist",
                      kContainers,
                      "-i",
                      inputName(video),
                      "-map",
                      "0:V:0",
                      "-an",
                      "-sn",
                      "-dn",
                      "-vf",
                      filter,
                      "-fps_mode",
                      "passthrough",
                      "-frames:v",
                      std::to_string(max_frames),
                      "-f",
                      "image2pipe",
                      "-c:v",
                      grey ? "pgm" : "ppm",
                      "pipe:1"};
    Clock::time_point late = Clock::now() + kPatience;
    int64_t frames = 0;
    PnmStream stream([&](cv::Mat frame) {
        ++frames;
        late = Clock::now() + kPatience;
        on_frame(std::move(frame));
    });
    call.on_bytes = [&](std::string_view bytes) { stream.add(bytes); };
    call.poll = [&] {
        task.poll();
        if (Clock::now() > late) {
            refuseVideo(video, "cannot be decoded in a reasonable time", "Export the video again.");
        }
    };
    const ProgramEnd end = runProgram(call);
    if (frames == 0) {
        refuseVideo(video,
                    "no frame of it can be decoded",
                    "Copy it again from the camera, or export it as MP4 (H.264).",
                    end.tail);
    }
    return end.failed() && end.tail.empty() ? "exit code " + std::to_string(end.exit_code)
                                            : end.tail;
}

void PnmStream::add(std::string_view bytes) {
    while (!bytes.empty()) {
        if (frame_.empty()) {
            header_ += bytes.front();
            bytes.remove_prefix(1);
            if (!readHeader() && header_.size() > 64) {
                throw Error(Error::Kind::Internal,
                            "the video decoder's output is not understood",
                            "Please report this with the version of FFmpeg.");
            }
            continue;
        }
        const std::size_t size = frame_.total() * frame_.elemSize();
        const std::size_t part = std::min(bytes.size(), size - filled_);
        std::memcpy(frame_.data + filled_, bytes.data(), part);
        bytes.remove_prefix(part);
        filled_ += part;
        if (filled_ == size) {
            cv::Mat frame = std::exchange(frame_, cv::Mat());
            filled_ = 0;
            if (frame.channels() == 3) {
                const cv::Mat rgb = frame.clone();
                const int order[] = {0, 2, 1, 1, 2, 0};
                cv::mixChannels(&rgb, 1, &frame, 1, order, 3);
            }
            on_frame_(std::move(frame));
        }
    }
}

/// "P5\n640 360\n255\n": true once it is complete, and the frame is ready to be filled.
bool PnmStream::readHeader() {
    int width = 0, height = 0, top = 0, length = 0;
    char kind = 0;
    const int found = std::sscanf(
        header_.c_str(), "P%c %d %d %d%*1[\n]%n", &kind, &width, &height, &top, &length);
    const bool complete = found == 4 && length > 0 && header_.back() == '\n';
    if (!complete) {
        return false;
    }
    if ((kind != '5' && kind != '6') || top != 255 || width <= 0 || height <= 0 ||
        int64_t{width} * height > kMaxImagePixels) {
        return false;
    }
    frame_.create(height, width, kind == '5' ? CV_8UC1 : CV_8UC3);
    header_.clear();
    return true;
}

}  // namespace bozzetto
