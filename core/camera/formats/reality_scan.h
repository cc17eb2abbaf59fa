// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"

namespace bozzetto {

// RealityScan (RealityCapture) does not say how large the pictures are: intrinsics are in units of
// the longer side (FileCamera::Unit::LongerSide). The focal length is that of 35 mm film (36 mm is
// the longer side); the principal point counts from the middle. Lens: k1 to k4 of r2 to r8, t1 and
// t2 as OpenCV's p1 and p2; or division, whose k1 counts in units of the longer side from the
// principal point. Sources: RealityScan help, "XMP metadata" and "Camera registration export";
// Epic, "RealityCapture XMP Camera Math".

/// Reads the CSV export "Internal/External camera parameters": columns name, x, y, alt, heading (or
/// yaw), pitch, roll, f, and where they are there px, py, k1 to k4, t1, t2, in any order. Degrees;
/// world_from_camera = Rz(-heading) Rx(pitch) Ry(roll), camera axes x right, y up, looking along
/// -z. Separated by comma, semicolon or tab; with the last two, decimal commas are understood.
/// Throws Error(BadInput) naming line and column.
CameraFile readRealityScanCsv(const std::filesystem::path& path);

/// Reads the XMP sidecars of a folder (or one of them), each named as its picture: rotation row by
/// row, world to camera with axes x right, y down, z forward; position of the camera. Sidecars of
/// other programs are passed over. Throws Error(BadInput).
CameraFile readRealityScanXmp(const std::filesystem::path& path);

/// Throw Error(BadInput) for a lens that RealityScan does not have, or without picture sizes;
/// Error(Output).
void writeRealityScanCsv(const CameraFile& file, const std::filesystem::path& path);
/// One <picture>.xmp each, in `folder`.
void writeRealityScanXmp(const CameraFile& file, const std::filesystem::path& folder);

/// RealityScan's numbers of a lens.
struct RealityScanLens {
    double f = 0, px = 0, py = 0;  // mm of 35 mm film; longer side
    double k[4] = {}, t[2] = {};
    bool division = false;
};
/// In units of the longer side.
Intrinsics intrinsicsFromRealityScan(const RealityScanLens& lens);
RealityScanLens realityScanFromIntrinsics(const FileCamera& camera);

}  // namespace bozzetto
