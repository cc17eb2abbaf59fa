// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/view_camera.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <optional>

namespace bozzetto::ui {

/// Where a photograph of `width` x `height` pixels lies in a viewport that shows the whole of it,
/// as large as possible, centred. In the viewport's own pixels; not rounded.
QRectF photoFrame(int width, int height, QSizeF viewport);

/// How a ViewCamera maps world points to a viewport of a given size. Pixels are those of `size`
/// (logical or device), (0, 0) is the outer corner of the top left one. The renderer draws by the
/// same rule, so that what is computed here lies over the picture.
class ViewProjection {
public:
    ViewProjection(const ViewCamera& camera, QSizeF size);

    /// Nothing for a point behind the eye.
    std::optional<QPointF> project(Vec3d world) const;
    /// Distance in front of the eye along the viewing direction.
    double depth(Vec3d world) const;
    /// The world point seen at a pixel, `depth` in front of the eye.
    Vec3d unproject(QPointF pixel, double depth) const;
    /// World units that one pixel spans at this depth.
    double unitsPerPixel(double depth) const;

    Vec3d eye() const { return eye_; }
    Vec3d right() const { return right_; }
    Vec3d up() const { return up_; }
    Vec3d back() const { return back_; }  // from the scene towards the eye, unit

private:
    Vec3d eye_, right_, up_, back_;
    bool orthographic_ = false;
    double fx_ = 1, fy_ = 1, cx_ = 0, cy_ = 0;  // pixels; orthographic: pixels per world unit
};

inline Vec3d toDouble(Vec3f v) {
    return {v.x, v.y, v.z};
}
inline Vec3f toFloat(Vec3d v) {
    return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}

/// An axis-aligned box in world units; empty until a point is added.
struct Box {
    Vec3d low{1, 1, 1}, high{-1, -1, -1};
    bool empty() const { return low.x > high.x; }
    void add(Vec3d p);
    void add(const Box& box);
    Vec3d center() const { return (low + high) * 0.5; }
    Vec3d size() const { return empty() ? Vec3d{} : high - low; }
    double diagonal() const { return length(size()); }
    Vec3d corner(int i) const {
        return {i & 1 ? high.x : low.x, i & 2 ? high.y : low.y, i & 4 ? high.z : low.z};
    }
};

}  // namespace bozzetto::ui
