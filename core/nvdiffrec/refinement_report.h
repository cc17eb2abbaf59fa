// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/unit_frame.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <utility>
#include <vector>

namespace bozzetto {

/// The views' cameras in the input's world, refined where they were: name and camera, those of
/// `images` that have one.
std::vector<std::pair<std::string, Camera>> camerasOf(const ImageSet& images, const Scene& scene);

/// How far the refinement moved each camera and what gains it found, for report.json.
nlohmann::json describeRefinement(const Scene& scene);

}  // namespace bozzetto
