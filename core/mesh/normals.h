// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

namespace bozzetto {

/// Area-weighted unit normals [V]; (0, 0, 1) where undefined.
std::vector<Vec3f> vertexNormals(const TriangleMesh& mesh);

/// Signed per-UV-vertex tangents [U] for mesh.uvs: per corner as MikkTSpace computes them
/// (angle-weighted, split where the sign differs); may append UV vertices where mirrored triangles
/// share one.
void computeTangents(TexturedMesh& mesh);

}  // namespace bozzetto
