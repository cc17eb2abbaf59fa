// SPDX-License-Identifier: Apache-2.0
#include "ui/job/loss_plot.h"

#include "ui/job/run_words.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr double kLogarithmicSpan = 10;  // highest over lowest value
constexpr double kLineWidth = 1.6;
constexpr int kGridLines = 4;
constexpr int kKeySteps = 100;  // arrow presses from one end to the other

QString numberText(double value) {
    return QLocale().toString(value, 'g', 3);
}

QColor colorOf(size_t series) {
    return colors().series[series % colors().series.size()];
}

}  // namespace

LossPlot::LossPlot(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("lossPlot"));
    setAccessibleName(tr("Error over the steps of the run"));
    setToolTip(tr("How far the mesh is from the pictures. Lower is better."));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(
        &ThemeNotifier::instance(), &ThemeNotifier::changed, this, qOverload<>(&QWidget::update));
    describe();
}

QSize LossPlot::sizeHint() const {
    return {fontMetrics().height() * 22, fontMetrics().height() * 11};
}

QSize LossPlot::minimumSizeHint() const {
    return {fontMetrics().height() * 12, fontMetrics().height() * 7};
}

const MetricCurve* LossPlot::curve(const QString& metric) const {
    const auto found = std::find_if(
        series_.begin(), series_.end(), [&](const Series& s) { return s.metric == metric; });
    return found == series_.end() ? nullptr : &found->curve;
}

void LossPlot::clear() {
    series_.clear();
    stages_.clear();
    mark_.reset();
    describe();
    update();
}

void LossPlot::startStage(const QString& name, qint64 steps) {
    const double begin = stages_.empty() ? 0 : stages_.back().begin + stages_.back().steps;
    stages_.push_back({name, begin, static_cast<double>(steps)});
    update();
}

void LossPlot::addPoint(const QString& metric, qint64 step, double value) {
    if (!std::isfinite(value)) {
        return;
    }
    auto series = std::find_if(
        series_.begin(), series_.end(), [&](const Series& s) { return s.metric == metric; });
    if (series == series_.end()) {
        series = series_.insert(series_.end(), {metric, {}});
    }
    const double begin = stages_.empty() ? 0 : stages_.back().begin;
    series->curve.add(begin + static_cast<double>(step), value);
    update();
}

bool LossPlot::isLogarithmic() const {
    return frame().logarithmic;
}

double LossPlot::Frame::x(double step) const {
    return area.left() + (step - first_step) / (last_step - first_step) * area.width();
}

double LossPlot::Frame::y(double value) const {
    const double share =
        logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return area.bottom() - share * area.height();
}

double LossPlot::Frame::stepAt(double x) const {
    return first_step + (x - area.left()) / area.width() * (last_step - first_step);
}

LossPlot::Frame LossPlot::frame() const {
    Frame frame;
    const int line = fontMetrics().height();
    const int left = fontMetrics().horizontalAdvance(QStringLiteral("0.00000")) + spacing::kWide;
    frame.area = QRectF(rect()).adjusted(
        left, line + 2 * spacing::kUnit, -spacing::kPanel, -(line + spacing::kUnit));
    bool first = true;
    for (const Series& series : series_) {
        const MetricCurve& curve = series.curve;
        const double low = curve.low(), high = curve.high();
        const double begin = curve.buckets().front().first_step;
        frame.first_step = first ? begin : std::min(frame.first_step, begin);
        frame.last_step = first ? curve.lastStep() : std::max(frame.last_step, curve.lastStep());
        frame.low = first ? low : std::min(frame.low, low);
        frame.high = first ? high : std::max(frame.high, high);
        first = false;
    }
    frame.last_step = std::max(frame.last_step, frame.first_step + 1);
    frame.logarithmic = frame.low > 0 && frame.high / frame.low > kLogarithmicSpan;
    if (!frame.logarithmic) {  // a little air, so that the ends do not lie on the border
        const double span = frame.high - frame.low;
        const double air = span > 0 ? 0.05 * span : std::max(1e-12, 0.1 * std::abs(frame.high));
        frame.low = frame.low >= 0 ? std::max(0.0, frame.low - air) : frame.low - air;
        frame.high += air;
    }
    return frame;
}

void LossPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(colors().accent, 2) : QPen(colors().separator));
    painter.setBrush(colors().field);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
    if (series_.empty()) {
        drawEmpty(painter);
        return;
    }
    const Frame frame = this->frame();
    drawGrid(painter, frame);
    drawStages(painter, frame);
    for (size_t i = 0; i < series_.size(); ++i) {
        drawCurve(painter, frame, series_[i].curve, colorOf(i));
    }
    drawMark(painter, frame);
    drawLegend(painter, frame);
    describe();  // here, not for every point: painting is what happens at most once a frame
}

void LossPlot::drawEmpty(QPainter& painter) const {
    painter.setPen(colors().text_muted);
    painter.drawText(rect().adjusted(spacing::kPanel, 0, -spacing::kPanel, 0),
                     Qt::AlignCenter | Qt::TextWordWrap,
                     tr("The curve appears when a run begins."));
}

void LossPlot::drawGrid(QPainter& painter, const Frame& frame) const {
    const int line = fontMetrics().height();
    for (int i = 0; i <= kGridLines; ++i) {
        const double share = static_cast<double>(i) / kGridLines;
        const double value = frame.logarithmic ? frame.low * std::pow(frame.high / frame.low, share)
                                               : frame.low + share * (frame.high - frame.low);
        const double y = frame.y(value);
        painter.setPen(colors().separator);
        painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y));
        painter.setPen(colors().text_muted);
        painter.drawText(
            QRectF(spacing::kTight, y - line / 2.0, frame.area.left() - spacing::kUnit, line),
            Qt::AlignRight | Qt::AlignVCenter,
            numberText(value));
    }
    const QRectF below(
        frame.area.left(), frame.area.bottom() + spacing::kTight, frame.area.width(), line);
    const QLocale locale;
    painter.drawText(below, Qt::AlignLeft, locale.toString(std::llround(frame.first_step)));
    painter.drawText(below,
                     Qt::AlignHCenter,
                     frame.logarithmic ? tr("Steps (logarithmic height)") : tr("Steps"));
    painter.drawText(below, Qt::AlignRight, locale.toString(std::llround(frame.last_step)));
}

void LossPlot::drawStages(QPainter& painter, const Frame& frame) const {
    painter.setPen(QPen(colors().border, 1, Qt::DashLine));
    for (const Stage& stage : stages_) {
        if (stage.begin > frame.first_step && stage.begin < frame.last_step) {
            const double x = frame.x(stage.begin);
            painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()));
        }
    }
}

void LossPlot::drawCurve(QPainter& painter,
                         const Frame& frame,
                         const MetricCurve& curve,
                         const QColor& color) const {
    // The means as a line, the extremes as a pale band around it.
    QPolygonF line, band, lower;
    for (const MetricCurve::Bucket& bucket : curve.buckets()) {
        const double x = frame.x((bucket.first_step + bucket.last_step) / 2);
        line.append({x, frame.y(bucket.mean())});
        band.append({x, frame.y(bucket.high)});
        lower.append({x, frame.y(bucket.low)});
    }
    std::reverse(lower.begin(), lower.end());
    band += lower;
    QColor pale = color;
    pale.setAlphaF(0.3f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(pale);
    painter.drawPolygon(band);
    painter.setPen(QPen(color, kLineWidth));
    painter.setBrush(Qt::NoBrush);
    line.size() > 1 ? painter.drawPolyline(line) : painter.drawEllipse(line.first(), 1, 1);
}

void LossPlot::drawMark(QPainter& painter, const Frame& frame) const {
    if (!mark_) {
        return;
    }
    const double x = frame.x(*mark_);
    painter.setPen(colors().text_muted);
    painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()));
    for (size_t i = 0; i < series_.size(); ++i) {
        if (const std::optional<double> value = series_[i].curve.valueAt(*mark_)) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colorOf(i));
            painter.drawEllipse(QPointF(x, frame.y(*value)), 3.5, 3.5);
        }
    }
}

void LossPlot::drawLegend(QPainter& painter, const Frame& frame) const {
    constexpr int kStroke = 12, kTextAt = 18;
    const int line = fontMetrics().height();
    const double y = spacing::kUnit;
    const QString step =
        mark_ ? tr("step %1").arg(QLocale().toString(std::llround(*mark_))) : QString();
    // Where there is no room for all of it, titles are cut; values stay.
    const double room = frame.area.right() - spacing::kPanel -
                        (mark_ ? fontMetrics().horizontalAdvance(step) + spacing::kWide : 0);
    const int each =
        static_cast<int>(room / static_cast<double>(std::max<size_t>(1, series_.size()))) -
        kTextAt - spacing::kWide;
    double x = spacing::kPanel;
    for (size_t i = 0; i < series_.size(); ++i) {
        const QString text = legendText(series_[i], series_.size() > 1 || mark_ ? each : width());
        painter.setPen(QPen(colorOf(i), 3, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(x, y + line / 2.0), QPointF(x + kStroke, y + line / 2.0));
        painter.setPen(colors().text);
        painter.drawText(QPointF(x + kTextAt, y + fontMetrics().ascent()), text);
        x += kTextAt + fontMetrics().horizontalAdvance(text) + spacing::kWide;
    }
    if (mark_) {
        painter.setPen(colors().text_muted);
        painter.drawText(QRectF(x, y, frame.area.right() - x, line), Qt::AlignRight, step);
    }
}

QString LossPlot::legendText(const Series& series, int room) const {
    const std::optional<double> value =
        mark_ ? series.curve.valueAt(*mark_) : std::optional(series.curve.lastValue());
    const QString number = value ? QLatin1Char(' ') + numberText(*value) : QString();
    const int for_title = room - fontMetrics().horizontalAdvance(number);
    return fontMetrics().elidedText(metricTitle(series.metric), Qt::ElideLeft, for_title) + number;
}

void LossPlot::setMark(std::optional<double> step) {
    if (step && !series_.empty()) {
        const Frame frame = this->frame();
        step = std::clamp(*step, frame.first_step, frame.last_step);
    } else {
        step.reset();
    }
    if (mark_ != step) {
        mark_ = step;
        update();
    }
}

void LossPlot::mouseMoveEvent(QMouseEvent* event) {
    const Frame frame = this->frame();
    const bool inside = frame.area.adjusted(-8, 0, 8, 0).contains(event->position());
    setMark(inside ? std::optional(frame.stepAt(event->position().x())) : std::nullopt);
}

void LossPlot::leaveEvent(QEvent*) {
    setMark(std::nullopt);
}

void LossPlot::keyPressEvent(QKeyEvent* event) {
    const Frame frame = this->frame();
    const double width = (frame.last_step - frame.first_step) / kKeySteps;
    switch (event->key()) {
        case Qt::Key_Left:
            return setMark(mark_.value_or(frame.last_step) - width);
        case Qt::Key_Right:
            return setMark(mark_.value_or(frame.first_step) + width);
        case Qt::Key_Home:
            return setMark(frame.first_step);
        case Qt::Key_End:
            return setMark(frame.last_step);
        default:
            QWidget::keyPressEvent(event);
    }
}

void LossPlot::focusInEvent(QFocusEvent*) {
    update();
}

void LossPlot::focusOutEvent(QFocusEvent*) {
    setMark(std::nullopt);
    update();
}

/// The same as the legend, for those who cannot see it.
void LossPlot::describe() {
    QStringList parts;
    for (const Series& series : series_) {
        const std::optional<double> value =
            mark_ ? series.curve.valueAt(*mark_) : std::optional(series.curve.lastValue());
        if (value) {
            parts.append(metricTitle(series.metric) + QLatin1Char(' ') + numberText(*value));
        }
    }
    setAccessibleDescription(parts.isEmpty() ? tr("Nothing measured yet.")
                                             : parts.join(QStringLiteral(", ")));
}

}  // namespace bozzetto::ui
