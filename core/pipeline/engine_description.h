// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"

#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// Engines as JSON, so that a program that links none (the window) can ask one that does
/// (`bozzetto-cli engines --json`):
/// {"v": 1, "engines": [{"id", "title", "description", "presets": [id], "needs_cameras": bool,
/// "needs_masks": bool, "minimum_views": integer, "weight_files": [name], "licences": [{"what",
/// "licence", "commercial": bool}], "fields": [{"key", "label", "unit", "help",
/// "type": "integer" | "number" | "choice" | "switch", "minimum", "maximum" (integer and number
/// only), "choices": [text] (choice only), "defaults": {preset id or "" for every other: text}}]}]}
std::string encodeEngines(const std::vector<EngineInfo>& engines);

/// Reads what encodeEngines wrote. Unknown keys are skipped: a newer program may add some. Throws
/// Error(BadInput) naming engine and key: not JSON, another "v", a value of the wrong type, a field
/// whose default is missing or outside its own range.
std::vector<EngineInfo> decodeEngines(std::string_view json);

}  // namespace bozzetto
