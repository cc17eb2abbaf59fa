// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

namespace bozzetto::ui {

/// Shows a folder in the desktop's file manager.
void openFolder(const QString& folder);

}  // namespace bozzetto::ui
