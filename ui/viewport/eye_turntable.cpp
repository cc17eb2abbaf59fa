// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/eye_turntable.h"

#include <cmath>
#include <numbers>

namespace bozzetto::ui {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kMargin = 1.12;  // around what is framed

Vec3d column(const Mat4d& m, int i) {
    return {m.m[0][i], m.m[1][i], m.m[2][i]};
}

double mix(double a, double b, double t) {
    return a + (b - a) * t;
}

}  // namespace

double wrapped(double angle) {
    return std::remainder(angle, 2 * kPi);
}

Turntable between(const Turntable& a, const Turntable& b, double t) {
    Turntable r;
    r.focal_point = a.focal_point + (b.focal_point - a.focal_point) * t;
    r.distance = std::exp(mix(std::log(a.distance), std::log(b.distance), t));
    r.yaw = a.yaw + wrapped(b.yaw - a.yaw) * t;
    r.pitch = mix(a.pitch, b.pitch, t);
    r.roll = a.roll + wrapped(b.roll - a.roll) * t;
    r.vertical_fov = mix(a.vertical_fov, b.vertical_fov, t);
    return r;
}

TurntableAxes::TurntableAxes(Vec3d up) : up_(length(up) > 0 ? normalize(up) : Vec3d{0, 0, 1}) {
    const Vec3d start = std::abs(up_.x) > 0.9 ? Vec3d{0, 1, 0} : Vec3d{1, 0, 0};
    right_ = normalize(start - up_ * dot(start, up_));
    front_ = cross(right_, up_);
}

TurntableAxes::TurntableAxes(Vec3d up, Vec3d right)
    : up_(normalize(up)), right_(normalize(right - up_ * dot(right, up_))) {
    front_ = cross(right_, up_);
}

Vec3d TurntableAxes::back(double yaw, double pitch) const {
    return (front_ * std::cos(yaw) + right_ * std::sin(yaw)) * std::cos(pitch) +
           up_ * std::sin(pitch);
}

ViewCamera TurntableAxes::cameraOf(const Turntable& t) const {
    const Vec3d towards_eye = back(t.yaw, t.pitch);
    const Vec3d level_up = back(t.yaw, t.pitch + kPi / 2);
    const Vec3d level_right = cross(level_up, towards_eye);
    ViewCamera camera;
    camera.vertical_fov = t.vertical_fov;
    camera.orthographic_height = 2 * t.distance * std::tan(t.vertical_fov / 2);
    camera.focal_point = toFloat(t.focal_point);
    camera.position = toFloat(t.focal_point + towards_eye * t.distance);
    camera.up = toFloat(level_up * std::cos(t.roll) + level_right * std::sin(t.roll));
    return camera;
}

Turntable TurntableAxes::turntableOf(const ViewCamera& camera) const {
    Turntable t;
    const Vec3d offset = toDouble(camera.position) - toDouble(camera.focal_point);
    const Vec3d towards_eye = length(offset) > 0 ? normalize(offset) : front_;
    const Vec3d up = toDouble(camera.up);
    t.focal_point = toDouble(camera.focal_point);
    t.vertical_fov = std::clamp(camera.vertical_fov, 0.01, 3.0);
    t.distance = camera.orthographic
                     ? camera.orthographic_height / (2 * std::tan(t.vertical_fov / 2))
                     : length(offset);
    t.distance = t.distance > 0 && std::isfinite(t.distance) ? t.distance : 1;
    const double height = std::clamp(dot(towards_eye, up_), -1.0, 1.0);
    t.pitch = std::asin(height);
    if (std::abs(height) < 0.99999) {
        t.yaw = std::atan2(dot(towards_eye, right_), dot(towards_eye, front_));
    } else {  // straight down or up: only the picture's own up tells how the view is turned
        const double sign = height > 0 ? -1 : 1;
        t.yaw = std::atan2(sign * dot(up, right_), sign * dot(up, front_));
    }
    const Vec3d level_up = back(t.yaw, t.pitch + kPi / 2);
    t.roll = std::atan2(dot(up, cross(level_up, back(t.yaw, t.pitch))), dot(up, level_up));
    return t;
}

Turntable TurntableAxes::turntableOf(const Camera& photo,
                                     const Box& object,
                                     QSizeF viewport) const {
    const Vec3d eye = photo.position();
    const Vec3d towards_eye = normalize(column(photo.world_from_camera, 2));
    double distance = dot(eye - object.center(), towards_eye);
    if (object.empty() || distance <= 0) {
        distance = std::max(1.0, object.diagonal());
    }
    ViewCamera camera;
    camera.position = toFloat(eye);
    camera.focal_point = toFloat(eye - towards_eye * distance);
    camera.up = toFloat(normalize(column(photo.world_from_camera, 1)));
    const double scale = std::min(viewport.width() / photo.width, viewport.height() / photo.height);
    camera.vertical_fov = 2 * std::atan(viewport.height() / (2 * scale * photo.fy));
    return turntableOf(camera);
}

Turntable TurntableAxes::framing(const Turntable& from, const Box& box, QSizeF viewport) const {
    Box framed = box;
    if (box.empty() || box.diagonal() <= 0) {
        const Vec3d centre = box.empty() ? Vec3d{} : box.center();
        framed.add(centre - Vec3d{1, 1, 1});
        framed.add(centre + Vec3d{1, 1, 1});
    }
    Turntable t = from;
    t.roll = 0;
    t.vertical_fov = Turntable{}.vertical_fov;
    t.focal_point = framed.center();
    const Vec3d towards_eye = back(t.yaw, t.pitch), up = back(t.yaw, t.pitch + kPi / 2);
    const Vec3d right = cross(up, towards_eye);
    const double tan_up = std::tan(t.vertical_fov / 2) / kMargin;
    const double tan_right = tan_up * viewport.width() / viewport.height();
    t.distance = 0;
    for (int i = 0; i < 8; ++i) {
        const Vec3d p = framed.corner(i) - t.focal_point;
        t.distance = std::max({t.distance,
                               dot(p, towards_eye) + std::abs(dot(p, right)) / tan_right,
                               dot(p, towards_eye) + std::abs(dot(p, up)) / tan_up});
    }
    return t;
}

}  // namespace bozzetto::ui
