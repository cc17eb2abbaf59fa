// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace bozzetto {

struct MasksArguments {
    std::filesystem::path input, output;
    std::optional<std::filesystem::path> cameras;
    std::optional<std::string> convention;
    std::string format = "bozzetto";   // camera/mask_export.h
    std::vector<double> region;        // empty, or centre and size along the axes
    std::vector<std::string> exclude;  // names of views
    std::vector<std::string> invert;   // views whose masks are read, and written, inverted
    std::filesystem::path masks;       // folder of given masks by view name; may be empty
    int frames = 0;                    // of a video; 0: by its length
    int threads = 0;
    bool keep_table = false, json = false, events = false;
};

void addMasks(CLI::App& app, MasksArguments& arguments);

}  // namespace bozzetto
