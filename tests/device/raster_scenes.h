// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace bozzetto::device_test {

/// Something to rasterize on both processors. Positions are kept in double and cast.
struct RasterScene {
    std::string name;
    int64_t images = 1, vertices = 0, height = 0, width = 0;
    std::vector<double> pos;      // [N, V, 4], or [V, 4] with ranges
    std::vector<int32_t> tri;     // [T, 3]
    std::vector<int32_t> ranges;  // [N, 2], or none
    int layers = 1;               // of depth peeling
    bool gradient = true;         // whether that of the first layer is compared

    int64_t triangles() const { return static_cast<int64_t>(tri.size() / 3); }
};

/// Scenes that between them meet every path: tiny, small, middling and huge triangles, clipped by
/// one or many planes, behind the camera, degenerate, not finite, missing vertices, coplanar
/// copies, batches, ranges (empty and beyond the end), layers, odd sizes, more than 2048 pixels a
/// side.
std::vector<RasterScene> rasterScenes();
/// The smallest of them, for runs under compute-sanitizer.
std::vector<RasterScene> smallRasterScenes();

}  // namespace bozzetto::device_test
