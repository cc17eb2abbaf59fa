// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/image_set.h"

#include <string>
#include <vector>

namespace bozzetto {

/// Something that is wrong with the mask of one view.
struct MaskFinding {
    enum class Kind {
        Empty,      // no pixel belongs to the object
        Full,       // every pixel does
        Inverted,   // the background is white
        WrongSize,  // alpha is not of the picture's size (only where the caller keeps both)
        CutOff,     // the object touches the frame
        Shifted,    // moved by (shift_x, shift_y) it would fit the other views clearly better
        Flickers,   // disagrees with what the other views' masks say together
    };
    Kind kind = Kind::Empty;
    std::string view;  // View::name
    /// Intersection over union with the visual hull of the other views, seen from here; negative
    /// where that was not tried (no cameras, fewer than 4 masks).
    double agreement = -1;
    double shift_x = 0, shift_y = 0;  // pixels of the view's picture, to the right and down
};
/// Stable word of a kind: "empty", "full", "inverted", ...
const char* toString(MaskFinding::Kind kind);

/// Checks all masks of a set: each by itself, and, where at least four views have cameras and
/// masks, against the visual hull of the others. Views without a mask are not looked at. Findings
/// are in the order of the views; one view may have several. Throws Cancelled.
std::vector<MaskFinding> lintMasks(const ImageSet& set, const Task& task = {});

/// The finding as a sentence with what to do, for reports: `path` is the view's picture.
InputProblem describeFinding(const MaskFinding& finding, const std::filesystem::path& path);

}  // namespace bozzetto
