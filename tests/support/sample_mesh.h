// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <cmath>

namespace bozzetto::testing {

/// A closed box of twelve triangles with eight shared positions, its six sides side by side in the
/// UV square, and maps of `size` texels whose every texel can be told from its neighbours.
inline TexturedMesh makeSampleMesh(int size = 8) {
    TexturedMesh result;
    for (int i = 0; i < 8; ++i) {
        result.mesh.positions.push_back(
            {i & 1 ? 0.3f : -0.7f, i & 2 ? 0.1f : -1.25f, i & 4 ? 1e-3f : -123.456f});
    }
    const int sides[6][4] = {
        {0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}};
    for (int side = 0; side < 6; ++side) {
        const int first = static_cast<int>(result.uvs.size());
        // Apart from each other, as in an atlas: VTK joins corners of equal texture coordinates.
        const float left = static_cast<float>(side) / 6 + 0.01f, right = left + 0.14f;
        result.uvs.insert(result.uvs.end(),
                          {{left, 0.0f}, {right, 0.0f}, {right, 1.0f}, {left, 1.0f}});
        const int* c = sides[side];
        result.mesh.triangles.insert(result.mesh.triangles.end(),
                                     {{c[0], c[1], c[2]}, {c[0], c[2], c[3]}});
        result.uv_triangles.insert(result.uv_triangles.end(),
                                   {{first, first + 1, first + 2}, {first, first + 2, first + 3}});
    }
    for (const Vec3f& p : result.mesh.positions) {
        result.normals.push_back(normalize(Vec3f{p.x + 0.2f, p.y + 0.5f, p.z + 61.0f}));
    }
    const auto ramp = [size](int channels, float low, float high) {
        Image image(size, size, channels);
        for (size_t i = 0; i < image.pixels.size(); ++i) {
            image.pixels[i] = low + (high - low) * static_cast<float>(i) /
                                        static_cast<float>(image.pixels.size() - 1);
        }
        return image;
    };
    result.material = {ramp(3, 0, 1), ramp(1, 0.1f, 0.9f), ramp(1, 0, 1), ramp(3, -0.5f, 0.5f), {}};
    return result;
}

}  // namespace bozzetto::testing
