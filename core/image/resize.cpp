// SPDX-License-Identifier: Apache-2.0
#include "image/resize.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {

ImageSize fitPixels(int width, int height, int64_t max_pixels) {
    const double pixels = static_cast<double>(width) * height;
    if (max_pixels <= 0 || pixels <= static_cast<double>(max_pixels)) {
        return {width, height};
    }
    const double scale = std::sqrt(static_cast<double>(max_pixels) / pixels);
    const auto shrink = [scale](int n) {
        // The small slack keeps exact ratios exact (2048 to 512) in spite of rounding.
        return std::max(1, static_cast<int>(std::floor(n * scale + 1e-6)));
    };
    return {shrink(width), shrink(height)};
}

AreaDownsampler::AreaDownsampler(
    int source_width, int source_height, int channels, int width, int height)
    : source_width_(source_width),
      source_height_(source_height),
      channels_(channels),
      result_(width, height, channels),
      scaled_row_(static_cast<std::size_t>(width) * channels),
      sums_(static_cast<std::size_t>(width) * channels, 0.0f) {
    require(width > 0 && height > 0 && width <= source_width && height <= source_height,
            "AreaDownsampler: the new size must not be larger");
}

void AreaDownsampler::addRow(const float* row) {
    // Horizontally: pixel x of the result covers [x, x + 1) * ratio of the source row.
    const double ratio_x = static_cast<double>(source_width_) / result_.width;
    std::fill(scaled_row_.begin(), scaled_row_.end(), 0.0f);
    for (int x = 0; x < result_.width; ++x) {
        const double left = x * ratio_x;
        const double right = std::min((x + 1) * ratio_x, static_cast<double>(source_width_));
        float* out = &scaled_row_[static_cast<std::size_t>(x) * channels_];
        for (int s = static_cast<int>(left); s < right; ++s) {
            const auto weight = static_cast<float>(
                (std::min<double>(s + 1, right) - std::max<double>(s, left)) / ratio_x);
            const float* in = row + static_cast<std::size_t>(s) * channels_;
            const float color_weight = channels_ == 4 ? weight * in[3] : weight;
            for (int c = 0; c < channels_; ++c) {
                out[c] += in[c] * (channels_ == 4 && c == 3 ? weight : color_weight);
            }
        }
    }
    // Vertically: the row's share of the result row that it lies in, and of the next one where it
    // straddles the border.
    const double ratio_y = static_cast<double>(source_height_) / result_.height;
    double top = source_row_;
    ++source_row_;
    const bool last = source_row_ == source_height_;
    while (row_ < result_.height) {
        const double border = (row_ + 1) * ratio_y;
        const double bottom = std::min<double>(source_row_, border);
        accumulate(static_cast<float>((bottom - top) / ratio_y));
        if (border > source_row_ && !last) {
            return;
        }
        finishRow();
        if (border >= source_row_) {
            return;
        }
        top = border;
    }
}

void AreaDownsampler::accumulate(float weight) {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
        sums_[i] += weight * scaled_row_[i];
    }
}

void AreaDownsampler::finishRow() {
    float* out = result_.at(0, row_);
    for (std::size_t i = 0; i < sums_.size(); i += channels_) {
        if (channels_ == 4) {
            const float alpha = std::clamp(sums_[i + 3], 0.0f, 1.0f);
            const float inverse = alpha > 0 ? 1.0f / sums_[i + 3] : 0.0f;
            out[i] = sums_[i] * inverse;
            out[i + 1] = sums_[i + 1] * inverse;
            out[i + 2] = sums_[i + 2] * inverse;
            out[i + 3] = alpha;
        } else {
            std::copy_n(&sums_[i], channels_, out + i);
        }
    }
    std::fill(sums_.begin(), sums_.end(), 0.0f);
    ++row_;
}

Image AreaDownsampler::take() {
    require(row_ == result_.height && source_row_ == source_height_,
            "AreaDownsampler: rows are missing");
    return std::move(result_);
}

Image downsampleArea(const Image& image, int width, int height) {
    require(!image.empty(), "downsampleArea: empty image");
    if (width == image.width && height == image.height) {
        return image;
    }
    AreaDownsampler sampler(image.width, image.height, image.channels, width, height);
    for (int y = 0; y < image.height; ++y) {
        sampler.addRow(image.at(0, y));
    }
    return sampler.take();
}

Image resizeNearest(const Image& image, int width, int height) {
    require(!image.empty() && width > 0 && height > 0, "resizeNearest: empty image");
    Image result(width, height, image.channels);
    for (int y = 0; y < height; ++y) {
        const int sy = static_cast<int>((2ll * y + 1) * image.height / (2ll * height));
        for (int x = 0; x < width; ++x) {
            const int sx = static_cast<int>((2ll * x + 1) * image.width / (2ll * width));
            std::copy_n(image.at(sx, sy), image.channels, result.at(x, y));
        }
    }
    return result;
}

}  // namespace bozzetto
