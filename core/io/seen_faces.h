// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace bozzetto {

/// Beside a result's mesh: a byte a triangle, in the mesh's order, 255 times the share of it that
/// some photograph shows. What the others have was guessed.
inline constexpr const char* kSeenFacesFile = "seen_faces.bin";

/// Empty where a result's folder has no such file, or one that is not of this many triangles.
std::vector<uint8_t> readSeenFaces(const std::filesystem::path& folder, size_t triangles);

}  // namespace bozzetto
