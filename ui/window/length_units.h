// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/settings/preferences.h"
#include "ui/viewport/scene_guides.h"

namespace bozzetto::ui {

/// World units are metres, as the export dialog takes them too.
inline LengthUnit lengthUnitOf(LengthDisplay display) {
    switch (display) {
        case LengthDisplay::Millimetre:
            return {QStringLiteral("mm"), 1000};
        case LengthDisplay::Centimetre:
            return {QStringLiteral("cm"), 100};
        case LengthDisplay::Inch:
            return {QStringLiteral("in"), 1 / 0.0254};
        case LengthDisplay::Metre:
            break;
    }
    return {QStringLiteral("m"), 1};
}

}  // namespace bozzetto::ui
