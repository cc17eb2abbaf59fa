// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

#include <string>

namespace bozzetto::ui {

/// A score's name for a person, and what it means. `name`: as reports write it ("psnr"); the name
/// itself if it is not known.
QString scoreLabel(const std::string& name);
QString scoreHelp(const std::string& name);

}  // namespace bozzetto::ui
