// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bozzetto {

/// A picture as files have it: row 0 is the top row, channels interleaved; grey, RGB or RGBA with
/// straight alpha. No colour space is meant: networks see the file's own numbers, usually sRGB.
struct ByteImage {
    int width = 0, height = 0, channels = 0;
    std::vector<uint8_t> pixels;  // [height, width, channels]

    ByteImage() = default;
    ByteImage(int w, int h, int c)
        : width(w), height(h), channels(c), pixels(static_cast<std::size_t>(w) * h * c) {}

    uint8_t* at(int x, int y) {
        return pixels.data() + (static_cast<std::size_t>(y) * width + x) * channels;
    }
    const uint8_t* at(int x, int y) const {
        return pixels.data() + (static_cast<std::size_t>(y) * width + x) * channels;
    }
};

enum class PillowFilter { Bilinear, Bicubic, Lanczos };  // of support 1, 2 (a = -0.5) and 3

/// Scales a picture byte for byte as Pillow does, with which the networks' training pictures were
/// made: filters widen with the reduction, weights are fixed-point numbers of 22 bits, what comes
/// out of the horizontal pass is rounded to bytes before the vertical pass, and RGBA is multiplied
/// by its alpha before and divided after. A copy where the size is the same already.
/// width, height >= 1.
ByteImage resizedAsPillow(const ByteImage& image, int width, int height, PillowFilter filter);

}  // namespace bozzetto
