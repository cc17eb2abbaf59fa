// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bozzetto {

/// What COLMAP's database says about a picture, by the picture's name.
struct PictureMatches {
    int64_t id = 0;
    int features = 0;
    int best_matches = 0;  // verified ones, with the picture that it has most in common with
};
/// Throws Error(Internal) when the file is no database of COLMAP's.
std::map<std::string, PictureMatches> readMatchDatabase(const std::filesystem::path& database);

/// Removes what is known about pairs of pictures (by name), so that they are compared anew. Throws
/// as above.
void forgetPairs(const std::filesystem::path& database,
                 const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace bozzetto
