// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/random.h"
#include "image/codec.h"

#include <filesystem>
#include <string>

namespace bozzetto::testing {

/// `count` small opaque pictures without cameras, masks or anything: IMG_000.png, ...
inline void writePhotos(const std::filesystem::path& folder, int count, int size = 32) {
    std::filesystem::create_directories(folder);
    for (int i = 0; i < count; ++i) {
        Image image(size, size, 3);
        for (int y = 0; y < size; ++y) {
            for (int x = 0; x < size; ++x) {
                float* pixel = image.at(x, y);
                const auto noise = [&](uint64_t k) {
                    return static_cast<float>(randomUniform(
                        k, static_cast<uint64_t>(i * size + y), static_cast<uint64_t>(x)));
                };
                pixel[0] = noise(1), pixel[1] = 0.5f * noise(2), pixel[2] = 0.3f;
            }
        }
        const std::string number = std::to_string(1000 + i).substr(1);
        writePng(folder / ("IMG_" + number + ".png"), image);
    }
}

}  // namespace bozzetto::testing
