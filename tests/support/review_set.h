// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/codec.h"
#include "image/image.h"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace bozzetto::testing {

/// How one generated picture differs from a good one.
struct PictureFault {
    int blur = 0;     // radius of a box blur of the object's pattern, pixels
    float light = 1;  // factor on the linear colour
    enum class Mask { Good, Empty, Full, Inverted, None } mask = Mask::Good;
    int width = 160, height = 160;
    int seed = 0;  // another pattern
};

/// Value in [0, 1] of a fine random pattern.
inline float patternAt(int x, int y, int seed) {
    const auto u = [](int v) { return static_cast<uint32_t>(v); };
    uint32_t h = u(x / 3) * 73856093u ^ u(y / 3) * 19349663u ^ u(seed + 1) * 83492791u;
    h = (h ^ h >> 13) * 0x5bd1e995u;
    return static_cast<float>((h ^ h >> 15) & 0xffff) / 65535.0f;
}

/// A disc with a fine pattern in front of transparent ground: [H, W, 4] linear.
inline Image reviewPicture(const PictureFault& fault) {
    Image image(fault.width, fault.height, 4);
    const int r = fault.blur;
    for (int y = 0; y < fault.height; ++y) {
        for (int x = 0; x < fault.width; ++x) {
            float value = 0;
            for (int dy = -r; dy <= r; ++dy) {
                for (int dx = -r; dx <= r; ++dx) {
                    value += patternAt(x + dx + 8, y + dy + 8, fault.seed);
                }
            }
            value /= static_cast<float>((2 * r + 1) * (2 * r + 1));
            const double away =
                std::hypot(x + 0.5 - fault.width / 2.0, y + 0.5 - fault.height / 2.0);
            const bool object = away < 0.35 * fault.height;
            using Mask = PictureFault::Mask;
            const bool inside = fault.mask == Mask::Full || fault.mask == Mask::None ||
                                (fault.mask == Mask::Good && object) ||
                                (fault.mask == Mask::Inverted && !object);
            float* p = image.at(x, y);
            p[0] = fault.light * (0.1f + 0.5f * value);
            p[1] = fault.light * (0.1f + 0.3f * value);
            p[2] = fault.light * (0.05f + 0.2f * value);
            p[3] = inside ? 1.0f : 0.0f;
        }
    }
    return image;
}

inline void writeReviewPicture(const std::filesystem::path& path, const PictureFault& fault = {}) {
    std::filesystem::create_directories(path.parent_path());
    const std::string bytes = encodePng(reviewPicture(fault));
    std::ofstream(path, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// `count` good pictures p_0.png, p_1.png, ...
inline void writeReviewSet(const std::filesystem::path& folder, int count) {
    for (int i = 0; i < count; ++i) {
        PictureFault good;
        good.seed = i;
        writeReviewPicture(folder / ("p_" + std::to_string(i) + ".png"), good);
    }
}

}  // namespace bozzetto::testing
