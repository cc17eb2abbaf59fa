// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "io/export.h"

#include <string>
#include <vector>

namespace bozzetto {

enum class MapRole { BaseColor, Roughness, Metallic, Normal, Occlusion, Orm, UnityMask };

/// One texture of an export, before it is made.
struct PlannedMap {
    MapRole role;
    std::string file_name;  // of the loose file; what GLB's pictures are made from too
    int width = 0, height = 0;
    int channels = 3;
    int bits = 8;
    bool jpeg = false;
    /// A guess: how well a picture compresses is known afterwards.
    uint64_t estimatedBytes() const;
    const char* mimeType() const { return jpeg ? "image/jpeg" : "image/png"; }
};

/// The maps that `options` (settled) ask for, in the order in which they are written. For PLY that
/// is the base colour at most: it can name no other.
std::vector<PlannedMap> planMaps(const MeshFacts& mesh, const ExportOptions& options);

/// File bytes of a planned map: made smaller where asked, channels packed, green turned.
std::string encodeMap(const Material& material,
                      const PlannedMap& map,
                      const ExportOptions& options);

/// sRGB bytes [V, 3] of the base colour at the vertices; where several UVs meet, their mean. Grey
/// without a map.
std::vector<uint8_t> vertexColors(const TexturedMesh& mesh);

/// Mean of a map of one channel; `fallback` when it is empty.
float meanOf(const Image& map, float fallback);

}  // namespace bozzetto
