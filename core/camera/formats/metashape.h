// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"

namespace bozzetto {

/// Reads the camera file that Agisoft Metashape exports (File, Export, Export Cameras: XML): frame
/// and fisheye sensors, f cx cy k1-k4 p1 p2 b1 b2. The cameras are in the component's (or chunk's)
/// coordinates, in its units; a shift to geocentric coordinates is left out and told. Of several
/// components the one with most cameras is taken. Cameras that are disabled or not aligned are
/// counted; sensors of other kinds are refused by name. Source: Metashape User Manual, appendix
/// "Camera models". Throws Error(BadInput) naming line and element.
CameraFile readMetashape(const std::filesystem::path& path);

/// Throws Error(BadInput) for a lens that Metashape does not have, or without picture sizes;
/// Error(Output).
void writeMetashape(const CameraFile& file, const std::filesystem::path& path);

}  // namespace bozzetto
