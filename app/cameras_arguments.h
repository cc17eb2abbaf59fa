// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace bozzetto {

struct CamerasArguments {
    std::filesystem::path input, output;
    std::optional<std::filesystem::path> cameras;  // solved by another program: only converted
    std::optional<std::string> convention;
    std::string matching = "auto", intrinsics = "auto", format = "transforms";
    std::filesystem::path program;
    std::vector<std::string> exclude;  // names of views
    int frames = 0;                    // of a video; 0: by its length
    int threads = 0;
    bool keep_blurred = false, no_cache = false, json = false, events = false;
};

void addCameras(CLI::App& app, CamerasArguments& arguments);

}  // namespace bozzetto
