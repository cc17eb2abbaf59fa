// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <vector>

namespace bozzetto {

/// Pixels in memory: row 0 is the top row, channels interleaved, float.
/// Colour is linear RGB (sRGB primaries), alpha is straight (not premultiplied) in [0, 1].
struct Image {
    int width = 0, height = 0, channels = 0;
    std::vector<float> pixels;  // [height, width, channels]

    Image() = default;
    Image(int w, int h, int c, float value = 0.0f)
        : width(w), height(h), channels(c), pixels(static_cast<std::size_t>(w) * h * c, value) {}

    bool empty() const { return pixels.empty(); }
    float* at(int x, int y) {
        return pixels.data() + (static_cast<std::size_t>(y) * width + x) * channels;
    }
    const float* at(int x, int y) const {
        return pixels.data() + (static_cast<std::size_t>(y) * width + x) * channels;
    }
};

}  // namespace bozzetto
