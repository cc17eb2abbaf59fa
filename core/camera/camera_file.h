// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/sparse_cloud.h"
#include "camera/view_source.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bozzetto {

/// One picture's camera as a camera file tells it.
struct FileCamera {
    std::string picture;  // as the file names it; may hold folders; may lack the ending
    Intrinsics intrinsics;
    std::optional<Mat4d> world_from_camera;  // Bozzetto's convention (camera.h); unset: not aligned
    /// LongerSide: fx, fy are in units of the picture's longer side, and so are cx, cy, from the
    /// picture's middle (RealityScan does not say how large the pictures are).
    enum class Unit { Pixel, LongerSide } unit = Unit::Pixel;
};

/// A file of cameras (and sparse points) that another program wrote, read on its own.
struct CameraFile {
    std::filesystem::path path;
    std::string format;  // "colmap-binary", "colmap-text", "llff", "metashape-xml",
                         // "realityscan-csv", "realityscan-xmp", "neus-npz", "transforms"
    std::vector<FileCamera> cameras;  // those without usable pose are in `problems`, not here
    SparseCloud cloud;
    std::vector<InputProblem> problems;
    std::vector<std::string> notes;
    /// Rows of the file are in the order of the pictures' names and name none (LLFF, NeuS); those
    /// without usable pose keep their place in `cameras`.
    bool by_order = false;
    bool estimated = false;  // by structure from motion, says the file: to be refined
};

/// The camera file or model that a path is or holds (a folder: sparse/0, sparse, colmap/sparse/0,
/// poses_bounds.npy, cameras_sphere.npz, *.xml, *.csv, *.xmp beside pictures); nullopt if none.
/// Looks at names and first bytes only.
std::optional<std::filesystem::path> findCameraFile(const std::filesystem::path& path);

/// True for a file whose name and first bytes are those of a camera file.
bool looksLikeCameraFile(const std::filesystem::path& file);

/// Reads a camera file of any known format, told by content. Throws Error(BadInput) naming file,
/// place (line, offset, element) and remedy.
CameraFile readCameraFile(const std::filesystem::path& path);

/// Gives the views of a set the cameras of a file, matched by name: exactly, then without folder,
/// then without regard to case, then without ending; what was tolerated, and what is left on either
/// side, is listed in the set's problems. Views without a camera keep none. Throws Error(BadInput)
/// when nothing matches.
void attachCameras(SetSource& set, const CameraFile& file);

/// Calls the cloud's pictures by other names, `names[i]` for picture i; those with an empty name
/// are taken out, from the points too.
void renamePictures(SparseCloud& cloud, const std::vector<std::string>& names);

/// The formats that can be written: those of CameraFile::format.
std::span<const std::string> writableCameraFormats();
/// Writes a camera file for another program. path: a folder for "colmap-binary", "colmap-text" and
/// "realityscan-xmp" (one file beside each picture), else a file. Cameras without a pose are left
/// out. Throws Error(BadInput) for an unknown format or what the format has no words for (a lens, a
/// picture without a size), Error(Output).
void writeCameraFile(const CameraFile& file,
                     const std::filesystem::path& path,
                     const std::string& format);

}  // namespace bozzetto
