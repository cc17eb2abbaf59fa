// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <cstdint>
#include <filesystem>
#include <tiny_gltf.h>
#include <vector>

/// What readers that are not ours find in an exported file. A file that they cannot read ends the
/// test program.
namespace bozzetto::testing {

/// Triangles with UVs or colours, as a reader found them.
struct Soup {
    std::vector<Vec3d> positions;  // three a triangle
    std::vector<Vec2f> uvs;        // likewise, origin bottom left; or
    std::vector<Vec3f> colors;     // display values
};

/// By assimp: OBJ and GLB.
Soup readByAssimp(const std::filesystem::path& path);
/// OBJ and PLY.
Soup readByVtk(const std::filesystem::path& path);

/// Values as stored, row 0 at the top.
struct Pixels {
    int width = 0, height = 0, channels = 0;
    std::vector<uint8_t> values;
    int at(int x, int y, int c) const {
        return values[(static_cast<size_t>(y) * width + x) * channels + c];
    }
};

Pixels readPngByVtk(const std::filesystem::path& path);
tinygltf::Model readByTinygltf(const std::filesystem::path& path);
Pixels pixelsOf(const tinygltf::Model& model, int texture);

}  // namespace bozzetto::testing
