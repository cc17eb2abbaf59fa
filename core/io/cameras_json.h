// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bozzetto {

/// View name and camera, in the order of the file.
using NamedCameras = std::vector<std::pair<std::string, Camera>>;

/// Text of a transforms.json in nerfstudio's form, with intrinsics in every frame (fl_x fl_y cx cy
/// w h, pixels) and camera-to-world matrices in OpenGL's convention (4x4, row-major). `file_path`
/// is the view's name. The key "bozzetto_cameras" marks it as ours: all that a camera needs is
/// there, no picture has to be looked at.
std::string encodeCamerasJson(const NamedCameras& cameras);

/// Reads what encodeCamerasJson wrote; nullopt for JSON without the mark, which may be another
/// program's transforms file. Throws Error(BadInput) naming file and frame for values that are
/// missing, not finite or not possible.
std::optional<NamedCameras> readCamerasJson(const std::filesystem::path& path);

}  // namespace bozzetto
