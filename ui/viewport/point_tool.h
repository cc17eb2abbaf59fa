// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/view_tool.h"

#include <functional>
#include <optional>
#include <vector>

namespace bozzetto::ui {

/// Points of the scene chosen by clicks, a given number of them: three of the floor, two of a
/// length. Clicks beside everything change nothing; the view can be moved in between.
class PointTool : public ViewTool {
    Q_OBJECT
public:
    /// The point of the scene at a position of the viewport, if there is one.
    using Picker = std::function<std::optional<Vec3d>(QPointF, const ViewProjection&)>;
    enum class Shape { Line, Triangle };

    PointTool(int wanted, Shape shape, QObject* parent = nullptr)
        : ViewTool(parent), wanted_(wanted), shape_(shape) {}

    void setPicker(Picker picker) { picker_ = std::move(picker); }
    const std::vector<Vec3d>& points() const { return points_; }
    int wanted() const { return wanted_; }
    /// Points that stay on screen after they were chosen; none takes them away.
    void setPoints(std::vector<Vec3d> points);
    /// Beside the middle of the line.
    void setLabel(const QString& label);

    bool click(QPointF at, const ViewProjection& projection) override;
    bool hover(QPointF at, const ViewProjection& projection) override;
    bool cancel() override;
    void paint(QPainter& painter, const ViewProjection& projection) const override;

Q_SIGNALS:
    /// After each click.
    void picked(int count);
    /// As many as wanted; the next click starts over.
    void chosen(const std::vector<bozzetto::Vec3d>& points);
    /// Nothing was there to click on.
    void missed();

protected:
    void reset() override;

private:
    int wanted_;
    Shape shape_;
    Picker picker_;
    std::vector<Vec3d> points_;
    std::optional<Vec3d> hovered_;
    QString label_;
};

}  // namespace bozzetto::ui
