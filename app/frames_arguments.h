// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>

namespace CLI {
class App;
}

namespace bozzetto {

struct FramesArguments {
    std::filesystem::path video;
    std::optional<std::filesystem::path>
        output;     // unset: the cache, where `reconstruct` finds them
    int count = 0;  // 0: by the video's length
    bool json = false, events = false;
};

void addFrames(CLI::App& app, FramesArguments& arguments);

}  // namespace bozzetto
