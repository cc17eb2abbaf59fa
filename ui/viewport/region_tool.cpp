// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/region_tool.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace bozzetto::ui {
namespace {

constexpr double kHandlePixels = 6;   // radius
constexpr double kReachPixels = 11;   // how near the mouse has to be
constexpr double kLeastShare = 0.02;  // of the box's longest side: how thin it can be made
constexpr double kEdgeOn = 0.08;      // cosine: a ring seen flatter than this is turned by pixels
constexpr int kRingSteps = 64;

Vec3d axisOf(const RegionBox& box, int axis) {
    const auto& m = box.world_from_box.m;
    return {m[0][axis], m[1][axis], m[2][axis]};
}

Vec3d centreOf(const RegionBox& box) {
    return axisOf(box, 3);
}

void setCentre(RegionBox& box, Vec3d centre) {
    for (int row = 0; row < 3; ++row) {
        box.world_from_box.m[row][3] = centre[row];
    }
}

/// Rotates v about the unit vector `axis` (Rodrigues).
Vec3d turned(Vec3d v, Vec3d axis, double angle) {
    const double c = std::cos(angle), s = std::sin(angle);
    return v * c + cross(axis, v) * s + axis * (dot(axis, v) * (1 - c));
}

/// Of the point of a line (through `origin` along the unit vector `along`) that is nearest to a
/// ray: its distance from `origin`; nullopt where both are parallel.
std::optional<double> nearestAlong(Vec3d origin, Vec3d along, const ViewRay& ray) {
    const double b = dot(along, ray.direction);
    const double determinant = 1 - b * b;
    if (determinant < 1e-6) {
        return std::nullopt;
    }
    const Vec3d d = ray.origin - origin;
    return (dot(d, along) - b * dot(d, ray.direction)) / determinant;
}

std::optional<Vec3d> crossPlane(const ViewRay& ray, Vec3d point, Vec3d normal) {
    const double slope = dot(ray.direction, normal);
    if (std::abs(slope) < kEdgeOn) {
        return std::nullopt;
    }
    const double t = dot(point - ray.origin, normal) / slope;
    return t > 0 ? std::optional(ray.origin + ray.direction * t) : std::nullopt;
}

}  // namespace

void RegionTool::setBox(const std::optional<RegionBox>& box) {
    if (!held_) {  // what is being dragged is newer
        box_ = box;
        Q_EMIT repaintNeeded();
    }
}

void RegionTool::setUp(Vec3d up) {
    up_ = length(up) > 0 ? normalize(up) : Vec3d{0, 0, 1};
    Q_EMIT repaintNeeded();
}

double RegionTool::ringRadius() const {
    return 1.3 * std::max({box_->half_size.x, box_->half_size.y, box_->half_size.z});
}

/// From the centre towards the ring's handle: the box's axis that lies flattest.
Vec3d RegionTool::ringStart() const {
    Vec3d best{};
    double flattest = 2;
    for (int axis = 0; axis < 3; ++axis) {
        const Vec3d along = axisOf(*box_, axis);
        const double rise = std::abs(dot(along, up_));
        if (rise < flattest - 1e-9) {
            flattest = rise;
            best = along;
        }
    }
    return normalize(best - up_ * dot(best, up_));
}

Vec3d RegionTool::placeOf(const Handle& handle) const {
    const Vec3d centre = centreOf(*box_);
    switch (handle.kind) {
        case Handle::Kind::Face:
            return centre +
                   axisOf(*box_, handle.axis) * (handle.side * box_->half_size[handle.axis]);
        case Handle::Kind::Turn:
            return centre + ringStart() * ringRadius();
        case Handle::Kind::Move:
            break;
    }
    return centre;
}

std::vector<RegionTool::Handle> RegionTool::handles() const {
    std::vector<Handle> all;
    if (!box_) {
        return all;
    }
    for (int axis = 0; axis < 3; ++axis) {
        all.push_back({Handle::Kind::Face, axis, -1});
        all.push_back({Handle::Kind::Face, axis, 1});
    }
    all.push_back({Handle::Kind::Move});
    all.push_back({Handle::Kind::Turn});
    return all;
}

/// The nearest to the eye of those within reach.
std::optional<RegionTool::Handle> RegionTool::handleAt(QPointF at,
                                                       const ViewProjection& projection) const {
    std::optional<Handle> found;
    double nearest = 0;
    for (const Handle& handle : handles()) {
        const Vec3d place = placeOf(handle);
        const auto pixel = projection.pixelOf(place);
        if (!pixel || std::hypot(pixel->x() - at.x(), pixel->y() - at.y()) > kReachPixels) {
            continue;
        }
        const double depth = projection.depthOf(place);
        if (!found || depth < nearest) {
            found = handle;
            nearest = depth;
        }
    }
    return found;
}

bool RegionTool::grab(QPointF at, const ViewProjection& projection) {
    held_ = handleAt(at, projection);
    if (!held_) {
        return false;
    }
    before_ = *box_;
    press_ = at;
    const Vec3d place = placeOf(*held_);
    press_point_ = projection.pointAt(at, projection.depthOf(place));
    Q_EMIT repaintNeeded();
    return true;
}

void RegionTool::moveFace(const Handle& handle, const ViewRay& ray, bool both) {
    const Vec3d along = axisOf(before_, handle.axis) * static_cast<double>(handle.side);
    const Vec3d face = centreOf(before_) + along * before_.half_size[handle.axis];
    const auto now = nearestAlong(face, along, ray);
    if (!now) {
        return;
    }
    // Where on the handle the mouse took hold does not matter.
    const double start = dot(press_point_ - face, along);
    const double half = before_.half_size[handle.axis];
    const double least =
        kLeastShare * std::max({before_.half_size.x, before_.half_size.y, before_.half_size.z});
    const double step = std::max(*now - start, 2 * (least - half) / (both ? 2 : 1));
    RegionBox box = before_;
    box.half_size[handle.axis] = std::max(least, half + (both ? step : step / 2));
    setCentre(box, centreOf(before_) + along * (both ? 0 : step / 2));
    box_ = box;
}

void RegionTool::turn(QPointF to, const ViewProjection& projection) {
    const Vec3d centre = centreOf(before_);
    const auto from = crossPlane(projection.rayAt(press_), centre, up_);
    const auto here = crossPlane(projection.rayAt(to), centre, up_);
    double angle = 0;
    if (from && here) {
        const Vec3d a = *from - centre, b = *here - centre;
        angle = std::atan2(dot(up_, cross(a, b)), dot(a, b));
    } else {  // seen from the side: once across the picture is a full turn
        angle = 2 * std::numbers::pi * (to.x() - press_.x()) / projection.size().width();
    }
    RegionBox box = before_;
    for (int axis = 0; axis < 3; ++axis) {
        const Vec3d along = turned(axisOf(before_, axis), up_, angle);
        for (int row = 0; row < 3; ++row) {
            box.world_from_box.m[row][axis] = along[row];
        }
    }
    box_ = box;
}

void RegionTool::drag(QPointF to,
                      const ViewProjection& projection,
                      Qt::KeyboardModifiers modifiers) {
    if (!held_) {
        return;
    }
    switch (held_->kind) {
        case Handle::Kind::Face:
            moveFace(*held_, projection.rayAt(to), modifiers.testFlag(Qt::ShiftModifier));
            break;
        case Handle::Kind::Move: {
            const Vec3d now = projection.pointAt(to, projection.depthOf(press_point_));
            box_ = before_;
            setCentre(*box_, centreOf(before_) + (now - press_point_));
            break;
        }
        case Handle::Kind::Turn:
            turn(to, projection);
            break;
    }
    Q_EMIT boxMoved(*box_);
    Q_EMIT repaintNeeded();
}

void RegionTool::drop() {
    if (!std::exchange(held_, std::nullopt)) {
        return;
    }
    Q_EMIT repaintNeeded();
    if (*box_ != before_) {
        Q_EMIT boxChosen(*box_);
    }
}

bool RegionTool::cancel() {
    if (!held_) {
        return false;
    }
    reset();
    Q_EMIT boxMoved(*box_);
    Q_EMIT repaintNeeded();
    return true;
}

void RegionTool::reset() {
    if (std::exchange(held_, std::nullopt)) {
        box_ = before_;
    }
    hovered_.reset();
}

bool RegionTool::hover(QPointF at, const ViewProjection& projection) {
    const auto now = handleAt(at, projection);
    if (now != std::exchange(hovered_, now)) {
        Q_EMIT repaintNeeded();
    }
    return now.has_value();
}

void RegionTool::paintEdges(QPainter& painter, const ViewProjection& projection) const {
    std::array<std::optional<QPointF>, 8> corners;
    for (int i = 0; i < 8; ++i) {
        Vec3d corner = centreOf(*box_);
        for (int axis = 0; axis < 3; ++axis) {
            corner += axisOf(*box_, axis) * (box_->half_size[axis] * (i & 1 << axis ? 1 : -1));
        }
        corners[static_cast<size_t>(i)] = projection.pixelOf(corner);
    }
    for (size_t i = 0; i < 8; ++i) {
        for (const size_t axis : {size_t{1}, size_t{2}, size_t{4}}) {
            if (!(i & axis) && corners[i] && corners[i | axis]) {
                painter.drawLine(*corners[i], *corners[i | axis]);
            }
        }
    }
}

void RegionTool::paintRing(QPainter& painter, const ViewProjection& projection) const {
    const Vec3d centre = centreOf(*box_), start = ringStart() * ringRadius();
    std::optional<QPointF> last;
    for (int i = 0; i <= kRingSteps; ++i) {
        const Vec3d spoke = turned(start, up_, 2 * std::numbers::pi * i / kRingSteps);
        const auto pixel = projection.pixelOf(centre + spoke);
        if (last && pixel) {
            painter.drawLine(*last, *pixel);
        }
        last = pixel;
    }
}

void RegionTool::paint(QPainter& painter, const ViewProjection& projection) const {
    if (!box_) {
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    // Dark under light: seen over any picture.
    const QColor line = colors().accent;
    painter.setPen(QPen(QColor(0, 0, 0, 110), 3.5));
    paintEdges(painter, projection);
    painter.setPen(QPen(line, 1.6));
    paintEdges(painter, projection);
    painter.setPen(QPen(line, 1, Qt::DashLine));
    paintRing(painter, projection);
    for (const Handle& handle : handles()) {
        const auto at = projection.pixelOf(placeOf(handle));
        if (!at) {
            continue;
        }
        const bool hot = handle == (held_ ? held_ : hovered_);
        painter.setPen(QPen(hot ? colors().text_on_accent : line, 1.5));
        painter.setBrush(hot ? colors().accent_fill : colors().panel);
        if (handle.kind == Handle::Kind::Move) {
            painter.drawRect(QRectF(*at - QPointF(kHandlePixels, kHandlePixels),
                                    QSizeF(2 * kHandlePixels, 2 * kHandlePixels)));
        } else {
            painter.drawEllipse(*at, kHandlePixels, kHandlePixels);
        }
    }
    painter.restore();
}

}  // namespace bozzetto::ui
