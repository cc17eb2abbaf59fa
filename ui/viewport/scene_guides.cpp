// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/scene_guides.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr int kSquaresAcross = 10;   // about, over the object's longer side
constexpr double kFloorSize = 1.5;   // half the floor's side in lengths of that side
constexpr double kCrossRadius = 38;  // device-independent pixels
constexpr double kEndRadius = 9;
constexpr double kCrossMargin = 14;

struct GuideText {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::GuideText)
};

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](int x, int y) { return static_cast<int>(x + (y - x) * share + 0.5); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

/// Red, green and blue for x, y and z, as everywhere; dark enough for white letters.
QColor axisColor(int axis) {
    constexpr std::array<QRgb, 3> kColors{0xffc8404a, 0xff4a8a1e, 0xff3b78c8};
    return QColor(kColors[static_cast<size_t>(axis)]);
}

}  // namespace

QString formatLength(double world_units, const LengthUnit& unit) {
    const double value = world_units * unit.per_world_unit;
    const double size = std::abs(value);
    const int digits =
        size <= 0 ? 0 : std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 6);
    QString text = QLocale().toString(value, 'f', digits);
    const QString point = QLocale().decimalPoint();
    if (text.contains(point)) {
        while (text.endsWith(QLocale().zeroDigit())) {
            text.chop(1);
        }
        if (text.endsWith(point)) {
            text.chop(point.size());
        }
    }
    return unit.suffix.isEmpty() ? text : text + QChar(0x00a0) + unit.suffix;
}

double roundStep(double least) {
    if (!(least > 0) || !std::isfinite(least)) {
        return 1;
    }
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        if (factor * power >= least * (1 - 1e-9)) {
            return factor * power;
        }
    }
    return 10 * power;
}

double SceneGuides::gridStep() const {
    const Vec3d size = object_.size();
    const double across = std::max({size.x, size.y, size.z, 1e-9});
    const double scale = unit_.per_world_unit > 0 ? unit_.per_world_unit : 1;
    return roundStep(across / kSquaresAcross * scale) / scale;
}

std::shared_ptr<const SceneOverlay> SceneGuides::grid(const QColor& background) const {
    auto overlay = std::make_shared<SceneOverlay>();
    if (object_.empty()) {
        return overlay;
    }
    const double step = gridStep();
    const Vec3d size = object_.size(), centre = object_.center();
    const double half = kFloorSize * std::max({size.x, size.y, size.z});
    double floor = dot(object_.corner(0), axes_.up());
    for (int i = 1; i < 8; ++i) {
        floor = std::min(floor, dot(object_.corner(i), axes_.up()));
    }
    floor = floor_.value_or(floor);
    const QColor ink = colors().text_muted;
    const QColor fine = mixed(background, ink, 0.22), strong = mixed(background, ink, 0.5);
    // Lines stand at multiples of the step from the world's origin, so that they mean something.
    const auto addFamily = [&](Vec3d along, Vec3d across, int axis) {
        const double middle_along = dot(centre, along), middle_across = dot(centre, across);
        const auto first = static_cast<long>(std::ceil((middle_across - half) / step));
        const auto last = static_cast<long>(std::floor((middle_across + half) / step));
        for (long i = first; i <= last; ++i) {
            const Vec3d foot = axes_.up() * floor + across * (static_cast<double>(i) * step);
            const QColor color =
                i == 0 ? mixed(background, axisColor(axis), 0.75) : (i % 10 == 0 ? strong : fine);
            overlay->lines.push_back({toFloat(toInput(foot + along * (middle_along - half))),
                                      toFloat(toInput(foot + along * (middle_along + half))),
                                      color});
        }
    };
    const auto axisOf = [](Vec3d d) {
        return std::abs(d.x) > 0.7 ? 0 : std::abs(d.y) > 0.7 ? 1 : 2;
    };
    addFamily(axes_.right(), axes_.front(), axisOf(axes_.right()));
    addFamily(axes_.front(), axes_.right(), axisOf(axes_.front()));
    return overlay;
}

std::shared_ptr<const SceneOverlay> SceneGuides::box(const QColor& background) const {
    auto overlay = std::make_shared<SceneOverlay>();
    if (object_.empty()) {
        return overlay;
    }
    const QColor color = mixed(background, colors().text, 0.6);
    for (int i = 0; i < 8; ++i) {
        for (int axis = 0; axis < 3; ++axis) {
            if (!(i & 1 << axis)) {
                overlay->lines.push_back({toFloat(toInput(object_.corner(i))),
                                          toFloat(toInput(object_.corner(i | 1 << axis))),
                                          color});
            }
        }
    }
    return overlay;
}

QString SceneGuides::sizeText() const {
    const Vec3d size = object_.size();
    const auto along = [&](Vec3d axis) {
        return std::abs(axis.x) * size.x + std::abs(axis.y) * size.y + std::abs(axis.z) * size.z;
    };
    const LengthUnit bare{{}, unit_.per_world_unit};
    return GuideText::tr("%1 × %2 × %3")
        .arg(formatLength(along(axes_.right()), bare),
             formatLength(along(axes_.front()), bare),
             formatLength(along(axes_.up()), unit_));
}

void SceneGuides::paintGridLabel(QPainter& painter, QRectF area) const {
    const QString text = GuideText::tr("1 square = %1").arg(formatLength(gridStep(), unit_));
    const double width = painter.fontMetrics().horizontalAdvance(text) + 2 * spacing::kUnit;
    paintPill(painter,
              {area.left() + spacing::kPanel + width / 2,
               area.bottom() - spacing::kPanel - painter.fontMetrics().height() / 2.0 - 2},
              text);
}

void SceneGuides::paintBoxLabels(QPainter& painter, const ViewProjection& projection) const {
    if (object_.empty()) {
        return;
    }
    const Vec3d size = object_.size();
    for (int axis = 0; axis < 3; ++axis) {
        // Of the four edges along an axis, the one that has most room beside it: the lowest, or for
        // the upright ones the one furthest left.
        const bool upright = std::abs(axes_.up()[axis]) > 0.7;
        std::optional<QPointF> best;
        for (int i = 0; i < 8; ++i) {
            if (i & 1 << axis) {
                continue;
            }
            const auto at = projection.pixelOf(
                toInput((object_.corner(i) + object_.corner(i | 1 << axis)) * 0.5));
            if (at && (!best || (upright ? at->x() < best->x() : at->y() > best->y()))) {
                best = at;
            }
        }
        if (best && size[axis] > 0) {
            paintPill(painter, *best, formatLength(size[axis], unit_));
        }
    }
}

QRectF SceneGuides::crossArea(QSizeF viewport) {
    const double side = 2 * (kCrossRadius + kEndRadius);
    return {viewport.width() - kCrossMargin - side, kCrossMargin, side, side};
}

Vec3d SceneGuides::fromInput(Vec3d direction) const {
    return transformPoint(inverseRigid(input_from_turned_), direction);
}

std::vector<SceneGuides::AxisEnd> SceneGuides::crossEnds(const ViewCamera& camera,
                                                         QSizeF viewport) const {
    Vec3d back = normalize(toDouble(camera.position) - toDouble(camera.focal_point));
    Vec3d up = normalize(toDouble(camera.up));
    Vec3d right = cross(up, back);
    if (camera.photo) {
        const auto& m = camera.photo->world_from_camera.m;
        right = {m[0][0], m[1][0], m[2][0]};
        up = {m[0][1], m[1][1], m[2][1]};
        back = {m[0][2], m[1][2], m[2][2]};
    }
    back = fromInput(back), up = fromInput(up), right = fromInput(right);
    const QPointF centre = crossArea(viewport).center();
    std::vector<AxisEnd> ends;
    for (int axis = 0; axis < 3; ++axis) {
        for (const double sign : {1.0, -1.0}) {
            const QPointF offset(right[axis] * sign * kCrossRadius,
                                 -up[axis] * sign * kCrossRadius);
            ends.push_back({centre + offset, back[axis] * sign, axis, sign > 0});
        }
    }
    std::stable_sort(ends.begin(), ends.end(), [](const AxisEnd& a, const AxisEnd& b) {
        return a.depth < b.depth;
    });
    return ends;
}

void SceneGuides::paintCross(QPainter& painter,
                             const ViewCamera& camera,
                             QSizeF viewport,
                             QPointF hover) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = crossArea(viewport);
    if (area.contains(hover)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(128, 128, 128, 40));
        painter.drawEllipse(area);
    }
    QFont font = painter.font();
    font.setBold(true);
    font.setPixelSize(11);
    painter.setFont(font);
    for (const AxisEnd& end : crossEnds(camera, viewport)) {
        const QColor color = axisColor(end.axis);
        const bool hot = std::hypot(hover.x() - end.at.x(), hover.y() - end.at.y()) < kEndRadius;
        if (end.positive) {
            painter.setPen(QPen(color, 2));
            painter.drawLine(area.center(), end.at);
        }
        painter.setPen(hot ? QPen(colors().text, 1.5) : QPen(color, 1.5));
        QColor pale = color;
        pale.setAlpha(70);
        painter.setBrush(end.positive ? color : pale);
        painter.drawEllipse(end.at, kEndRadius - 1, kEndRadius - 1);
        if (end.positive || hot) {
            painter.setPen(Qt::white);
            const QRectF place(end.at - QPointF(12, 8), QSizeF(24, 16));
            const QString letter = QString(QChar(u'X' + end.axis));
            painter.drawText(
                place, Qt::AlignCenter, end.positive ? letter : QStringLiteral("−") + letter);
        }
    }
    painter.restore();
}

AxisView SceneGuides::viewAlong(const AxisEnd& end) const {
    Vec3d direction{};
    direction[end.axis] = end.positive ? 1 : -1;
    const std::array<std::pair<AxisView, Vec3d>, 6> views{{{AxisView::Front, axes_.front()},
                                                           {AxisView::Back, -axes_.front()},
                                                           {AxisView::Right, axes_.right()},
                                                           {AxisView::Left, -axes_.right()},
                                                           {AxisView::Top, axes_.up()},
                                                           {AxisView::Bottom, -axes_.up()}}};
    return std::max_element(views.begin(),
                            views.end(),
                            [&](const auto& a, const auto& b) {
                                return dot(a.second, direction) < dot(b.second, direction);
                            })
        ->first;
}

std::optional<AxisView> SceneGuides::crossViewAt(QPointF at,
                                                 const ViewCamera& camera,
                                                 QSizeF viewport) const {
    const auto ends = crossEnds(camera, viewport);
    for (auto end = ends.rbegin(); end != ends.rend(); ++end) {  // the nearest lies on top
        if (std::hypot(at.x() - end->at.x(), at.y() - end->at.y()) <= kEndRadius) {
            return viewAlong(*end);
        }
    }
    return std::nullopt;
}

void paintPill(QPainter& painter, QPointF centre, const QString& text) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetrics metrics = painter.fontMetrics();
    const QSizeF size(metrics.horizontalAdvance(text) + 2 * spacing::kUnit,
                      metrics.height() + spacing::kTight);
    const QRectF area(centre - QPointF(size.width() / 2, size.height() / 2), size);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors().overlay);
    painter.drawRoundedRect(area, 6, 6);
    painter.setPen(colors().text_on_overlay);
    painter.drawText(area, Qt::AlignCenter, text);
    painter.restore();
}

}  // namespace bozzetto::ui
