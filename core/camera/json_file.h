// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

/// Reads a JSON file written by somebody else: at most 64 MiB and 64 levels deep, no key twice in
/// an object, a byte order mark is skipped, the words NaN and Infinity (which Python writes) become
/// null. Throws Error(BadInput) with line and column.
nlohmann::json readJsonFile(const std::filesystem::path& path);

/// A number, or a string that holds one ("0.69", which adds a note about `key` to `warnings`).
/// nullopt for anything else, including null and numbers that are not finite.
std::optional<double> numberFrom(const nlohmann::json& value,
                                 const std::string& key,
                                 std::vector<std::string>& warnings);

}  // namespace bozzetto
