// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"
#include "camera/scene_guess.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace bozzetto {

/// What `bozzetto-cli cameras` writes: a transforms.json in nerfstudio's form that other programs
/// read (OPENCV or OPENCV_FISHEYE, intrinsics in every frame, the points in a PLY beside it), with
/// an object "bozzetto" for what that form has no words for:
///   version      1
///   estimated    true: by structure from motion, to be refined
///   report       of the estimate (sfm/estimate_cameras.h), absent without one
///   seal         where pictures are outside of the file's folder: own_references.h, over the
///                file_paths of the frames
///   scene        up [x, y, z], up_from, floor, confidence, evidence; table {normal, offset} if
///   there is
///                one; region {world_from_box (4 rows), half_size}
///   points       pictures (file_path of frames), xyz and rgb (three numbers a point, one after the
///                other), error (pixels), seen_by (lists of indices into pictures)
struct CameraDocument {
    struct Frame {
        FileCamera camera;            // picture: the view's name; has a pose
        std::filesystem::path image;  // the file
    };
    std::vector<Frame> frames;
    SparseCloud cloud;  // pictures: view names
    std::optional<SceneGuess> scene;
    nlohmann::json report;  // null: none
    bool estimated = false;
};

/// Whether the points are also written as a PLY beside the file, under its name.
enum class CloudPly { Yes, No };
/// Paths of pictures are relative to the file's folder. Throws Error(Output), Error(BadInput) for a
/// lens that the form has no words for.
void writeCameraDocument(const CameraDocument& document,
                         const std::filesystem::path& file,
                         CloudPly ply = CloudPly::Yes);

/// The points as the document holds them.
nlohmann::json encodeCloud(const SparseCloud& cloud);
/// Throws Error(BadInput) naming `path` and what is wrong: lists of different lengths, indices
/// outside, numbers that are not finite.
SparseCloud decodeCloud(const nlohmann::json& points, const std::filesystem::path& path);

/// What the object "bozzetto" of a transforms file adds; nothing if it has none.
struct CameraDocumentExtras {
    SparseCloud cloud;       // pictures: file_path of frames
    bool is_own = false;     // has a seal (own_references.h), which holds
    bool is_broken = false;  // has one, which does not
    bool estimated = false;
};
/// Throws Error(BadInput) as decodeCloud, and for a newer version.
CameraDocumentExtras readDocumentExtras(const nlohmann::json& document,
                                        const std::filesystem::path& path);

}  // namespace bozzetto
