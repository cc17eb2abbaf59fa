// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"

#include <cmath>
#include <string>

namespace bozzetto::testing {

/// A picture of a ball with two colours in squares, turned by `turn` radians about its axis, on
/// transparent ground. [size, size, 4] linear.
inline Image ballPicture(double turn, int size = 96, bool swapped = false) {
    Image image(size, size, 4);
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
            const double u = (x + 0.5 - size / 2.0) / (0.4 * size);
            const double v = -(y + 0.5 - size / 2.0) / (0.4 * size);
            const double r = u * u + v * v;
            if (r >= 1) {
                continue;
            }
            const double depth = std::sqrt(1 - r);
            const double around = std::atan2(u, depth) + turn, up = std::asin(v);
            const bool light = (static_cast<int>(std::floor(around * 1.9)) +
                                static_cast<int>(std::floor(up * 1.9))) %
                                   2 !=
                               0;
            float* pixel = image.at(x, y);
            const auto shade = static_cast<float>(0.4 + 0.6 * depth);
            pixel[0] = shade * (light != swapped ? 0.7f : 0.05f);
            pixel[1] = shade * 0.2f;
            pixel[2] = shade * (light != swapped ? 0.05f : 0.6f);
            pixel[3] = 1;
        }
    }
    return image;
}

/// So many views of the ball, without cameras.
inline ImageSet ballViews(int count) {
    ImageSet set;
    set.root = "ball";
    set.format = "images";
    for (int i = 0; i < count; ++i) {
        View& view = set.views.emplace_back();
        view.name = "v" + std::to_string(i);
        view.path = view.name + ".png";
        view.image = ballPicture(6.28318530718 * i / count);
        view.has_mask = true;
        view.mask_from = View::MaskFrom::Alpha;
    }
    return set;
}

}  // namespace bozzetto::testing
