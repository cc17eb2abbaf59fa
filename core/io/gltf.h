// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <string>

namespace bozzetto {

/// A picture inside a GLB: PNG or JPEG bytes; empty = none.
struct GlbImage {
    std::string bytes;
    std::string mime_type;  // "image/png" or "image/jpeg"
};

/// Metallic-roughness maps as glTF has them: base_color sRGB; orm linear with R = occlusion (1
/// where there is none), G = roughness, B = metallic; normal linear, tangent space, +Y.
struct GlbMaterial {
    GlbImage base_color, orm, normal;
    bool orm_has_occlusion = false;  // else R is not named as an occlusion map
};

/// Bytes of a binary glTF 2.0 file with one mesh, one opaque, single-sided material and everything
/// inside. `mesh` must be in glTF's space already: right-handed, +Y up, metres. UVs get glTF's
/// origin (top left) here. Tangents are written where mesh.tangents has them (needed for a normal
/// map to mean the same everywhere). Its own `material` is not looked at. `name` (UTF-8) names
/// node, mesh and material; `copyright` is the asset's, none if it is empty. Throws Error(Output)
/// if the file would not fit in GLB's 4 GiB.
std::string encodeGlb(const TexturedMesh& mesh,
                      const GlbMaterial& material,
                      const std::string& name,
                      const std::string& copyright = {});

}  // namespace bozzetto
