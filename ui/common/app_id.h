// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bozzetto::ui {

/// The one name by which the desktop knows the program: .desktop file, AppStream id, icon, D-Bus.
inline constexpr const char* kAppId = "io.github.bozzetto.Bozzetto";

}  // namespace bozzetto::ui
