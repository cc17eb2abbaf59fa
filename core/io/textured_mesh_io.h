// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

/// Writes mesh.obj, mesh.mtl, mesh.ply and the maps of a textured mesh into `folder`, which exists:
/// mesh_BaseColor.png (sRGB), mesh_Roughness.png, mesh_Metallic.png (linear grey), mesh_Normal.png
/// (linear, tangent space, +Y), and mesh_AO.png if there is an occlusion map. Base colour,
/// roughness and metallic are needed. The .obj is written last. Throws Error(Output).
void writeTexturedMesh(const std::filesystem::path& folder, const TexturedMesh& mesh);

/// Reads an OBJ with its MTL and maps; nothing else is opened. `warnings` (may be null) receives
/// what was missing: without an MTL or a map the values of Kd, Pr and Pm stand in (grey without an
/// MTL), as maps of one texel; normals that the file lacks are computed. Tangents stay empty.
/// Throws Error(BadInput) naming the file if the mesh or a map that is there cannot be read, or a
/// name leads out of the folder.
TexturedMesh readTexturedMesh(const std::filesystem::path& obj_path,
                              std::vector<std::string>* warnings = nullptr);

/// Reads back what writeTexturedMesh wrote and throws Error(Output) unless counts and map sizes are
/// those of `mesh` and all values are finite.
void verifyTexturedMesh(const std::filesystem::path& folder, const TexturedMesh& mesh);

}  // namespace bozzetto
