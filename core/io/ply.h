// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

enum class PlyText { Binary, Ascii };

/// What a PLY file holds beside the mesh, and how.
struct PlyContent {
    std::string texture_file;     // named in `comment TextureFile`; empty = none
    std::vector<uint8_t> colors;  // [V, 3] sRGB; empty = none
    PlyText text = PlyText::Binary;
};

/// Bytes of a PLY of the mesh, binary little-endian or ASCII: float x y z (nx ny nz) (uchar red
/// green blue), faces with `list uchar int vertex_indices` and, with UVs, `list uchar float
/// texcoord` (six numbers a triangle: seams need no doubled vertices). Numbers in ASCII are the
/// shortest that read back to the same float.
std::string encodePly(const TexturedMesh& mesh, const PlyContent& content);
/// The same, binary and without vertex colours.
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
