// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"
#include "math/vec.h"

#include <array>
#include <vector>

namespace bozzetto::ui {

/// One prefiltered map in the atlas: a square in octahedral layout with a border of one texel
/// around it, so that a bilinear lookup never leaves it.
struct LookupMap {
    float roughness;  // of the GGX lobe; the last map holds the cosine lobe
    int size;         // texels a side, without the border
    int x, y;         // of the first texel inside the border
};

constexpr int kLookupLevels = 6;
/// GGX levels of increasing roughness, then the cosine lobe. The renderer's own levels
/// (core/render/light.cpp), so that viewport and rendered pictures agree.
constexpr std::array<LookupMap, kLookupLevels + 1> kLookupMaps{{{0.08f, 128, 1, 1},
                                                                {0.2f, 64, 1, 131},
                                                                {0.3f, 48, 67, 131},
                                                                {0.42f, 32, 1, 197},
                                                                {0.6f, 24, 35, 197},
                                                                {1.0f, 24, 61, 197},
                                                                {1.0f, 32, 87, 197}}};
constexpr int kAtlasWidth = 130, kAtlasHeight = 230;

/// The split-sum lookups of a light [kAtlasHeight, kAtlasWidth, 3], linear: directions in the
/// light's own axes (row 0 of `light` = +Z). A white light of 1 gives 1 everywhere. About 0.1 s:
/// not for the UI thread. Source: Karis 2013, "Real Shading in Unreal Engine 4"; octahedral layout:
/// Engelhardt and Dachsbacher 2008, "Octahedron Environment Maps".
Image lightAtlas(const Image& light);

/// Irradiance / pi of a light as nine factors of 1, y, z, x, xy, yz, 3z^2 - 1, xz, x^2 - y^2 of a
/// unit normal in the light's own axes. Source: Ramamoorthi and Hanrahan 2001, "An Efficient
/// Representation for Irradiance Environment Maps".
std::array<Vec3f, 9> irradianceHarmonics(const Image& light);

constexpr int kBrdfSize = 64;
/// Split-sum scale and bias [kBrdfSize roughness, kBrdfSize N.V, 3]; the third channel is 0.
/// Computed once a program.
const Image& brdfTable();

/// A neutral studio: a large key light, a fill, a rim and a soft sky, +Z up; radiance [128, 256, 3]
/// as in pipeline/engine.h, scaled so that a white diffuse surface facing up shows about 0.9.
Image studioLight();

}  // namespace bozzetto::ui
