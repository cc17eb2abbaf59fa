// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <vector>

namespace bozzetto::device_test {

/// Surface samples as nvdiffrec's views give them: the covered pixels, row by row, of a bumpy
/// sphere with half the radius of the unit cube, which fills `share` of each of `views` square
/// pictures.
struct ShadingScene {
    ShadingScene(int views, int side, double share);

    int64_t count = 0;
    std::vector<float> position, normal, kd, orm, camera;  // [count, 3]; normals are not unit
    std::vector<float> face_normal, tangent, map;          // [count, 3], [count, 4], [count, 3]
    std::vector<float> unit;                               // [count, 3] position in the unit cube
    std::vector<float> noise;                              // [count, 8] in [-1, 1)
};

/// A light cube [6, size, size, 3] with a few lamps.
std::vector<float> lampCube(int size);

std::vector<float> uniformNumbers(int64_t count, uint64_t stream, float low, float high);

}  // namespace bozzetto::device_test
