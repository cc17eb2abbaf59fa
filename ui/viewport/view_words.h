// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/compare.h"
#include "ui/viewport/view_look.h"

#include <QString>

namespace bozzetto::ui {

/// Names of the choices, as the panel, the menu and the status line say them.
QString nameOf(ViewMode mode);
QString nameOf(ViewLight light);
QString nameOf(CompareMode mode);

struct ViewWords {
    ViewLook look;
    bool orthographic = false;
    double yaw = 0, pitch = 0;  // of the turntable, radians
    QString photo;              // looked through; empty for none
    CompareMode compare = CompareMode::Render;
};
/// "Shaded, perspective, seen from the front right, above".
QString describeView(const ViewWords& words);

}  // namespace bozzetto::ui
