// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"
#include "math/vec.h"

namespace bozzetto {

/// Turns a stored pixel array upright according to its EXIF orientation 1..8 (Exif 2.32, tag
/// 0x0112).
Image applyOrientation(const Image& stored, int orientation);

/// A direction in the axes of the camera (x right, y up, z backwards) that took the stored pixels,
/// in those of the upright picture.
Vec3d applyOrientation(Vec3d stored, int orientation);

/// The orientation whose applyOrientation undoes that of `orientation`.
inline int inverseOrientation(int orientation) {
    return orientation == 6 ? 8 : orientation == 8 ? 6 : orientation;
}

}  // namespace bozzetto
