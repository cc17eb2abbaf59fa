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
    std::vector<double> region;        // empty, or centre and size along the axes
    std::vector<std::string> exclude;  // names of views
    int threads = 0;
    bool keep_table = false, json = false, events = false;
};

void addMasks(CLI::App& app, MasksArguments& arguments);

}  // namespace bozzetto
