// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

#include <cstdint>
#include <vector>

namespace bozzetto {

struct ImageSize {
    int width = 0, height = 0;
};

/// The largest size of the same aspect with at most `max_pixels` pixels (never larger than the
/// given one, at least 1 x 1).
ImageSize fitPixels(int width, int height, int64_t max_pixels);

/// Area-averages to a size that is not larger: each new pixel is the exact mean over its footprint.
/// With four channels colour is weighted by alpha (premultiplied mean) and returned straight;
/// otherwise channels are averaged on their own. image [H, W, C], linear; returns [height, width,
/// C]. Throws Error(Internal) when asked to enlarge or for an empty image.
Image downsampleArea(const Image& image, int width, int height);

/// Takes the value at the centre of each new pixel: for depth, ids and other values that must not
/// be mixed.
Image resizeNearest(const Image& image, int width, int height);

/// downsampleArea fed with one row after another, for pictures that should never be whole in memory
/// as floats.
class AreaDownsampler {
public:
    AreaDownsampler(int source_width, int source_height, int channels, int width, int height);
    /// The next source row: [source_width, channels].
    void addRow(const float* row);
    /// Valid after the last row was added.
    Image take();

private:
    void accumulate(float weight);
    void finishRow();

    int source_width_, source_height_, channels_;
    int source_row_ = 0, row_ = 0;
    Image result_;
    std::vector<float> scaled_row_, sums_;
};

}  // namespace bozzetto
