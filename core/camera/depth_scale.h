// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "camera/view_source.h"

#include <optional>

namespace bozzetto {

/// How many units of the depth pictures (metres, as they are read) one unit of the cameras' world
/// is: the median of measured over computed distances of the sparse points in the pictures that see
/// them. nullopt without depth or points, for fewer than 30 measurements, or when they disagree
/// (half of them by more than a tenth).
std::optional<double> scaleFromDepth(const ImageSet& set);

/// The same from files: decodes up to 16 views at a small size. Views without camera or depth do
/// not count.
std::optional<double> scaleFromDepth(const SetSource& set);

}  // namespace bozzetto
