// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/view_source.h"
#include "sfm/estimate_cameras.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace bozzetto {

/// The report as JSON, and back. Throws nlohmann's exceptions for what is no report: only for what
/// this program wrote itself.
nlohmann::json reportToJson(const CameraReport& report);
CameraReport reportFromJson(const nlohmann::json& json);

/// One entry for each picture without a camera: its name, why, and what to do.
std::vector<InputProblem> problemsOf(const CameraReport& report);

/// Sentences: "The cameras of 30 of 30 pictures were found by COLMAP 3.8 ...", into how many groups
/// they fell if it was more than one, and where up came from.
std::vector<std::string> summaryOf(const CameraReport& report);

/// "5 are blurred (IMG_0003, ...), 3 show something else (...)"; empty if all have cameras.
std::string listLeftOut(const CameraReport& report);

}  // namespace bozzetto
