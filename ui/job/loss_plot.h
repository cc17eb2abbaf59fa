// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/metric_curve.h"

#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

class QPainter;

namespace bozzetto::ui {

/// Live curves of what an engine measures, one a metric, over the steps of the run. Values that
/// span more than one power of ten are drawn on a logarithmic scale. The values under the mouse, or
/// under a mark moved by the arrow keys, are shown beside the names.
class LossPlot : public QWidget {
    Q_OBJECT

public:
    explicit LossPlot(QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    /// The curve of a metric; nullptr if nothing was measured.
    const MetricCurve* curve(const QString& metric) const;
    bool isLogarithmic() const;
    /// Place of the mark, in steps of the run.
    std::optional<double> mark() const { return mark_; }

public Q_SLOTS:
    void clear();
    /// Later steps count from the end of the stage before; a thin line marks the border.
    void startStage(const QString& name, qint64 steps);
    void addPoint(const QString& metric, qint64 step, double value);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Series {
        QString metric;
        MetricCurve curve;
    };
    struct Stage {
        QString name;
        double begin = 0, steps = 0;
    };
    /// Where the curves stand: ranges of steps and values, and the rectangle for them.
    struct Frame {
        QRectF area;
        double first_step = 0, last_step = 1, low = 0, high = 1;
        bool logarithmic = false;
        double x(double step) const;
        double y(double value) const;
        double stepAt(double x) const;
    };
    Frame frame() const;
    void setMark(std::optional<double> step);
    void drawEmpty(QPainter& painter) const;
    void drawGrid(QPainter& painter, const Frame& frame) const;
    void drawStages(QPainter& painter, const Frame& frame) const;
    void drawCurve(QPainter& painter,
                   const Frame& frame,
                   const MetricCurve& curve,
                   const QColor& color) const;
    void drawMark(QPainter& painter, const Frame& frame) const;
    void drawLegend(QPainter& painter, const Frame& frame) const;
    QString legendText(const Series& series, int room) const;
    void describe();

    std::vector<Series> series_;
    std::vector<Stage> stages_;
    std::optional<double> mark_;
};

}  // namespace bozzetto::ui
