// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"

#include <filesystem>

namespace bozzetto {

/// Whether a folder holds a COLMAP model: cameras and images, both binary or both text.
bool holdsColmapModel(const std::filesystem::path& folder);

/// Reads a COLMAP model (any version; text or binary): binary wins where both are there, and a
/// warning says so if they disagree. Poses become Bozzetto's, and every picture that the model
/// registered is a camera; `cloud` holds the points, its pictures are those of `cameras`, in order.
/// With rigs and frames (COLMAP 3.12 and later) the poses are those of the frames. Cameras of a
/// model that cannot be undistorted are left out by name. Throws Error(BadInput) naming file and
/// place, or if no camera is left.
CameraFile readColmapModel(const std::filesystem::path& folder);

enum class ColmapEncoding { Binary, Text };
/// Writes cameras, images and points3D; the observations are the points' projections. Cameras
/// without a pose are left out. Throws Error(BadInput) where COLMAP has no words for a camera,
/// Error(Output).
void writeColmapModel(const CameraFile& file,
                      const std::filesystem::path& folder,
                      ColmapEncoding encoding);

}  // namespace bozzetto
