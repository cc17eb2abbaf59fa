// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

#include <deque>
#include <optional>

namespace bozzetto::ui {

/// The last minute of one memory: what everybody uses as a filled curve, the job's share as a
/// hatched one, a dashed line at 90 % and a dotted one at the predicted peak, both with their
/// names.
class MemoryGraph : public QWidget {
    Q_OBJECT

public:
    explicit MemoryGraph(QWidget* parent = nullptr);

    /// A sample, bytes. own: of the watched job.
    void add(quint64 used, std::optional<quint64> own, quint64 total);
    void setPredicted(std::optional<quint64> bytes);
    /// The figures are old: the curve is drawn pale.
    void setStale(bool stale);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Sample {
        quint64 used = 0;
        std::optional<quint64> own;
    };
    double heightOf(double bytes) const;
    double leftOf(size_t index) const;
    QPolygonF curve(bool own) const;
    void paintCurves(QPainter& painter) const;
    void paintLine(QPainter& painter,
                   double bytes,
                   const QString& name,
                   const QColor& color,
                   Qt::PenStyle style,
                   Qt::Alignment side) const;

    std::deque<Sample> samples_;
    quint64 total_ = 0;
    std::optional<quint64> predicted_;
    bool stale_ = false;
};

}  // namespace bozzetto::ui
