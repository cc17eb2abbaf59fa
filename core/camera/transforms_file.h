// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"
#include "camera/view_source.h"

#include <filesystem>

namespace bozzetto {

/// Reads a NeRF-synthetic, instant-ngp or nerfstudio transforms file: poses (4x4, 3x4 or 16 / 12
/// numbers in a row, camera to world, camera axes as in camera.h), intrinsics (a frame's own win
/// over the file's), lens, mask, depth and ground truth paths. World axes stay those of the file:
/// `scale`, `offset`, `aabb_scale` and `applied_transform` change nothing. `from_na` marks cameras
/// that look along +z with y down; their axes are turned. A bad frame is left out and listed.
/// Throws Error(BadInput) when the file cannot be used at all. Sources: NeRF's Blender sets,
/// instant-ngp "NeRF dataset tips", nerfstudio "Data conventions".
/// The pictures of `cloud` are paths, not yet names of views.
SetSource readTransformsFile(const std::filesystem::path& path);

/// The cameras and points of a transforms file alone, pictures as it names them (they need not
/// exist). Throws as readTransformsFile.
CameraFile readTransformsCameras(const std::filesystem::path& path);

}  // namespace bozzetto
