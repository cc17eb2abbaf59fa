// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

namespace bozzetto {

/// How sharp and how exposed the object of a picture is.
struct PictureQuality {
    /// Variance of the Laplacian of display luminance over that luminance's own variance, on a
    /// picture brought to a fixed scale. It depends on the subject: compare it only between
    /// pictures of one set.
    double sharpness = 0;
    double mean = 0;          // mean display luminance, [0, 1]
    double clipped_dark = 0;  // share of the object's pixels that are black, [0, 1]
    /// Share of the object's pixels with at least two channels at the top, [0, 1]: one alone is
    /// what a bright saturated colour has.
    double clipped_bright = 0;
    double object_pixels = 0;  // pixels of the scaled picture that were looked at
};

/// Pictures are compared at this length of their longer side, in pixels.
inline constexpr int kQualitySide = 512;

/// image [H, W, 4] linear, straight alpha: pixels with an alpha of at least one half are the
/// object; its edge against the ground does not count as detail. Throws Error(Internal) for an
/// empty image.
PictureQuality measureQuality(const Image& image);

}  // namespace bozzetto
