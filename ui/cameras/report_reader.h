// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "sfm/estimate_cameras.h"

#include <filesystem>
#include <optional>

namespace bozzetto::ui {

/// The report that `bozzetto-cli cameras` puts into its file ("bozzetto": {"report": ...}, see
/// encodeReport); nullopt where there is none. Never throws.
std::optional<CameraReport> readCameraReport(const std::filesystem::path& camera_file);

}  // namespace bozzetto::ui
