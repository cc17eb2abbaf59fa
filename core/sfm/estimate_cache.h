// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/view_source.h"
#include "sfm/estimate_cameras.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// A finished estimate, apart from the set that it is for.
struct CameraEstimate {
    std::vector<std::optional<FileCamera>> cameras;  // by the set's order; picture: the view's name
    SparseCloud cloud;                               // pictures: view names
    CameraReport report;
};

/// What an estimate depends on: the pictures' names and bytes (SHA-256), the options and the
/// program's version. Pictures that cannot be read count as such.
std::string cacheKeyOf(const SetSource& set,
                       const CameraEstimateOptions& options,
                       const std::string& program_version);

/// What storeEstimate kept; nullopt if there is nothing, or nothing whole, for exactly this set.
std::optional<CameraEstimate> findEstimate(const std::filesystem::path& cache,
                                           const std::string& key,
                                           const SetSource& set);

/// Keeps an estimate; the oldest go when the folder grows beyond a gigabyte. A folder that cannot
/// be written to is told to the log only.
void storeEstimate(const std::filesystem::path& cache,
                   const std::string& key,
                   const CameraEstimate& estimate);

}  // namespace bozzetto
