// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"

#include <vector>

namespace bozzetto {

/// Points that two pictures have in common, pixels of the views' pictures.
struct PairMatches {
    std::size_t first = 0, second = 0;  // indices of the views
    std::vector<Vec2d> in_first, in_second;
};

/// Matches SIFT features (Lowe 2004) between pictures, without knowing poses: ratio test, both
/// ways, and a common fundamental matrix. Neighbours by index are tried first; stops when enough
/// pairs have been found or many pairs tried. Meant for small pictures (500 pixels).
std::vector<PairMatches> matchPictures(const std::vector<View>& views);

}  // namespace bozzetto
