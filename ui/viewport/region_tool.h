// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/scene_edits.h"
#include "ui/viewport/view_tool.h"

#include <optional>
#include <vector>

namespace bozzetto::ui {

/// The region box with handles: one on each face that moves the face, one in the middle that moves
/// the box along the picture, one on a ring that turns it about the scene's up axis. With Shift the
/// opposite face moves likewise.
class RegionTool : public ViewTool {
    Q_OBJECT
public:
    using ViewTool::ViewTool;

    /// What a person can take hold of. Faces by axis (0 to 2) and side.
    struct Handle {
        enum class Kind { Face, Move, Turn };
        Kind kind = Kind::Face;
        int axis = 0;
        int side = 1;  // -1 or 1
        bool operator==(const Handle&) const = default;
    };

    void setBox(const std::optional<RegionBox>& box);
    const std::optional<RegionBox>& box() const { return box_; }
    void setUp(Vec3d up);

    /// Where a handle lies in the world.
    Vec3d placeOf(const Handle& handle) const;

    bool grab(QPointF at, const ViewProjection& projection) override;
    void drag(QPointF to,
              const ViewProjection& projection,
              Qt::KeyboardModifiers modifiers) override;
    void drop() override;
    bool hover(QPointF at, const ViewProjection& projection) override;
    bool cancel() override;
    void paint(QPainter& painter, const ViewProjection& projection) const override;

Q_SIGNALS:
    /// While a handle is being dragged.
    void boxMoved(const bozzetto::RegionBox& box);
    /// A handle was let go of: one step.
    void boxChosen(const bozzetto::RegionBox& box);

protected:
    void reset() override;

private:
    std::vector<Handle> handles() const;
    std::optional<Handle> handleAt(QPointF at, const ViewProjection& projection) const;
    void moveFace(const Handle& handle, const ViewRay& ray, bool both);
    void turn(QPointF to, const ViewProjection& projection);
    double ringRadius() const;
    Vec3d ringStart() const;
    void paintEdges(QPainter& painter, const ViewProjection& projection) const;
    void paintRing(QPainter& painter, const ViewProjection& projection) const;

    std::optional<RegionBox> box_;
    RegionBox before_;  // the drag
    Vec3d up_{0, 0, 1};
    std::optional<Handle> held_, hovered_;
    QPointF press_;
    Vec3d press_point_;
};

}  // namespace bozzetto::ui
