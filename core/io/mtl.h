// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

/// One material of an MTL file: map names are as written there, empty where the file has none.
/// `Kd`, `Pr` and `Pm` stand in for missing maps. Source of the PBR keys: tinyobjloader's pbr-mtl
/// extension (map_Pr, map_Pm, norm).
struct MtlMaterial {
    std::string name;
    Vec3f base_color{1, 1, 1};  // display value (sRGB), as programs show it
    float roughness = 1, metallic = 0;
    std::string base_color_map, roughness_map, metallic_map, normal_map, occlusion_map;
};

/// Text of an MTL file with one opaque material: map_Kd, map_Pr, map_Pm, norm, and the occlusion
/// map under our own map_AO, which other programs skip (map_Ka means another thing to them).
std::string encodeMtl(const MtlMaterial& material);

/// Reads an MTL file: options before a map's name (-bm, -s, -o, -clamp ...) are skipped, the rest
/// of the line is the name, blanks included. Throws Error(BadInput) naming file and line for values
/// that are not finite numbers.
std::vector<MtlMaterial> readMtl(const std::filesystem::path& path);

/// `name` (from a file) inside `folder`. Throws Error(BadInput) naming `referrer` if it is
/// absolute, has a drive letter or a UNC prefix, leads out of the folder, or is a symbolic link
/// that does. The file need not exist.
std::filesystem::path resolveInFolder(const std::filesystem::path& folder,
                                      const std::string& name,
                                      const std::filesystem::path& referrer);

}  // namespace bozzetto
