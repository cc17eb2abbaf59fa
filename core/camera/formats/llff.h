// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"

namespace bozzetto {

/// Reads LLFF's poses_bounds.npy: N rows of 17 numbers; a 3x5 matrix row by row, whose columns are
/// the camera's down, right and backward axes in the world, its position and (height, width, focal
/// length in pixels); then nearest and farthest depth. The rows are those of the pictures sorted by
/// name. Source: README of Fyusion's LLFF, "Using your own poses". Throws Error(BadInput).
CameraFile readLlff(const std::filesystem::path& path);

/// Throws Error(BadInput) for what the format has no words for: lens distortion, a principal point
/// off the middle, two focal lengths; Error(Output).
void writeLlff(const CameraFile& file, const std::filesystem::path& path);

}  // namespace bozzetto
