// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/sparse_cloud.h"

#include <filesystem>

namespace bozzetto {

/// The points of a PLY file (text or binary): x, y, z and, where they are there, red, green, blue;
/// other properties and elements are passed over. Points that are not finite are left out. No
/// tracks. Throws Error(BadInput) naming file and place.
SparseCloud readPointPly(const std::filesystem::path& path);

}  // namespace bozzetto
