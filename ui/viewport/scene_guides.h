// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/eye_turntable.h"
#include "ui/viewport/navigator.h"
#include "ui/viewport/scene_overlay.h"
#include "ui/viewport/view_projection.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace bozzetto::ui {

/// How lengths are shown: `per_world_unit` of them make one world unit. Without a suffix the
/// numbers are world units.
struct LengthUnit {
    QString suffix;  // "mm"
    double per_world_unit = 1;
};

/// "12.5 mm": three significant digits, in the user's locale.
QString formatLength(double world_units, const LengthUnit& unit);
/// The smallest of 1, 2, 5 times a power of ten that is not below `least` (> 0).
double roundStep(double least);

/// Grid on the floor, box about the object with its size, and a cross of axes in a corner: what
/// tells how large a thing is and which way it stands.
///
/// A scene may stand otherwise than the input's coordinates say: object and axes are then those of
/// the turned world, in which the floor is level, and what is drawn is turned back.
class SceneGuides {
public:
    /// A rotation.
    void setTurn(const Mat4d& input_from_turned) { input_from_turned_ = input_from_turned; }
    /// In the turned world.
    void setObject(const Box& object) { object_ = object; }
    /// In the turned world.
    void setAxes(const TurntableAxes& axes) { axes_ = axes; }
    /// Height of the floor in the turned world, input units; unset: under the object.
    void setFloor(std::optional<double> floor) { floor_ = floor; }
    void setUnit(const LengthUnit& unit) { unit_ = unit; }

    /// Distance of two grid lines, world units: round in the unit that is shown.
    double gridStep() const;
    /// Lines for Viewport::setOverlay, over a background of this colour.
    std::shared_ptr<const SceneOverlay> grid(const QColor& background) const;
    std::shared_ptr<const SceneOverlay> box(const QColor& background) const;
    /// "40 x 25 x 90 mm", in the order of the axes right, depth, height.
    QString sizeText() const;

    /// "1 square = 10 mm", at the bottom left.
    void paintGridLabel(QPainter& painter, QRectF area) const;
    /// The size of each side beside its edge.
    void paintBoxLabels(QPainter& painter, const ViewProjection& projection) const;

    /// The cross of axes lies in the top right corner of the viewport.
    static QRectF crossArea(QSizeF viewport);
    void paintCross(QPainter& painter,
                    const ViewCamera& camera,
                    QSizeF viewport,
                    QPointF hover) const;
    /// The view along the axis whose end is at this position.
    std::optional<AxisView> crossViewAt(QPointF at,
                                        const ViewCamera& camera,
                                        QSizeF viewport) const;

private:
    struct AxisEnd {
        QPointF at;
        double depth = 0;  // towards the eye
        int axis = 0;      // 0 x, 1 y, 2 z
        bool positive = true;
    };
    std::vector<AxisEnd> crossEnds(const ViewCamera& camera, QSizeF viewport) const;
    AxisView viewAlong(const AxisEnd& end) const;
    Vec3d toInput(Vec3d turned) const { return transformPoint(input_from_turned_, turned); }
    Vec3d fromInput(Vec3d direction) const;

    Mat4d input_from_turned_;
    std::optional<double> floor_;
    Box object_;
    TurntableAxes axes_;
    LengthUnit unit_;
};

/// A text on a rounded translucent ground, readable over any picture.
void paintPill(QPainter& painter, QPointF centre, const QString& text);

}  // namespace bozzetto::ui
