// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <vector>

namespace bozzetto::device_test {

/// What the op table draws: a smooth sphere whose outline fills 60 % of the pixels, an icosahedron
/// whose faces were cut in four `subdivisions` times (5120 triangles at 4, 81 920 at 6, 1 310 720
/// at 8). Vertices are shared. Each image sees it turned differently.
struct SphereScene {
    int64_t images = 0, vertices = 0, triangles = 0;
    std::vector<float> pos;    // [N, V, 4] clip space
    std::vector<int32_t> tri;  // [T, 3]
    std::vector<float> uv;     // [V, 2] random in [0, 1)
    double covered = 0.6;      // share of the pixels
};
SphereScene sphereScene(int subdivisions, int images);

}  // namespace bozzetto::device_test
