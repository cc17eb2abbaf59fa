// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/memory_graph.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr size_t kSamples = 120;    // a minute at two a second
constexpr double kHeadroom = 1.06;  // so that a full memory does not touch the frame
constexpr double kNearlyFull = 0.9;

}  // namespace

MemoryGraph::MemoryGraph(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void MemoryGraph::add(quint64 used, std::optional<quint64> own, quint64 total) {
    samples_.push_back({used, own});
    if (samples_.size() > kSamples) {
        samples_.pop_front();
    }
    total_ = total;
    update();
}

void MemoryGraph::setPredicted(std::optional<quint64> bytes) {
    if (predicted_ != bytes) {
        predicted_ = bytes;
        update();
    }
}

void MemoryGraph::setStale(bool stale) {
    if (stale_ != stale) {
        stale_ = stale;
        update();
    }
}

QSize MemoryGraph::sizeHint() const {
    return {scaled(280), scaled(96)};
}

QSize MemoryGraph::minimumSizeHint() const {
    return {scaled(160), scaled(96)};
}

double MemoryGraph::heightOf(double bytes) const {
    // A prediction above what there is must be seen as such.
    const double most =
        std::max(static_cast<double>(total_), static_cast<double>(predicted_.value_or(0))) *
        kHeadroom;
    return most > 0 ? height() - 1 - bytes / most * (height() - 2) : height() - 1;
}

double MemoryGraph::leftOf(size_t index) const {
    const double step = (width() - 2.0) / (kSamples - 1);
    return width() - 1 - step * static_cast<double>(samples_.size() - 1 - index);
}

QPolygonF MemoryGraph::curve(bool own) const {
    QPolygonF line;
    for (size_t i = 0; i < samples_.size(); ++i) {
        const auto bytes = own ? samples_[i].own.value_or(0) : samples_[i].used;
        line.append(QPointF(leftOf(i), heightOf(static_cast<double>(bytes))));
    }
    if (line.size() == 1) {
        line.prepend(line.first() - QPointF(3, 0));
    }
    return line;
}

void MemoryGraph::paintCurves(QPainter& painter) const {
    const Colors& c = colors();
    const bool any_own = std::any_of(
        samples_.begin(), samples_.end(), [](const Sample& s) { return s.own.has_value(); });
    const auto fill = [&](const QPolygonF& line, const QColor& color, Qt::BrushStyle pattern) {
        QPolygonF area = line;
        area.append(QPointF(line.last().x(), height()));
        area.append(QPointF(line.first().x(), height()));
        QColor ground = color;
        ground.setAlphaF(pattern == Qt::SolidPattern ? 0.28F : 0.8F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QBrush(ground, pattern));
        painter.drawPolygon(area);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.6));
        painter.drawPolyline(line);
    };
    fill(curve(false), stale_ ? c.text_muted : c.series[0], Qt::SolidPattern);
    if (any_own) {
        fill(curve(true), stale_ ? c.text_muted : c.series[1], Qt::BDiagPattern);
    }
}

void MemoryGraph::paintLine(QPainter& painter,
                            double bytes,
                            const QString& name,
                            const QColor& color,
                            Qt::PenStyle style,
                            Qt::Alignment side) const {
    const double y = std::floor(heightOf(bytes)) + 0.5;  // a sharp line
    painter.setPen(QPen(color, 1, style));
    painter.drawLine(QPointF(1, y), QPointF(width() - 1, y));
    const QFontMetricsF metrics(painter.font());
    const double text_width = metrics.horizontalAdvance(name) + 8;
    const bool above = y - metrics.height() > 2;
    QRectF box(side == Qt::AlignLeft ? 4.0 : width() - 4.0 - text_width,
               above ? y - metrics.height() - 1 : y + 1,
               text_width,
               metrics.height());
    painter.fillRect(box, colors().overlay);
    painter.setPen(color);
    painter.drawText(box, Qt::AlignCenter, name);
}

void MemoryGraph::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const Colors& c = colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter.fillPath(frame, c.field);
    painter.setClipPath(frame);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    painter.setFont(small);
    if (!samples_.empty() && total_ > 0) {
        paintCurves(painter);
        paintLine(painter,
                  kNearlyFull * static_cast<double>(total_),
                  tr("%1 %").arg(90),
                  c.warning,
                  Qt::DashLine,
                  Qt::AlignLeft);
        if (predicted_) {
            paintLine(painter,
                      static_cast<double>(*predicted_),
                      tr("Predicted peak"),
                      c.text,
                      Qt::DotLine,
                      Qt::AlignRight);
        }
    }
    painter.setClipping(false);
    painter.setPen(c.separator);
    painter.drawPath(frame);
}

}  // namespace bozzetto::ui
