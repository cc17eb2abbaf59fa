// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <filesystem>
#include <string>

namespace bozzetto {

/// Bytes of a binary little-endian PLY of the textured mesh: float x y z (nx ny nz), faces with
/// `list uchar int vertex_indices` and, with UVs, `list uchar float texcoord` (six numbers a
/// triangle: seams need no doubled vertices) under `comment TextureFile`.
std::string encodePly(const TexturedMesh& mesh, const std::string& texture_file);

/// Reads the mesh of an ASCII or binary (either byte order) PLY: positions, normals, faces cut into
/// triangles, texture coordinates per face
/// (`texcoord`) or per vertex (s t, u v, texture_u texture_v); other elements and properties are
/// skipped. The material stays empty; `texture_file`, if not null, receives the TextureFile comment
/// (not checked: see resolveInFolder). Throws Error(BadInput) naming the file and the reason:
/// counts that the bytes cannot hold, indices that do not exist, values that are not finite, no
/// faces (a point cloud), or a Gaussian-splat file.
TexturedMesh readPly(const std::filesystem::path& path, std::string* texture_file = nullptr);

}  // namespace bozzetto
