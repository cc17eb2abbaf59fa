// SPDX-License-Identifier: Apache-2.0
#include "image/mask.h"

#include "base/error.h"
#include "image/color.h"
#include "image/resize.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

struct Range {
    float low = 1e30f, high = -1e30f;
    void add(float v) {
        low = std::min(low, v);
        high = std::max(high, v);
    }
    float width() const { return high - low; }
};

bool alphaIsTheMask(const Image& picture) {
    if (picture.channels != 4) {
        return false;
    }
    Range color, alpha;
    for (std::size_t i = 0; i < picture.pixels.size(); i += 4) {
        alpha.add(picture.pixels[i + 3]);
        if (picture.pixels[i + 3] > 0) {  // colour of fully transparent pixels means nothing
            color.add(picture.pixels[i]);
        }
    }
    return alpha.width() > 0.5f && color.width() < 0.5f;
}

float luminance(const float* v, int channels) {
    return channels >= 3 ? 0.2126f * v[0] + 0.7152f * v[1] + 0.0722f * v[2] : v[0];
}

/// Highest value of any colour channel: labels are small numbers.
float largestValue(const Image& picture) {
    float largest = 0;
    for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
        if (picture.channels < 4 || i % 4 != 3) {
            largest = std::max(largest, picture.pixels[i]);
        }
    }
    return largest;
}

}  // namespace

Image readMask(const std::filesystem::path& path, const ReadOptions& options) {
    ImageHeader header;
    ReadOptions raw_options = options;
    raw_options.header = &header;
    std::vector<std::string> notes;
    if (raw_options.warnings == nullptr) {
        raw_options.warnings = &notes;
    }
    const Image picture = readRawImage(path, RawScale::Normalized, raw_options);
    if (options.header != nullptr) {
        *options.header = header;
    }
    constexpr float kLargestLabel = 16.0f / 255.0f;
    const bool from_alpha = alphaIsTheMask(picture);
    const float largest = largestValue(picture);
    const bool labels = !from_alpha && largest > 0 &&
                        (header.is_palette || (header.bits == 8 && largest <= kLargestLabel));
    const bool ringing = header.format == "jpeg";
    if (labels) {
        raw_options.warnings->push_back(
            "holds labels; every label but 0 (black) is taken as the object");
    } else if (ringing) {
        raw_options.warnings->push_back(
            "is a JPEG, which blurs edges; it was cut at half brightness");
    }
    Image mask(picture.width, picture.height, 1);
    for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
        const float* v = &picture.pixels[i * picture.channels];
        float value = from_alpha ? v[3] : luminance(v, picture.channels);
        if (labels) {
            value = value > 0 ? 1.0f : 0.0f;
        } else if (ringing) {
            value = value >= 0.5f ? 1.0f : 0.0f;
        }
        mask.pixels[i] = std::isfinite(value) ? std::clamp(value, 0.0f, 1.0f) : 0.0f;
    }
    return mask;
}

MaskStatistics maskStatistics(const Image& image, int channel) {
    require(!image.empty() && channel < image.channels, "maskStatistics: no such channel");
    const int w = image.width, h = image.height;
    int64_t object = 0, border = 0, border_object = 0, center = 0, center_object = 0;
    for (int y = 0; y < h; ++y) {
        for (int x = 0; x < w; ++x) {
            const int inside = image.at(x, y)[channel] >= 0.5f ? 1 : 0;
            object += inside;
            if (x == 0 || y == 0 || x == w - 1 || y == h - 1) {
                ++border;
                border_object += inside;
            }
            if (3 * x >= w && 3 * x < 2 * w && 3 * y >= h && 3 * y < 2 * h) {
                ++center;
                center_object += inside;
            }
        }
    }
    const auto share = [](int64_t part, int64_t all) {
        return all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 0.0;
    };
    return {share(object, static_cast<int64_t>(w) * h),
            share(border_object, border),
            share(center_object, center)};
}

double maskAgreement(const Image& a, int channel_a, const Image& b, int channel_b) {
    require(a.width == b.width && a.height == b.height && !a.empty(),
            "maskAgreement: sizes differ");
    int64_t same = 0;
    for (int y = 0; y < a.height; ++y) {
        for (int x = 0; x < a.width; ++x) {
            same += (a.at(x, y)[channel_a] >= 0.5f) == (b.at(x, y)[channel_b] >= 0.5f) ? 1 : 0;
        }
    }
    return static_cast<double>(same) / (static_cast<double>(a.width) * a.height);
}

void invertMask(Image& mask) {
    for (float& v : mask.pixels) {
        v = 1.0f - v;
    }
}

Image resizeMask(const Image& mask, int width, int height) {
    const bool smaller = width <= mask.width && height <= mask.height;
    return smaller ? downsampleArea(mask, width, height) : resizeNearest(mask, width, height);
}

bool looksPremultiplied(const Image& image) {
    double fringe = 0, opaque = 0;
    int64_t fringe_count = 0, opaque_count = 0, brighter = 0;
    for (int y = 1; y + 1 < image.height; ++y) {
        for (int x = 1; x + 1 < image.width; ++x) {
            const float* p = image.at(x, y);
            if (p[3] < 0.1f || p[3] > 0.9f) {
                continue;
            }
            const float display = srgbFromLinear(std::max({p[0], p[1], p[2]}));
            brighter += display > p[3] + 0.01f ? 1 : 0;
            fringe += display;
            ++fringe_count;
            for (const auto& [dx, dy] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
                const float* q = image.at(x + dx, y + dy);
                if (q[3] > 0.99f) {
                    opaque += srgbFromLinear(std::max({q[0], q[1], q[2]}));
                    ++opaque_count;
                }
            }
        }
    }
    constexpr int64_t kEnough = 32;
    if (fringe_count < kEnough || opaque_count < kEnough || brighter * 200 > fringe_count) {
        return false;
    }
    return fringe / static_cast<double>(fringe_count) <
           0.75 * opaque / static_cast<double>(opaque_count);
}

}  // namespace bozzetto
