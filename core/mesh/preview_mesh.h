// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <cstdint>
#include <vector>

namespace bozzetto {

/// A mesh to look at while a run goes on: coloured at its vertices, without an atlas.
struct PreviewMesh {
    TriangleMesh mesh;
    std::vector<Vec3f> normals;   // [V], unit
    std::vector<uint8_t> colors;  // [V, 3], sRGB
};

}  // namespace bozzetto
