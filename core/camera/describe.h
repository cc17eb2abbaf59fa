// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"

#include <nlohmann/json.hpp>

#include <string>

namespace bozzetto {

/// What was found, for `info` and the report: an object with
/// root, format, images {count, sizes [{width, height, count}], megapixels}, masks {count}, depth
/// {count, sizes, and with pixels: nearest, farthest}, cameras {count, assumed, focal_lengths_px
/// [low, high], largest_distance_between_cameras}, views [{name, path, width, height, mask, depth,
/// camera}], problems [{path, reason, hint, skipped}], notes. Works on sets loaded with HeadersOnly
/// too. All text is valid UTF-8.
nlohmann::json describe(const ImageSet& set);

/// The same in a few lines for a person.
std::string describeAsText(const ImageSet& set);

}  // namespace bozzetto
