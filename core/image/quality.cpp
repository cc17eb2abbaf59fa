// SPDX-License-Identifier: Apache-2.0
#include "image/quality.h"

#include "base/error.h"
#include "image/color.h"
#include "image/resize.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace bozzetto {
namespace {

constexpr float kBlack = 2.5f / 255.0f, kTop = 252.5f / 255.0f;  // display values
constexpr double kLeastVariance = 1e-4;                          // of a surface without any pattern

Image atFixedScale(const Image& image) {
    const int longer = std::max(image.width, image.height);
    if (longer <= kQualitySide) {
        return image;
    }
    const auto shrink = [longer](int n) {
        return std::max(1, static_cast<int>(std::lround(double(n) * kQualitySide / longer)));
    };
    return downsampleArea(image, shrink(image.width), shrink(image.height));
}

float displayValue(float linear) {
    return srgbFromLinear(std::clamp(linear, 0.0f, 1.0f));
}

float middleOf(float a, float b, float c) {
    return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

struct Moments {
    double sum = 0, squares = 0;
    int64_t count = 0;
    void add(double v) {
        sum += v;
        squares += v * v;
        ++count;
    }
    double variance() const {
        const double n = static_cast<double>(std::max<int64_t>(count, 1));
        return std::max(0.0, squares / n - sum / n * sum / n);
    }
};

/// True if the pixel and its eight neighbours are wholly object: no silhouette edge in reach.
bool isInside(const Image& image, int x, int y) {
    constexpr float kWhole = 0.99f;
    for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
            if (image.at(x + dx, y + dy)[3] < kWhole) {
                return false;
            }
        }
    }
    return true;
}

double sharpnessOf(const Image& image, const Image& luminance) {
    Moments laplacian, values;
    for (int y = 1; y + 1 < image.height; ++y) {
        for (int x = 1; x + 1 < image.width; ++x) {
            if (isInside(image, x, y)) {
                const float center = *luminance.at(x, y);
                values.add(center);
                laplacian.add(*luminance.at(x - 1, y) + *luminance.at(x + 1, y) +
                              *luminance.at(x, y - 1) + *luminance.at(x, y + 1) - 4 * center);
            }
        }
    }
    return laplacian.variance() / std::max(values.variance(), kLeastVariance);
}

}  // namespace

PictureQuality measureQuality(const Image& image) {
    require(!image.empty() && image.channels == 4, "measureQuality: not an RGBA picture");
    const Image scaled = atFixedScale(image);
    Image luminance(scaled.width, scaled.height, 1);
    PictureQuality quality;
    double sum = 0, dark = 0, bright = 0;
    for (int y = 0; y < scaled.height; ++y) {
        for (int x = 0; x < scaled.width; ++x) {
            const float* p = scaled.at(x, y);
            const float r = displayValue(p[0]), g = displayValue(p[1]), b = displayValue(p[2]);
            const float value = 0.2126f * r + 0.7152f * g + 0.0722f * b;
            *luminance.at(x, y) = value;
            if (p[3] >= 0.5f) {
                quality.object_pixels += 1;
                sum += value;
                dark += std::max({r, g, b}) < kBlack ? 1 : 0;
                bright += middleOf(r, g, b) > kTop ? 1 : 0;
            }
        }
    }
    if (quality.object_pixels > 0) {
        quality.mean = sum / quality.object_pixels;
        quality.clipped_dark = dark / quality.object_pixels;
        quality.clipped_bright = bright / quality.object_pixels;
        quality.sharpness = sharpnessOf(scaled, luminance);
    }
    return quality;
}

}  // namespace bozzetto
