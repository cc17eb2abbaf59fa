// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/point_tool.h"

#include "ui/theme/theme.h"
#include "ui/viewport/scene_guides.h"

#include <QPainter>
#include <QPolygonF>

namespace bozzetto::ui {
namespace {

constexpr double kRadius = 6;  // device-independent pixels

void paintMark(QPainter& painter, QPointF at, const QColor& color) {
    painter.setBrush(Qt::NoBrush);
    for (const auto& [pen, width] : {std::pair{QColor(0, 0, 0, 140), 4.0}, {color, 2.0}}) {
        painter.setPen(QPen(pen, width));
        painter.drawEllipse(at, kRadius, kRadius);
        painter.drawPoint(at);
    }
}

}  // namespace

void PointTool::setPoints(std::vector<Vec3d> points) {
    points_ = std::move(points);
    Q_EMIT repaintNeeded();
}

void PointTool::setLabel(const QString& label) {
    label_ = label;
    Q_EMIT repaintNeeded();
}

bool PointTool::click(QPointF at, const ViewProjection& projection) {
    const auto point = picker_ ? picker_(at, projection) : std::nullopt;
    if (!point) {
        Q_EMIT missed();
        return true;  // not a click on something behind the points
    }
    if (static_cast<int>(points_.size()) >= wanted_) {
        points_.clear();
        label_.clear();
    }
    points_.push_back(*point);
    Q_EMIT repaintNeeded();
    Q_EMIT picked(static_cast<int>(points_.size()));
    if (static_cast<int>(points_.size()) == wanted_) {
        Q_EMIT chosen(points_);
    }
    return true;
}

bool PointTool::hover(QPointF at, const ViewProjection& projection) {
    hovered_ = picker_ ? picker_(at, projection) : std::nullopt;
    Q_EMIT repaintNeeded();
    return hovered_.has_value();
}

bool PointTool::cancel() {
    if (points_.empty()) {
        return false;
    }
    reset();
    Q_EMIT repaintNeeded();
    Q_EMIT picked(0);
    return true;
}

void PointTool::reset() {
    points_.clear();
    hovered_.reset();
    label_.clear();
}

void PointTool::paint(QPainter& painter, const ViewProjection& projection) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF line;
    for (const Vec3d& point : points_) {
        if (const auto pixel = projection.pixelOf(point)) {
            line << *pixel;
        }
    }
    const QColor ink = colors().accent;
    if (shape_ == Shape::Triangle && line.size() == 3) {
        QColor area = ink;
        area.setAlpha(50);
        painter.setPen(QPen(ink, 2));
        painter.setBrush(area);
        painter.drawPolygon(line);
    } else if (line.size() > 1) {
        painter.setPen(QPen(ink, 2));
        painter.drawPolyline(line);
    }
    if (hovered_) {
        if (const auto pixel = projection.pixelOf(*hovered_)) {
            paintMark(painter, *pixel, colors().text_on_overlay);
        }
    }
    for (const QPointF& pixel : line) {
        paintMark(painter, pixel, ink);
    }
    if (!label_.isEmpty() && line.size() == 2) {
        paintPill(painter, (line[0] + line[1]) / 2 - QPointF(0, 18), label_);
    }
    painter.restore();
}

}  // namespace bozzetto::ui
