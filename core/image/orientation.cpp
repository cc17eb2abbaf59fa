// SPDX-License-Identifier: Apache-2.0
#include "image/orientation.h"

#include <algorithm>
#include <utility>

namespace bozzetto {

Image applyOrientation(const Image& stored, int orientation) {
    if (orientation <= 1 || orientation > 8) {
        return stored;
    }
    const bool swaps = orientation >= 5;
    const int w = stored.width, h = stored.height;
    Image upright(swaps ? h : w, swaps ? w : h, stored.channels);
    for (int y = 0; y < upright.height; ++y) {
        for (int x = 0; x < upright.width; ++x) {
            int sx = swaps ? y : x;
            int sy = swaps ? x : y;
            if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
                sx = w - 1 - sx;
            }
            if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
                sy = h - 1 - sy;
            }
            std::copy_n(stored.at(sx, sy), stored.channels, upright.at(x, y));
        }
    }
    return upright;
}

}  // namespace bozzetto
