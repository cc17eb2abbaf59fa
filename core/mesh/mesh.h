// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"
#include "math/vec.h"

#include <vector>

namespace bozzetto {

/// Triangles over shared positions, in world units. Front faces are counter-clockwise seen from
/// outside.
struct TriangleMesh {
    std::vector<Vec3f> positions;  // [V]
    std::vector<Vec3i> triangles;  // [T], indices into positions
};

/// PBR maps in linear values. base_color [h, w, 3] linear RGB; roughness, metallic, occlusion [h,
/// w, 1] in [0, 1] (occlusion: 1 = open; empty = none); normal [h, w, 3] in [-1, 1], tangent space,
/// +Y (OpenGL), empty = flat.
struct Material {
    Image base_color, roughness, metallic, normal, occlusion;
};

/// A mesh with a UV atlas. Per-corner index buffers of the same length: triangles for positions
/// (watertight), uv_triangles for UVs and tangents (split at seams). UV origin is the bottom left,
/// as in OBJ: the texel in column i and row j (from the top) of a map of size w x h is centred at
/// ((i + 0.5) / w, 1 - (j + 0.5) / h).
struct TexturedMesh {
    TriangleMesh mesh;
    std::vector<Vec3f> normals;       // [V], unit, indexed like positions
    std::vector<Vec2f> uvs;           // [U] in [0, 1]
    std::vector<Vec3i> uv_triangles;  // [T], indices into uvs
    std::vector<Vec4f> tangents;      // [U], unit xyz and w = +-1 (bitangent = w * cross(normal,
                                      // tangent)); may be empty
    Material material;
};

}  // namespace bozzetto
