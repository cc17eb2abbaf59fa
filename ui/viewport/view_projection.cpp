// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/view_projection.h"

#include "ui/viewport/box.h"

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

/// Columns: right, up, backward, position. An up along the view is replaced by any other.
Mat4d lookAt(const ViewCamera& camera) {
    const Vec3d eye = toDouble(camera.position);
    Vec3d back = normalize(eye - toDouble(camera.focal_point));
    if (length(back) == 0) {
        back = {0, 0, 1};
    }
    Vec3d right = cross(toDouble(camera.up), back);
    if (length(right) < 1e-9) {
        right = cross(std::abs(back.z) < 0.9 ? Vec3d{0, 0, 1} : Vec3d{0, 1, 0}, back);
    }
    right = normalize(right);
    const Vec3d up = cross(back, right);
    Mat4d m;
    for (int row = 0; row < 3; ++row) {
        m.m[row][0] = right[row], m.m[row][1] = up[row];
        m.m[row][2] = back[row], m.m[row][3] = eye[row];
    }
    return m;
}

Vec3d rotated(const Mat4d& m, Vec3d v) {
    const Vec4d r = m * Vec4d{v.x, v.y, v.z, 0};
    return {r.x, r.y, r.z};
}

}  // namespace

ViewProjection::ViewProjection(const ViewCamera& camera, QSizeF size)
    : size_(std::max(size.width(), 1.0), std::max(size.height(), 1.0)), frame_(QPointF(), size_) {
    if (camera.photo && camera.photo->width > 0 && camera.photo->height > 0) {
        const Camera& photo = *camera.photo;
        const double scale = std::min(size_.width() / photo.width, size_.height() / photo.height);
        const QSizeF fitted(photo.width * scale, photo.height * scale);
        frame_ = QRectF(
            QPointF((size_.width() - fitted.width()) / 2, (size_.height() - fitted.height()) / 2),
            fitted);
        world_from_camera_ = photo.world_from_camera;
        fx_ = photo.fx * scale, fy_ = photo.fy * scale;
        cx_ = frame_.x() + photo.cx * scale, cy_ = frame_.y() + photo.cy * scale;
        return;
    }
    world_from_camera_ = lookAt(camera);
    orthographic_ = camera.orthographic;
    fx_ = fy_ = orthographic_ ? size_.height() / std::max(camera.orthographic_height, 1e-12)
                              : size_.height() /
                                    (2 * std::tan(std::clamp(camera.vertical_fov, 0.01, 3.0) / 2));
    cx_ = size_.width() / 2, cy_ = size_.height() / 2;
}

Vec3d ViewProjection::eye() const {
    return transformPoint(world_from_camera_, Vec3d{});
}

Vec3d ViewProjection::viewDirection() const {
    return rotated(world_from_camera_, {0, 0, -1});
}

double ViewProjection::depthOf(Vec3d world) const {
    return dot(world - eye(), viewDirection());
}

std::optional<QPointF> ViewProjection::pixelOf(Vec3d world) const {
    const Vec3d p = transformPoint(inverseRigid(world_from_camera_), world);
    if (orthographic_) {
        return QPointF(cx_ + fx_ * p.x, cy_ - fy_ * p.y);
    }
    if (p.z > -1e-12) {
        return std::nullopt;
    }
    return QPointF(cx_ + fx_ * p.x / -p.z, cy_ - fy_ * p.y / -p.z);
}

ViewRay ViewProjection::rayAt(QPointF pixel) const {
    const Vec3d p{(pixel.x() - cx_) / fx_, -(pixel.y() - cy_) / fy_, 0};
    if (orthographic_) {
        return {transformPoint(world_from_camera_, p), viewDirection()};
    }
    return {eye(), normalize(rotated(world_from_camera_, {p.x, p.y, -1}))};
}

Vec3d ViewProjection::pointAt(QPointF pixel, double depth) const {
    const ViewRay ray = rayAt(pixel);
    return ray.origin + ray.direction * (depth / dot(ray.direction, viewDirection()));
}

double ViewProjection::unitsPerPixel(double depth) const {
    return orthographic_ ? 1 / fy_ : depth / fy_;
}

Mat4d ViewProjection::clipFromCamera(QRectF region, double z_near, double z_far) const {
    // Pixels of the region are counted from its own top left corner; clip space has y upwards.
    const double w = region.width(), h = region.height();
    const double cx = cx_ - region.x(), cy = cy_ - region.y();
    Mat4d p;
    p.m[0][0] = 2 * fx_ / w;
    p.m[1][1] = 2 * fy_ / h;
    if (orthographic_) {
        p.m[0][3] = 2 * cx / w - 1;
        p.m[1][3] = 1 - 2 * cy / h;
        p.m[2][2] = -2 / (z_far - z_near);
        p.m[2][3] = -(z_far + z_near) / (z_far - z_near);
        return p;
    }
    p.m[0][2] = 1 - 2 * cx / w;
    p.m[1][2] = 2 * cy / h - 1;
    p.m[2][2] = -(z_far + z_near) / (z_far - z_near);
    p.m[2][3] = -2 * z_far * z_near / (z_far - z_near);
    p.m[3][2] = -1;
    p.m[3][3] = 0;
    return p;
}

ViewCamera framing(ViewCamera camera, Vec3f lowest, Vec3f highest, QSizeF size) {
    constexpr double kMargin = 1.08;
    const ViewProjection now(camera, size);
    const Mat4d& axes = now.worldFromCamera();
    const Vec3d middle = toDouble(lowest + highest) * 0.5;
    const double aspect = now.size().width() / now.size().height();
    const double slope = std::tan(std::clamp(camera.vertical_fov, 0.01, 3.0) / 2) / kMargin;
    // The nearest eye that has every corner of the box inside the picture.
    double distance = 1e-6, height = 1e-6;
    for (int i = 0; i < 8; ++i) {
        const Vec3d corner{i & 1 ? highest.x : lowest.x,
                           i & 2 ? highest.y : lowest.y,
                           i & 4 ? highest.z : lowest.z};
        const auto along = [&](int column) {
            return dot(corner - middle, {axes.m[0][column], axes.m[1][column], axes.m[2][column]});
        };
        const double reach = std::max(std::abs(along(1)), std::abs(along(0)) / aspect);
        distance = std::max(distance, along(2) + reach / slope);
        height = std::max(height, 2 * kMargin * reach);
    }
    if (camera.photo) {
        camera.up = toFloat({axes.m[0][1], axes.m[1][1], axes.m[2][1]});
        camera.photo.reset();
    }
    camera.focal_point = toFloat(middle);
    camera.position = toFloat(middle - now.viewDirection() * distance);
    camera.orthographic_height = height;
    return camera;
}

}  // namespace bozzetto::ui
