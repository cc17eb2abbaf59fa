// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"

namespace bozzetto {

/// Reads NeuS's cameras_sphere.npz (also of IDR, DTU, BlendedMVS): for picture i, in the order of
/// names, world_mat_i = K [R t] as a 4x4 matrix, world to pixel, the centre of the first pixel at
/// 0, camera axes x right, y down, z forward. The cameras stay in that world; scale_mat_i, which
/// brings the object into the unit sphere, is told in a note. Source: README of NeuS, "Data
/// Convention". Throws Error(BadInput).
CameraFile readNeus(const std::filesystem::path& path);

/// Throws Error(BadInput) for lens distortion, Error(Output).
void writeNeus(const CameraFile& file, const std::filesystem::path& path);

}  // namespace bozzetto
