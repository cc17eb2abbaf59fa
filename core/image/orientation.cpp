// SPDX-License-Identifier: Apache-2.0
#include "image/orientation.h"

#include <algorithm>
#include <utility>

namespace bozzetto {
namespace {

/// How the stored pixel (sx, sy) follows from the upright one.
struct Turn {
    bool swaps, flips_x, flips_y;  // first swapped, then counted from the other end
};

Turn turnOf(int orientation) {
    const auto is = [&](int a, int b, int c, int d) {
        return orientation == a || orientation == b || orientation == c || orientation == d;
    };
    return {orientation >= 5, is(2, 3, 7, 8), is(3, 4, 6, 7)};
}

}  // namespace

Image applyOrientation(const Image& stored, int orientation) {
    if (orientation <= 1 || orientation > 8) {
        return stored;
    }
    const auto [swaps, flips_x, flips_y] = turnOf(orientation);
    const int w = stored.width, h = stored.height;
    Image upright(swaps ? h : w, swaps ? w : h, stored.channels);
    for (int y = 0; y < upright.height; ++y) {
        for (int x = 0; x < upright.width; ++x) {
            int sx = swaps ? y : x;
            int sy = swaps ? x : y;
            if (flips_x) {
                sx = w - 1 - sx;
            }
            if (flips_y) {
                sy = h - 1 - sy;
            }
            std::copy_n(stored.at(sx, sy), stored.channels, upright.at(x, y));
        }
    }
    return upright;
}

Vec3d applyOrientation(Vec3d stored, int orientation) {
    if (orientation <= 1 || orientation > 8) {
        return stored;
    }
    const auto [swaps, flips_x, flips_y] = turnOf(orientation);
    const double right = flips_x ? -stored.x : stored.x, down = flips_y ? stored.y : -stored.y;
    return {swaps ? down : right, swaps ? -right : -down, stored.z};
}

}  // namespace bozzetto
