// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/view_camera.h"

#include <QRectF>
#include <QSizeF>

#include <optional>

namespace bozzetto::ui {

/// A half line in world coordinates; `direction` is of unit length.
struct ViewRay {
    Vec3d origin, direction;
};

/// What a ViewCamera shows on a viewport of a given size (any unit of pixels, top left origin).
class ViewProjection {
public:
    ViewProjection(const ViewCamera& camera, QSizeF size);

    QSizeF size() const { return size_; }
    const Mat4d& worldFromCamera() const { return world_from_camera_; }
    Vec3d eye() const;
    Vec3d viewDirection() const;  // unit, into the picture
    /// Position on the viewport of a point; nullopt behind the eye.
    std::optional<QPointF> pixelOf(Vec3d world) const;
    /// Distance of a point along the optical axis.
    double depthOf(Vec3d world) const;
    ViewRay rayAt(QPointF pixel) const;
    /// The point seen at `pixel` at a distance along the optical axis (see Viewport::depthAt).
    Vec3d pointAt(QPointF pixel, double depth) const;
    /// World units a pixel at a distance along the optical axis.
    double unitsPerPixel(double depth) const;
    /// Where the photograph's frame lies; the whole viewport without a photo.
    QRectF frame() const { return frame_; }
    /// OpenGL's projection (y up, camera looks along -z) of the part `region` of the viewport.
    Mat4d clipFromCamera(QRectF region, double z_near, double z_far) const;
    bool orthographic() const { return orthographic_; }

private:
    QSizeF size_;
    QRectF frame_;
    Mat4d world_from_camera_;
    bool orthographic_ = false;
    // A camera point (x, y, z) is seen at (cx + fx x / -z, cy - fy y / -z) pixels, orthographic at
    // (cx + fx x, cy - fy y).
    double fx_ = 1, fy_ = 1, cx_ = 0, cy_ = 0;
};

/// The camera moved back or forth along its view so that the box is just inside the picture, its
/// middle being the focal point; a photo is left.
ViewCamera framing(ViewCamera camera, Vec3f lowest, Vec3f highest, QSizeF size);

}  // namespace bozzetto::ui
