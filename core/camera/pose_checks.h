// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"

#include <string>
#include <vector>

namespace bozzetto {

/// A pose from a file after checking and repair.
struct CheckedPose {
    Mat4d world_from_camera;
    std::string refusal;  // why the frame cannot be used; empty if it can
    std::string warning;  // what was repaired
    std::string hint;
};

/// values: 16 numbers row by row (a 3x4 matrix gets the row 0 0 0 1). Rotations that are nearly
/// orthonormal (1e-5 .. 0.05) or carry one uniform scale are made orthonormal, with a warning;
/// shear, mirroring, numbers that are not finite and a last row that is not 0 0 0 w are refused.
CheckedPose checkPose(const double (&values)[16]);

/// What to do with cameras that all stand at one point as they are read, but would not if their
/// poses were world-to-camera matrices: Tell while the convention is not settled.
enum class OnePoint { Refuse, Tell };

/// Looks at all cameras of a set together. Adds problems: far from the origin, tiny, principal
/// point outside the picture. Throws Error(BadInput) if two or more cameras all stand at one point:
/// nothing can be measured without a baseline.
void checkCameraPlacement(ImageSet& set, OnePoint one_point = OnePoint::Refuse);

}  // namespace bozzetto
