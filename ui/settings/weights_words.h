// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

#include <string>

namespace bozzetto::ui {

/// A title or summary of the list of weights (weights/manifest.json) in the user's language; as it
/// is where there is no translation.
QString weightWord(const std::string& text);

/// Whether a text of the list is among those that can be translated.
bool isWeightWord(const std::string& text);

}  // namespace bozzetto::ui
