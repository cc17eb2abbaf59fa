// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

#include <span>
#include <vector>

namespace bozzetto {

/// Longer side of the picture that measureSharpness wants, at most.
inline constexpr int kSharpnessSide = 1024;

/// How much of the finest detail a picture keeps, in the direction that keeps least of it: the
/// energy of the second derivative at one pixel over that at three, the smallest over four
/// directions. What the picture shows cancels out, so pictures of different content compare well:
/// on rendered photographs of one scene sharp ones lie within 15 % of each other, a Gaussian blur
/// of one pixel leaves a fifth, a motion of five pixels less than a quarter.
/// image [H, W, 4] linear; pixels that are not opaque do not count. 0 if there is nothing to see.
double measureSharpness(const Image& image);

/// sharpness over the median of all that are above 0.
std::vector<double> relativeTo(std::span<const double> sharpness);

/// Pictures that are clearly less sharp than the rest: below 0.45 of the median, with a gap between
/// them and the others; never more than half of them.
std::vector<bool> findBlurred(std::span<const double> relative_sharpness);

}  // namespace bozzetto
