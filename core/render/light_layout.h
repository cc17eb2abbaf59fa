// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the light maps lie in one array when shade() works on a GPU: cube after cube, the diffuse one
// first, then the specular levels.
#include "render/shade_kernel.h"

namespace bozzetto {

constexpr int kMaxLightCubes = kMaxSpecularLevels + 1;

struct LightLayout {
    int cubes = 0;
    int size[kMaxLightCubes] = {};
    int32_t first[kMaxLightCubes + 1] = {};           // texel of each cube, and the count of all
    int32_t first_bordered[kMaxLightCubes + 1] = {};  // the same with borders

    void add(int cube_size) {
        size[cubes] = cube_size;
        first[cubes + 1] = first[cubes] + 6 * cube_size * cube_size;
        first_bordered[cubes + 1] =
            first_bordered[cubes] + static_cast<int32_t>(borderedTexels(cube_size));
        ++cubes;
    }
    BOZZETTO_HD int32_t texels() const { return first[cubes]; }
    BOZZETTO_HD int32_t bordered() const { return first_bordered[cubes]; }
};

}  // namespace bozzetto
