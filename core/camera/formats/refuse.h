// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>

namespace bozzetto {

/// Throws Error(BadInput): "<path>: <reason>". Internal to camera/.
[[noreturn]] void refuseFile(const std::filesystem::path& path,
                             const std::string& reason,
                             const std::string& hint);

}  // namespace bozzetto
