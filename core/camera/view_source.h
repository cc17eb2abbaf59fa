// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "camera/scene_edits.h"
#include "camera/sparse_cloud.h"
#include "math/vec.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// Lens distortion (lens.h has the formulas).
struct Lens {
    enum class Model {
        Perspective,  // OpenCV: radial (1 + k1 r2 + k2 r4 + k3 r6) / (1 + k4 r2 + k5 r4 + k6 r6)
        Fisheye,      // OpenCV's fisheye (equidistant), k1 to k4
        Polynomial,   // Metashape, RealityScan: radial 1 + k1 r2 + k2 r4 + k3 r6 + k4 r8
        Division,     // Fitzgibbon 2001: ray = picture / (1 + k1 r2), r in the picture
    };
    Model model = Model::Perspective;
    double k1 = 0, k2 = 0, k3 = 0, k4 = 0, k5 = 0, k6 = 0;
    double p1 = 0, p2 = 0;  // tangential, in OpenCV's order
    double skew = 0;        // x of the picture grows by skew * y; both over the focal length fx
    bool isStraight() const {
        return model != Model::Fisheye && k1 == 0 && k2 == 0 && k3 == 0 && k4 == 0 && k5 == 0 &&
               k6 == 0 && p1 == 0 && p2 == 0 && skew == 0;
    }
    bool operator==(const Lens&) const = default;
};

/// Intrinsics as a file gives them; what it leaves out is 0 (sizes, fy) or unset.
struct Intrinsics {
    int width = 0,
        height = 0;         // of the picture that the numbers below are for; 0 = that of the image
    double fx = 0, fy = 0;  // pixels; 0 = from angle_x, angle_y
    double angle_x = 0, angle_y = 0;  // full fields of view, radians; 0 = not given
    std::optional<double> cx,
        cy;  // pixels, the top left corner of the picture is (0, 0); unset = middle
    Lens lens;
    bool known() const { return fx > 0 || angle_x > 0 || angle_y > 0; }
};

/// Where one view's files are and what is known about its camera, before anything is decoded.
struct ViewSource {
    std::string name;
    std::filesystem::path image, mask, depth;  // mask and depth may be empty
    std::filesystem::path albedo, roughness_metallic;
    std::optional<Mat4d> world_from_camera;  // Bozzetto's convention (camera.h)
    Intrinsics intrinsics;
    /// What white means in the mask file. Guess: the object, unless the border says otherwise.
    enum class MaskPolarity { Guess, WhiteIsObject, BlackIsObject };
    MaskPolarity mask_polarity = MaskPolarity::Guess;
    bool invert_mask = false;   // the mask, as it is understood, is the background
    double depth_unit = 0.001;  // world units of one step of an integer depth picture
};

/// What a layout's reader found; image_set_reader.cpp turns it into views.
struct SetSource {
    std::filesystem::path input;  // what the user gave: folder, transforms file or picture
    std::filesystem::path root;
    std::filesystem::path camera_file;  // that the cameras come from; empty without one
    std::size_t listed = 0;             // pictures before repeated ones were left out
    std::string format;
    std::vector<ViewSource> views;
    std::vector<InputProblem> problems;
    std::vector<std::string> notes;
    bool assumed_cameras = false;
    bool is_six_view = false;        // alpha, else depth, is the mask
    bool estimated_cameras = false;  // by structure from motion, from these very pictures
    SparseCloud cloud;               // may be empty; pictures are view names
};

}  // namespace bozzetto
