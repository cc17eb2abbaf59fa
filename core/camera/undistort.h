// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "camera/view_source.h"

namespace bozzetto {

/// Removes lens distortion. image [H, W, 4] (colour interpolated weighted by alpha) and depth [h,
/// w, 1] (nearest; may be empty) are resampled in place; returns the pinhole camera they now have.
/// Its focal length and principal point are chosen so that every new pixel shows something of the
/// old picture (OpenCV's free scaling parameter 0), so nothing is made up at the rim. `distorted`
/// holds the intrinsics for `image`'s size. Throws Error(BadInput) if the model cannot be inverted.
Camera undistortView(Image& image, Image& depth, const Camera& distorted, const Lens& lens);

/// The way back for masks: mask [H, W, 1] of a pinhole picture, seen through the lens again.
/// `distorted` holds the intrinsics for the size of the result. What the pinhole picture does not
/// show is background.
Image distortMask(const Image& mask,
                  const Camera& pinhole,
                  const Camera& distorted,
                  const Lens& lens);

}  // namespace bozzetto
