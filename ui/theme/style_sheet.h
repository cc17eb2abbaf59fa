// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/colors.h"

#include <QString>

namespace bozzetto::ui {

/// Qt's style sheet for these colours; lengths grow by `scale`. point_size: of the text, as it
/// is already.
QString styleSheet(const Colors& colors, double scale, double point_size);

}  // namespace bozzetto::ui
