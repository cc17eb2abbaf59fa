// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "io/export_options.h"
#include "mesh/mesh.h"

#include <array>

namespace bozzetto {

/// Turns directions and lengths of a result into those of a file. Rows are orthonormal: one entry
/// of each is 1 or -1. determinant -1: mirrored.
struct FileFromSource {
    std::array<Vec3d, 3> rows;
    double scale = 1;
    double determinant = 1;

    Vec3d direction(Vec3d v) const { return {dot(rows[0], v), dot(rows[1], v), dot(rows[2], v)}; }
};

/// Takes the source's up, front and side to the file's; the side is front x up, the other way round
/// where the file is left-handed. `options` are settled.
FileFromSource fileFromSource(const ExportOptions& options);

/// Positions, normals and tangents as the scene stands (camera/scene_edits.h), in metres.
void moveToScene(TexturedMesh& mesh, const SceneFrame& frame);

/// Positions, normals and tangents in the file's space, triangles turned where it is mirrored, so
/// that they face outwards for a program of that hand. UVs and material stay.
void moveToFileSpace(TexturedMesh& mesh, const ExportOptions& options);

}  // namespace bozzetto
