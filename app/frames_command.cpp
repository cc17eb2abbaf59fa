// SPDX-License-Identifier: Apache-2.0
#include "app/frames_command.h"

#include "app/console.h"
#include "app/exit_codes.h"
#include "app/task_reporter.h"
#include "base/error.h"
#include "base/files.h"
#include "video/video.h"

#include <nlohmann/json.hpp>

#include <chrono>

namespace bozzetto {
namespace {

using Json = nlohmann::ordered_json;

VideoFrames takeFrames(const FramesArguments& arguments, const Task& task) {
    const FrameOptions options{.count = arguments.count};
    if (arguments.output) {
        return extractFrames(arguments.video, *arguments.output, options, task);
    }
    const std::filesystem::path cache = videoCacheFolder();
    if (cache.empty()) {
        throw Error(Error::Kind::Output,
                    "there is no home folder to keep frames in",
                    "Give a folder with --output.");
    }
    return cachedFrames(arguments.video, cache, options, task);
}

Json asJson(const VideoFrames& frames) {
    Json list = Json::array();
    for (const VideoFrame& frame : frames.frames) {
        list.push_back({{"picture", displayPath(frame.picture)},
                        {"number", frame.number},
                        {"seconds", frame.seconds},
                        {"sharpness", frame.sharpness}});
    }
    return {{"folder", displayPath(frames.folder)}, {"notes", frames.notes}, {"frames", list}};
}

}  // namespace

int runFrames(const FramesArguments& arguments) {
    TaskReporter reporter(arguments.events, {{"frames", 1.0}});
    try {
        const auto start = std::chrono::steady_clock::now();
        reporter.event(
            "start",
            {{"input", displayPath(arguments.video)},
             {"output", arguments.output ? Json(displayPath(*arguments.output)) : Json(nullptr)}});
        const VideoFrames frames = takeFrames(arguments, reporter.task());
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        reporter.event("result",
                       {{"folder", displayPath(frames.folder)},
                        {"count", frames.frames.size()},
                        {"notes", frames.notes},
                        {"seconds", taken.count()}});
        if (arguments.json) {
            printOut(asJson(frames).dump(1) + "\n");
        } else if (!arguments.events) {
            printOut(displayPath(frames.folder) + "\n");
        }
        return kExitDone;
    } catch (const Cancelled&) {
        return reporter.interrupted();
    }
}

}  // namespace bozzetto
