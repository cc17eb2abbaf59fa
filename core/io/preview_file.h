// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/preview_mesh.h"

#include <filesystem>

namespace bozzetto {

/// A preview on its way from the process that computes to the one that shows it: a binary
/// little-endian PLY of one fixed layout (float x y z nx ny nz, uchar red green blue; triangles as
/// `list uchar int vertex_indices`), so that any viewer opens it too. 27 bytes a vertex, 13 a
/// triangle. Written under another name and renamed: `path` never holds half a file. It is not
/// forced to the disk, because a preview need not survive a power cut. Throws Error(Output).
void writePreview(const std::filesystem::path& path, const PreviewMesh& mesh);

/// Throws Error(BadInput) naming the file: another layout than writePreview's, a size that does not
/// fit the counts, indices that do not exist, values that are not finite.
PreviewMesh readPreview(const std::filesystem::path& path);

}  // namespace bozzetto
