// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "io/export.h"

#include <QCoreApplication>
#include <QString>

namespace bozzetto::ui {

/// Words for the export's choices, as the artist reads them.
class ExportTexts {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::ExportTexts)

public:
    static QString of(ExportFormat format);
    static QString of(Axis axis);
    static QString of(Hand hand);
    static QString of(LengthUnit unit);
    static QString of(NormalGreen green);
    static QString of(MapPacking packing);
    static QString of(MapNames names);
    static QString of(MapFile file);
    static QString of(PlyText text);
    static QString of(PlyColor color);
    static QString of(Coordinates coordinates);
    static QString of(ExportStep step);
    static QString targetName(const ExportTarget& target);
    /// "cm".
    static QString sign(LengthUnit unit);
    /// "84 × 62 × 120 mm": extents along x, y and z.
    static QString size(Vec3d size, LengthUnit unit);
};

}  // namespace bozzetto::ui
