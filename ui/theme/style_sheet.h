// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/colors.h"

#include <QString>

namespace bozzetto::ui {

/// Qt's style sheet for these colours; lengths grow by `scale`.
QString styleSheet(const Colors& colors, double scale);

}  // namespace bozzetto::ui
