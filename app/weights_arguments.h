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

struct WeightsArguments {
    std::string action;              // list, fetch, verify, import, remove
    std::vector<std::string> names;  // of files, their folders or engines; import: the folder
    std::filesystem::path weights;   // folder; empty: the usual one
    std::optional<std::string> mirror;
    std::vector<std::string> accept;  // ids of licences
    bool all = false, json = false, events = false;
};

void addWeights(CLI::App& app, WeightsArguments& arguments);

/// What is wrong with them beyond the grammar: a sentence and a hint; empty if nothing.
struct WeightsMistake {
    std::string reason, hint;
};
std::optional<WeightsMistake> checkWeights(const WeightsArguments& arguments);

}  // namespace bozzetto
