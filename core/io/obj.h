// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

/// Text of a Wavefront OBJ: positions, UVs, normals and `f v/vt/vn`, one material. Numbers are the
/// shortest that read back to the same float, with '.' whatever the locale; UV origin bottom left,
/// as in memory. `mtl_name` is the file name for `mtllib` and `material` its entry.
std::string encodeObj(const TexturedMesh& mesh,
                      const std::string& mtl_name,
                      const std::string& material);

/// What an OBJ file says. Polygons are cut into fans; texture coordinates keep their own indices;
/// normals are averaged to one a position (that is how TexturedMesh has them; ours are written that
/// way). `uvs` empty: the file has none.
struct ObjMesh {
    TexturedMesh mesh;  // without material and tangents; normals empty if the file has none
    std::string mtl_name, material;  // as written in the file; empty if absent
    std::vector<std::string> warnings;
};

/// Reads an OBJ file: negative indices, CR line ends, continued lines, vertex colours (ignored),
/// groups (ignored). Throws Error(BadInput) naming file and line for numbers that are not finite,
/// indices that do not exist, faces with fewer than three corners, and a file without faces.
ObjMesh readObj(const std::filesystem::path& path);

}  // namespace bozzetto
