// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace bozzetto {

struct ExportArguments {
    std::filesystem::path result, to;
    std::optional<std::string> target;
    /// Keys of encodeExportOptions (io/export_options.h) with their values as typed, in the order
    /// of the options.
    std::vector<std::pair<std::string, std::string>> values;
    bool overwrite = false, dry_run = false, json = false;
};

/// Adds the command `export`. Filled in while the command line is read: both must live until then.
void addExport(CLI::App& app, ExportArguments& arguments);

}  // namespace bozzetto
