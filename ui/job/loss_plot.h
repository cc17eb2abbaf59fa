// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/metric_curve.h"

#include <QWidget>

#include <vector>

namespace bozzetto::ui {

/// Live curves of what an engine measures, one a metric, over the steps of the run.
class LossPlot : public QWidget {
    Q_OBJECT

public:
    explicit LossPlot(QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void clear();
    /// Later steps count from the end of the stage before; a thin line marks the border.
    void startStage(const QString& name, qint64 steps);
    void addPoint(const QString& metric, qint64 step, double value);
};

}  // namespace bozzetto::ui
