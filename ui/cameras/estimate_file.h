// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/compare_cameras.h"
#include "camera/view_source.h"

#include <filesystem>
#include <vector>

namespace bozzetto::ui {

/// Copies a file that `bozzetto-cli cameras` wrote for the pictures of `set` to `to`, whose folder
/// is made. The copy names the pictures as they lie in the set's folder, so that it stays right
/// wherever itself and the pictures are moved. Not for the UI thread. Throws Error.
void keepEstimate(const SetSource& set,
                  const std::filesystem::path& from,
                  const std::filesystem::path& to);

/// The cameras of a camera file for the pictures of `set`, by view. Not for the UI thread. Throws
/// Error(BadInput) as readCameraFile.
std::vector<CameraByName> camerasIn(const std::filesystem::path& file, SetSource set);

}  // namespace bozzetto::ui
