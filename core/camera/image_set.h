// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "camera/scene_edits.h"
#include "camera/sparse_cloud.h"
#include "image/image.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// One photograph with what is known about it. All pictures of a view have their own size but show
/// the same frame.
struct View {
    std::string name;  // unique in the set, without folder and ending ("r_0"); names outputs
    std::filesystem::path path;  // the image file
    Image image;            // [H, W, 4] linear RGB, straight alpha; alpha 1 everywhere if !has_mask
    bool upright = false;   // turned from the stored pixels as the EXIF orientation says
    bool has_mask = false;  // alpha is a foreground mask (from alpha, mask file or depth)
    enum class MaskFrom { Nothing, Alpha, File, Depth, Automatic };
    MaskFrom mask_from = MaskFrom::Nothing;
    /// [H, W, 1] in [0, 1]: how far each pixel's alpha can be trusted; empty: everywhere.
    Image mask_confidence;
    Image depth;  // [h, w, 1] distance along the optical axis in world units, 0 = unknown; may be
                  // empty
    std::optional<Camera> camera;  // for `image`'s size
    /// How bright the camera's settings make the picture, in stops (PhotoInfo::exposureStops).
    std::optional<double> exposure_stops;
    // Ground truth that a views file may name; only `evaluate` reads it.
    std::filesystem::path albedo_path, roughness_metallic_path;
};

/// Something the user should know that did not stop the reading.
struct InputProblem {
    std::filesystem::path path;
    std::string reason;    // what is wrong
    std::string hint;      // what to do
    bool skipped = false;  // the item was left out
    /// For those who say it in their own words.
    enum class About {
        Other,
        Summary,  // counts the pictures that were left out
        Remark,   // something was repaired or assumed; most likely nothing has to be done
        MaskEmpty,
        MaskFull,
        MaskWasInverted,  // a mask file, black on white
        AlphaInverted,    // looks so; used as it is
        MaskSize,         // the mask file has another size and was resized
        MaskUnused,       // the mask file could not be used
        MasksDisagree,    // mask file and alpha
        NoMask,           // while most pictures have one
        DarkFringes,
    };
    About about = About::Other;
};

/// What a reconstruction starts from. Views are in natural name order.
struct ImageSet {
    std::filesystem::path root;
    std::string format;  // "nerf-synthetic", "instant-ngp", "nerfstudio", "six-view", "images"
    std::vector<View> views;
    std::vector<InputProblem> problems;
    bool assumed_cameras = false;     // the canonical six-view rig was taken
    bool estimated_cameras = false;   // by structure from motion: to be refined
    SparseCloud cloud;                // may be empty; pictures are view names
    std::optional<RegionBox> region;  // what lies outside is not the object
    std::vector<std::string> notes;   // choices made while reading that the report repeats
};

}  // namespace bozzetto
