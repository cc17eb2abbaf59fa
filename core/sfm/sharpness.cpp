// SPDX-License-Identifier: Apache-2.0
#include "sfm/sharpness.h"

#include "image/color.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace bozzetto {
namespace {

constexpr float kUnknown = -1;  // instead of a luminance
constexpr int kCoarse = 3;      // pixels
constexpr double kNoise = 1e-6;
constexpr double kBlurred = 0.45;
constexpr double kGap = 1.5;  // times as sharp as the sharpest blurred picture are the others

using Energies = std::array<double, 4>;  // of the second derivative along x, y and the diagonals

/// Display luminance [H, W, 1], kUnknown where the picture is not opaque.
Image luminanceOf(const Image& image) {
    Image luminance(image.width, image.height, 1);
    for (size_t i = 0; i < luminance.pixels.size(); ++i) {
        const float* p = &image.pixels[4 * i];
        const float value = 0.2126f * p[0] + 0.7152f * p[1] + 0.0722f * p[2];
        luminance.pixels[i] =
            p[3] > 0.99f ? srgbFromLinear(std::clamp(value, 0.0f, 1.0f)) : kUnknown;
    }
    return luminance;
}

Image shrink(const Image& luminance) {
    Image small(luminance.width / kCoarse, luminance.height / kCoarse, 1);
    for (int y = 0; y < small.height; ++y) {
        for (int x = 0; x < small.width; ++x) {
            float sum = 0;
            bool known = true;
            for (int k = 0; k < kCoarse * kCoarse; ++k) {
                const float value =
                    *luminance.at(x * kCoarse + k % kCoarse, y * kCoarse + k / kCoarse);
                known = known && value != kUnknown;
                sum += value;
            }
            *small.at(x, y) = known ? sum / (kCoarse * kCoarse) : kUnknown;
        }
    }
    return small;
}

Energies energiesOf(const Image& luminance) {
    Energies sum{};
    int64_t count = 0;
    for (int y = 1; y + 1 < luminance.height; ++y) {
        for (int x = 1; x + 1 < luminance.width; ++x) {
            const auto value = [&](int dx, int dy) { return *luminance.at(x + dx, y + dy); };
            float lowest = 1;
            for (int k = 0; k < 9; ++k) {
                lowest = std::min(lowest, value(k % 3 - 1, k / 3 - 1));
            }
            if (lowest == kUnknown) {
                continue;
            }
            const float center = 2 * value(0, 0);
            const float along[] = {value(-1, 0) + value(1, 0) - center,
                                   value(0, -1) + value(0, 1) - center,
                                   (value(-1, -1) + value(1, 1) - center) / 2,
                                   (value(1, -1) + value(-1, 1) - center) / 2};
            for (size_t d = 0; d < sum.size(); ++d) {
                sum[d] += double{along[d]} * along[d];
            }
            ++count;
        }
    }
    for (double& energy : sum) {
        energy /= static_cast<double>(std::max<int64_t>(count, 1));
    }
    return sum;
}

double median(std::vector<double> values) {
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

double measureSharpness(const Image& image) {
    const Image luminance = luminanceOf(image);
    const Energies fine = energiesOf(luminance), coarse = energiesOf(shrink(luminance));
    double least = INFINITY;
    for (size_t d = 0; d < fine.size(); ++d) {
        least = std::min(least, fine[d] / (coarse[d] + kNoise));
    }
    return least;
}

std::vector<double> relativeTo(std::span<const double> sharpness) {
    std::vector<double> known, relative(sharpness.size(), 0);
    std::copy_if(sharpness.begin(), sharpness.end(), std::back_inserter(known), [](double s) {
        return s > 0;
    });
    const double middle = median(known);
    for (size_t i = 0; middle > 0 && i < relative.size(); ++i) {
        relative[i] = sharpness[i] / middle;
    }
    return relative;
}

std::vector<bool> findBlurred(std::span<const double> relative_sharpness) {
    std::vector<double> sorted(relative_sharpness.begin(), relative_sharpness.end());
    std::sort(sorted.begin(), sorted.end());
    // The highest gap below which nothing is sharp.
    double limit = 0;
    for (size_t i = 0; i + 1 < sorted.size() && 2 * (i + 1) <= sorted.size(); ++i) {
        if (sorted[i] > 0 && sorted[i] < kBlurred && sorted[i + 1] > kGap * sorted[i]) {
            limit = sorted[i];
        }
    }
    std::vector<bool> blurred;
    for (const double sharpness : relative_sharpness) {
        blurred.push_back(sharpness > 0 && sharpness <= limit);
    }
    return blurred;
}

}  // namespace bozzetto
