// SPDX-License-Identifier: Apache-2.0
#include "video/frame_index.h"

#include "base/error.h"
#include "base/files.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;
constexpr int kVersion = 1;
constexpr uintmax_t kMaxCache = uintmax_t{4} << 30;

[[noreturn]] void refuseIndex(const fs::path& path) {
    throw Error(Error::Kind::BadInput,
                displayPath(path) + ": is not an index of frames",
                "Take the frames from the video again.",
                path.string());
}

std::string cacheKey(const fs::path& video, const FrameOptions& options) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(video, error);
    const uintmax_t size = fs::file_size(video, error);
    const auto time = fs::last_write_time(video, error);
    return sha256(real.string() + '\n' + std::to_string(size) + '\n' +
                  std::to_string(time.time_since_epoch().count()) + '\n' +
                  std::to_string(options.count) + '\n' + std::to_string(kVersion))
        .substr(0, 32);
}

uintmax_t sizeOf(const fs::path& folder) {
    uintmax_t bytes = 0;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        const uintmax_t size = entry.file_size(error);
        bytes += error ? 0 : size;
    }
    return bytes;
}

/// Least recently used first, never `keep`.
void trimCache(const fs::path& cache, const fs::path& keep) {
    std::vector<std::pair<fs::file_time_type, fs::path>> folders;
    uintmax_t total = 0;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(cache, error)) {
        if (entry.is_directory(error) && fs::exists(entry.path() / kFrameIndexName, error)) {
            folders.emplace_back(fs::last_write_time(entry.path() / kFrameIndexName, error),
                                 entry.path());
            total += sizeOf(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    for (const auto& [used, folder] : folders) {
        if (total <= kMaxCache || folder == keep) {
            break;
        }
        total -= sizeOf(folder);
        fs::remove_all(folder, error);
    }
}

bool isWhole(const VideoFrames& frames) {
    return !frames.frames.empty() &&
           std::all_of(frames.frames.begin(), frames.frames.end(), [](const VideoFrame& frame) {
               std::error_code error;
               return fs::file_size(frame.picture, error) > 0 && !error;
           });
}

}  // namespace

void writeFrameIndex(const VideoFrames& frames, const fs::path& folder) {
    json list = json::array();
    for (const VideoFrame& frame : frames.frames) {
        list.push_back({{"file", frame.picture.filename().string()},
                        {"number", frame.number},
                        {"seconds", frame.seconds},
                        {"sharpness", frame.sharpness}});
    }
    const json index = {{"version", kVersion},
                        {"video", displayPath(frames.video.filename())},
                        {"notes", frames.notes},
                        {"frames", list}};
    writeFileAtomically(folder / kFrameIndexName, index.dump(1) + "\n");
}

VideoFrames readFrameIndex(const fs::path& folder) {
    const fs::path path = folder / kFrameIndexName;
    const json index = json::parse(readFile(path, 16 << 20), nullptr, false);
    VideoFrames frames;
    frames.folder = folder;
    try {
        if (index.at("version").get<int>() != kVersion) {
            refuseIndex(path);
        }
        frames.video = index.at("video").get<std::string>();
        frames.notes = index.at("notes").get<std::vector<std::string>>();
        for (const json& entry : index.at("frames")) {
            const fs::path file = entry.at("file").get<std::string>();
            if (file.empty() || file != file.filename() || frames.frames.size() >= kMaxFrames) {
                refuseIndex(path);
            }
            frames.frames.push_back({folder / file,
                                     entry.at("number").get<int64_t>(),
                                     entry.at("seconds").get<double>(),
                                     entry.at("sharpness").get<double>()});
        }
    } catch (const json::exception&) {
        refuseIndex(path);
    }
    return frames;
}

fs::path videoCacheFolder() {
    return cacheFolder("videos");
}

VideoFrames cachedFrames(const fs::path& video,
                         const fs::path& cache,
                         const FrameOptions& options,
                         const Task& task) {
    const fs::path folder = cache / cacheKey(video, options);
    std::error_code error;
    if (fs::exists(folder / kFrameIndexName, error)) {
        try {
            VideoFrames kept = readFrameIndex(folder);
            if (isWhole(kept)) {
                fs::last_write_time(
                    folder / kFrameIndexName, fs::file_time_type::clock::now(), error);
                kept.video = video;
                return kept;
            }
        } catch (const Error&) {
            // Taken anew below.
        }
        fs::remove_all(folder, error);
    }
    VideoFrames frames = extractFrames(video, folder, options, task);
    trimCache(cache, folder);
    return frames;
}

}  // namespace bozzetto
