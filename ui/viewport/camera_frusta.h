// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/box.h"
#include "ui/viewport/photo_view.h"
#include "ui/viewport/scene_overlay.h"
#include "ui/viewport/view_projection.h"

#include <array>
#include <memory>
#include <vector>

class QPainter;

namespace bozzetto::ui {

/// The set's cameras as small pyramids with their photographs at the wide end.
class CameraFrusta {
public:
    /// Pyramids as large as their distance from each other and the object's size leave room for.
    void setCameras(const std::vector<PhotoView>& photos, const Box& object);
    void setThumbnail(int photo, const QImage& thumbnail);
    int count() const { return static_cast<int>(frusta_.size()); }
    Box bounds() const;

    /// For Viewport::setOverlay; `current` (or -1) stands out.
    std::shared_ptr<const SceneOverlay> overlay(int current, const QColor& background) const;
    /// The camera at a position of the viewport, the nearest to the eye if several; -1 for none.
    int pick(QPointF at, const ViewProjection& projection) const;
    /// Outline and name of the camera under the cursor.
    void paintHighlight(QPainter& painter, const ViewProjection& projection, int photo) const;

private:
    struct Frustum {
        Vec3d eye;
        std::array<Vec3d, 4> corners;  // top left, top right, bottom right, bottom left
        Vec3d tip;                     // of the mark that tells which side is up
        QString name;
        QImage thumbnail;
        qint64 source = 0;  // cacheKey of the picture that `thumbnail` was made from
    };
    std::vector<Frustum> frusta_;
};

}  // namespace bozzetto::ui
