// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/camera_file.h"
#include "camera/view_source.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

struct CameraEstimateOptions {
    enum class Matching { Auto, Exhaustive, Sequential };
    Matching matching = Matching::Auto;  // by count and by whether the files' order is a path
    enum class SharedIntrinsics { Auto, Shared, PerPicture };  // Auto: one camera for each size and
    SharedIntrinsics intrinsics = SharedIntrinsics::Auto;      // EXIF make, model, focal length
    std::filesystem::path program;  // the COLMAP command; empty: "colmap" on PATH
    /// Where finished estimates are kept by the pictures' hashes and these options; empty: nowhere.
    std::filesystem::path cache;
    std::filesystem::path scratch;  // temporary files go in a folder of their own under this
    int threads = 0;                // 0: all
    bool keep_blurred = false;      // estimate with blurred pictures too
    /// Called now and then with what is known so far (registered cameras and points, in the frame
    /// of that moment), for a window to show. May be empty.
    std::function<void(const CameraFile& so_far)> preview = {};
};

/// What became of one picture.
struct EstimatedPicture {
    enum class State { Registered, NotRegistered, LeftOut };
    /// Why it has no camera, as far as can be told.
    enum class Reason {
        None,
        Blurred,
        NoOverlap,
        LittleTexture,
        OtherObject,
        OtherModel,
        Unreadable
    };
    std::string view;  // View::name
    std::filesystem::path path;
    State state = State::NotRegistered;
    Reason reason = Reason::None;
    int features = 0, points = 0;   // found in it; seen by it in the model
    double error = 0;               // mean reprojection error, pixels
    double relative_sharpness = 0;  // over the median of the set
};
const char* toString(EstimatedPicture::Reason reason);  // "blurred", "no overlap", ...

struct CameraReport {
    std::vector<EstimatedPicture> pictures;  // in the order of the set
    int registered = 0, points = 0;
    double reprojection_error = 0;                   // mean over the points, pixels
    double focal_length = 0, exif_focal_length = 0;  // pixels, median; 0: no EXIF
    int models = 1;                                  // separate ones; the largest was taken
    std::string program;                             // "COLMAP 3.8"
    std::string matching;                            // "exhaustive" or "sequential"
    std::string up_from;                             // toString(SceneGuess::UpFrom)
    bool from_cache = false;
    double seconds = 0;
};

/// Cameras of photographs by structure from motion: COLMAP as a program (features, matching,
/// incremental mapping), then turned upright by the cameras, points and EXIF gravity
/// (scene_guess.h), the region of interest around the origin, its radius 1. Fills in poses,
/// intrinsics and cloud of `set`; pictures without a camera, blurred ones and those that show
/// something else are taken out of it and listed in its problems by name and reason. Throws
/// Error(Unsupported) without the program, naming the Debian package; Error(BadInput) when fewer
/// than three pictures could be registered, with the report in words; Cancelled (the program is
/// ended within a second).
CameraReport estimateCameras(SetSource& set,
                             const CameraEstimateOptions& options,
                             const Task& task);

/// The report as JSON for `bozzetto-cli cameras` and report.json.
std::string encodeReport(const CameraReport& report);

}  // namespace bozzetto
