// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/files.h"
#include "image/codec.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>

namespace bozzetto::testing {

/// Writes a NeRF-synthetic set of `count` views of a disc on transparent ground, cameras on a
/// circle: enough for a program that only has to find images, masks and poses.
inline void writeTinySet(const std::filesystem::path& folder, int count, int size = 32) {
    std::filesystem::create_directories(folder / "train");
    nlohmann::json frames = nlohmann::json::array();
    for (int i = 0; i < count; ++i) {
        Image image(size, size, 4);
        for (int y = 0; y < size; ++y) {
            for (int x = 0; x < size; ++x) {
                const double r = std::hypot(x + 0.5 - size / 2.0, y + 0.5 - size / 2.0);
                float* pixel = image.at(x, y);
                pixel[3] = r < size / 3.0 ? 1.0f : 0.0f;
                pixel[0] = pixel[3] * static_cast<float>(i + 1) / static_cast<float>(count);
                pixel[1] = pixel[3] * static_cast<float>(x) / static_cast<float>(size);
                pixel[2] = pixel[3] * static_cast<float>(y) / static_cast<float>(size);
            }
        }
        const std::string name = "r_" + std::to_string(i);
        writePng(folder / "train" / (name + ".png"), image);
        const double a = 2 * 3.14159265358979 * i / count, c = std::cos(a), s = std::sin(a);
        // At azimuth a and height 0, distance 3, looking at the origin with z up.
        frames.push_back({{"file_path", "./train/" + name},
                          {"transform_matrix",
                           {{-s, 0.0, c, 3 * c},
                            {c, 0.0, s, 3 * s},
                            {0.0, 1.0, 0.0, 0.0},
                            {0.0, 0.0, 0.0, 1.0}}}});
    }
    const nlohmann::json root = {{"camera_angle_x", 0.7}, {"frames", frames}};
    writeFileAtomically(folder / "transforms_train.json", root.dump(1));
}

}  // namespace bozzetto::testing
