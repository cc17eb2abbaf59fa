// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

#include <string>

namespace bozzetto::ui {

/// A word or sentence of an engine's description (label, unit, help, choice) in the user's
/// language; as it is where there is no translation.
QString engineWord(const std::string& text);

/// Whether a text of an engine is among those that can be translated.
bool isEngineWord(const std::string& text);

/// "Draft", "Standard", "High" and what they mean in a line; an unknown preset by its own name.
QString presetTitle(const std::string& preset);
QString presetEffect(const std::string& preset);

}  // namespace bozzetto::ui
