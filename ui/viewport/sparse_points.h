// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/sparse_cloud.h"
#include "ui/viewport/box.h"
#include "ui/viewport/scene_overlay.h"
#include "ui/viewport/view_projection.h"

#include <QPointF>

#include <memory>
#include <optional>
#include <vector>

namespace bozzetto::ui {

/// The points of structure from motion as the viewport shows and picks them. The few that lie many
/// times further away than the rest (mismatches) are left out.
class SparsePoints {
public:
    SparsePoints() = default;
    /// Not for the UI thread where there are many.
    explicit SparsePoints(const SparseCloud& cloud);

    bool empty() const { return positions_.empty(); }
    std::size_t count() const { return positions_.size(); }
    /// About most of the points.
    const Box& bounds() const { return bounds_; }
    const std::shared_ptr<const SceneOverlay>& overlay() const { return overlay_; }
    /// The point nearest to the eye of those right under a position; without one, the point that
    /// is nearest in the picture within `reach` pixels.
    std::optional<Vec3d> pick(QPointF at, const ViewProjection& projection, double reach) const;

private:
    std::vector<Vec3d> positions_;
    Box bounds_;
    std::shared_ptr<const SceneOverlay> overlay_;
};

}  // namespace bozzetto::ui
