// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {

/// Depth between pixel centres, linear; 0 at rims, where the four pixels around differ by more than
/// `step` or are unknown.
inline double depthAt(const Image& depth, double px, double py, double step) {
    const double x = px - 0.5, y = py - 0.5;
    const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
    if (x0 < 0 || y0 < 0 || x0 + 1 >= depth.width || y0 + 1 >= depth.height) {
        return 0;
    }
    const double corners[4] = {depth.at(x0, y0)[0],
                               depth.at(x0 + 1, y0)[0],
                               depth.at(x0, y0 + 1)[0],
                               depth.at(x0 + 1, y0 + 1)[0]};
    const auto [low, high] = std::minmax_element(corners, corners + 4);
    if (*low <= 0 || *high - *low > step) {
        return 0;
    }
    const double u = x - x0, v = y - y0;
    return (corners[0] * (1 - u) + corners[1] * u) * (1 - v) +
           (corners[2] * (1 - u) + corners[3] * u) * v;
}

}  // namespace bozzetto
