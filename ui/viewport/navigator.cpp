// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/navigator.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace bozzetto::ui {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kTransitionSeconds = 0.22;  // long enough to follow, too short to wait for
constexpr double kOrbitPerPixel = 0.4 * kPi / 180;
constexpr double kZoomPerStep = 1.2;     // of the wheel
constexpr double kZoomPerPixel = 1.006;  // of a drag
constexpr double kClickPixels = 4;       // a press that moves less is a click

}  // namespace

// --- What surrounds the eye

void Navigator::setStyle(NavigationStyle style) {
    style_ = style;
    drag_ = Drag::None;
}

void Navigator::setAxes(const TurntableAxes& axes) {
    const ViewCamera seen = camera_;
    axes_ = axes;
    before_photo_.reset();
    start_view_.reset();
    setCamera(seen);
}

void Navigator::setViewportSize(QSizeF size) {
    size_ = {std::max(1.0, size.width()), std::max(1.0, size.height())};
}

void Navigator::setBounds(const Box& object, const Box& all) {
    object_ = object;
    all_ = all;
    all_.add(object);
    if (!camera_.photo) {
        camera_ = cameraOf(now_, -1);
    }
}

void Navigator::setTransitions(bool on) {
    transitions_ = on;
    if (!on && transition_) {
        const Transition last = *transition_;
        show(last.to, last.photo);
    }
}

void Navigator::setPhotos(std::vector<Camera> photos) {
    if (through_photo_ || goingToPhoto()) {
        takeHold();
    }
    photos_ = std::move(photos);
    current_photo_ = -1;
}

// --- Moving

ViewCamera Navigator::cameraOf(const Turntable& turntable, int photo) const {
    ViewCamera camera = axes_.cameraOf(turntable);
    if (photo >= 0) {
        camera.photo = photos_[static_cast<size_t>(photo)];
    } else if (orthographic_) {
        // Without perspective the eye may stand anywhere on its line: outside everything.
        const double away =
            turntable.distance + all_.diagonal() + length(all_.center() - turntable.focal_point);
        camera.orthographic = true;
        camera.position =
            toFloat(turntable.focal_point + axes_.back(turntable.yaw, turntable.pitch) * away);
    }
    return camera;
}

ViewCamera Navigator::destination() const {
    return transition_ ? cameraOf(transition_->to, transition_->photo) : camera_;
}

void Navigator::setCamera(const ViewCamera& camera) {
    transition_.reset();
    if (camera.photo) {
        now_ = axes_.turntableOf(*camera.photo, object_, size_);
        camera_ = camera;
        through_photo_ = true;
        return;
    }
    orthographic_ = camera.orthographic;
    Turntable level = axes_.turntableOf(camera);
    level.roll = 0;
    show(level, -1);
}

void Navigator::show(const Turntable& turntable, int photo) {
    transition_.reset();
    now_ = turntable;
    through_photo_ = photo >= 0;
    camera_ = cameraOf(now_, photo);
}

void Navigator::goTo(const Turntable& turntable, int photo) {
    if (!transitions_) {
        show(turntable, photo);
        return;
    }
    Turntable from = now_;
    if (through_photo_ && camera_.photo) {
        from = axes_.turntableOf(*camera_.photo, object_, size_);
    }
    show(from, -1);
    transition_ = Transition{from, turntable, 0, photo};
}

void Navigator::advance(double seconds) {
    if (!transition_) {
        return;
    }
    transition_->passed += std::max(0.0, seconds);
    const double t = std::min(1.0, transition_->passed / kTransitionSeconds);
    if (t >= 1) {
        const Transition done = *transition_;
        show(done.to, done.photo);
        return;
    }
    now_ = between(transition_->from, transition_->to, t * t * (3 - 2 * t));
    camera_ = cameraOf(now_, -1);
}

void Navigator::takeHold() {
    if (through_photo_ && camera_.photo) {
        now_ = axes_.turntableOf(*camera_.photo, object_, size_);
        orthographic_ = false;
    }
    now_.roll = 0;
    before_photo_.reset();
    show(now_, -1);
}

Vec3d Navigator::pointUnder(QPointF at) const {
    if (picker_) {
        if (const auto picked = picker_(at)) {
            return *picked;
        }
    }
    const ViewProjection projection(camera_, size_);
    return projection.pointAt(at, projection.depthOf(now_.focal_point));
}

void Navigator::zoomAbout(Vec3d point, double factor) {
    const double size = std::max(all_.diagonal(), 1e-6);
    const double distance = std::clamp(now_.distance / factor, 1e-4 * size, 100 * size);
    const double scale = distance / now_.distance;
    now_.focal_point = point + (now_.focal_point - point) * scale;
    now_.distance = distance;
    show(now_, -1);
}

void Navigator::panBetween(QPointF from, QPointF to, double depth) {
    const ViewProjection projection(camera_, size_);
    now_.focal_point =
        now_.focal_point + projection.pointAt(from, depth) - projection.pointAt(to, depth);
    show(now_, -1);
}

// --- Events

Navigator::Drag Navigator::dragFor(Qt::MouseButton button, Qt::KeyboardModifiers modifiers) const {
    const bool alt = modifiers.testFlag(Qt::AltModifier);
    if (style_ == NavigationStyle::Maya) {
        return !alt                         ? Drag::None
               : button == Qt::LeftButton   ? Drag::Orbit
               : button == Qt::MiddleButton ? Drag::Pan
               : button == Qt::RightButton  ? Drag::Zoom
                                            : Drag::None;
    }
    // Blender's way without a middle button: Alt and the left one.
    const bool blender = style_ == NavigationStyle::Blender;
    const bool orbits = blender ? button == Qt::MiddleButton || (button == Qt::LeftButton && alt)
                                : button == Qt::LeftButton;
    if (orbits) {
        return modifiers.testFlag(Qt::ShiftModifier)     ? Drag::Pan
               : modifiers.testFlag(Qt::ControlModifier) ? Drag::Zoom
                                                         : Drag::Orbit;
    }
    if (!blender) {
        return button == Qt::MiddleButton  ? Drag::Pan
               : button == Qt::RightButton ? Drag::Zoom
                                           : Drag::None;
    }
    return Drag::None;
}

bool Navigator::mousePress(QPointF at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers) {
    if (drag_ != Drag::None) {
        return true;  // a second button changes nothing
    }
    if (button == Qt::MiddleButton && modifiers.testFlag(Qt::AltModifier) &&
        style_ != NavigationStyle::Maya) {
        setPivotAt(at);
        return true;
    }
    drag_ = dragFor(button, modifiers);
    drag_button_ = button;
    press_ = last_ = at;
    dragged_far_ = false;
    return drag_ != Drag::None;
}

void Navigator::beginDrag() {
    press_point_ = pointUnder(press_);
    takeHold();
    press_depth_ = ViewProjection(camera_, size_).depthOf(press_point_);
    dragged_far_ = true;
}

bool Navigator::mouseMove(QPointF to) {
    if (drag_ == Drag::None) {
        return false;
    }
    if (!dragged_far_) {
        const QPointF moved = to - press_;
        if (std::hypot(moved.x(), moved.y()) < kClickPixels) {
            return true;
        }
        beginDrag();
    }
    const QPointF step = to - last_;
    if (drag_ == Drag::Orbit) {
        orbit(-step.x() * kOrbitPerPixel, step.y() * kOrbitPerPixel);
    } else if (drag_ == Drag::Pan) {
        panBetween(last_, to, press_depth_);
    } else {
        zoomAbout(press_point_, std::pow(kZoomPerPixel, step.x() - step.y()));
    }
    last_ = to;
    return true;
}

bool Navigator::mouseRelease(Qt::MouseButton button) {
    if (drag_ == Drag::None || button != drag_button_) {
        return false;
    }
    drag_ = Drag::None;
    return true;
}

bool Navigator::mouseDoubleClick(QPointF at,
                                 Qt::MouseButton button,
                                 Qt::KeyboardModifiers modifiers) {
    if (button != Qt::LeftButton || modifiers != Qt::NoModifier) {
        return mousePress(at, button, modifiers);
    }
    setPivotAt(at);
    return true;
}

bool Navigator::wheel(QPointF at, QPoint angle) {
    if (angle.y() == 0) {
        return false;
    }
    const Vec3d point = pointUnder(at);
    takeHold();
    zoomAbout(point, std::pow(kZoomPerStep, angle.y() / 120.0));
    return true;
}

bool Navigator::trackpadScroll(QPointF at, QPointF pixels, Qt::KeyboardModifiers modifiers) {
    const Vec3d point = pointUnder(at);
    takeHold();
    if (modifiers.testFlag(Qt::ControlModifier)) {
        zoomAbout(point, std::pow(kZoomPerPixel, pixels.y()));
    } else if (modifiers.testFlag(Qt::ShiftModifier)) {
        panBetween(at, at + pixels, ViewProjection(camera_, size_).depthOf(point));
    } else {
        orbit(-pixels.x() * kOrbitPerPixel, pixels.y() * kOrbitPerPixel);
    }
    return true;
}

bool Navigator::pinch(QPointF at, double factor) {
    if (!(factor > 0) || !std::isfinite(factor)) {
        return false;
    }
    const Vec3d point = pointUnder(at);
    takeHold();
    zoomAbout(point, factor);
    return true;
}

// --- Commands

void Navigator::frameObject() {
    goTo(axes_.framing(going(), object_, size_));
}

void Navigator::frameAll() {
    goTo(axes_.framing(going(), all_, size_));
}

void Navigator::lookFrom(AxisView view) {
    Turntable t = going();
    t.roll = 0;
    t.pitch = view == AxisView::Top ? kPi / 2 : view == AxisView::Bottom ? -kPi / 2 : 0;
    t.yaw = view == AxisView::Back    ? kPi
            : view == AxisView::Right ? kPi / 2
            : view == AxisView::Left  ? -kPi / 2
                                      : 0;
    goTo(t);
}

void Navigator::toggleOrthographic() {
    if (through_photo_ || goingToPhoto()) {
        takeHold();
    }
    orthographic_ = !orthographic_;
    camera_ = cameraOf(now_, -1);
}

void Navigator::orbit(double yaw, double pitch) {
    takeHold();
    now_.yaw = wrapped(now_.yaw + yaw);
    now_.pitch = std::clamp(now_.pitch + pitch, -kPi / 2, kPi / 2);
    show(now_, -1);
}

void Navigator::pan(QPointF pixels) {
    takeHold();
    const QPointF middle(size_.width() / 2, size_.height() / 2);
    panBetween(middle, middle + pixels, ViewProjection(camera_, size_).depthOf(now_.focal_point));
}

void Navigator::zoom(double factor) {
    takeHold();
    zoomAbout(now_.focal_point, factor);
}

void Navigator::setPivotAt(QPointF at) {
    const auto picked = picker_ ? picker_(at) : std::nullopt;
    if (picked) {
        takeHold();
        Turntable t = now_;
        t.focal_point = *picked;
        goTo(t);
    }
}

void Navigator::saveStartView() {
    if (through_photo_ || goingToPhoto()) {
        takeHold();
    }
    start_view_ = going();
    start_orthographic_ = orthographic_;
}

void Navigator::goToStartView() {
    if (start_view_) {
        orthographic_ = start_orthographic_;
        goTo(*start_view_);
        return;
    }
    orthographic_ = false;
    goTo(axes_.framing(Turntable{}, object_, size_));
}

// --- Photographs

/// The photograph taken from the direction nearest to where the eye is.
int Navigator::nearestPhoto() const {
    const Vec3d centre = object_.empty() ? now_.focal_point : object_.center();
    const Vec3d seen_from = normalize(toDouble(camera_.position) - centre);
    int nearest = -1;
    double best = -std::numeric_limits<double>::infinity();
    for (size_t i = 0; i < photos_.size(); ++i) {
        const double cosine = dot(seen_from, normalize(photos_[i].position() - centre));
        if (cosine > best) {
            best = cosine;
            nearest = static_cast<int>(i);
        }
    }
    return nearest;
}

void Navigator::lookThrough(int photo) {
    if (photo < 0 || photo >= static_cast<int>(photos_.size())) {
        return;
    }
    if (!through_photo_ && !goingToPhoto()) {
        before_photo_ = going();
    }
    current_photo_ = photo;
    goTo(axes_.turntableOf(photos_[static_cast<size_t>(photo)], object_, size_), photo);
}

void Navigator::togglePhoto() {
    if (through_photo_ || goingToPhoto()) {
        leavePhoto();
    } else {
        lookThrough(current_photo_ >= 0 ? current_photo_ : nearestPhoto());
    }
}

void Navigator::leavePhoto() {
    if (!through_photo_ && !goingToPhoto()) {
        return;
    }
    Turntable t = before_photo_ ? *before_photo_ : now_;
    t.roll = 0;
    before_photo_.reset();
    goTo(t);
}

void Navigator::stepPhoto(int step) {
    const int count = static_cast<int>(photos_.size());
    if (count == 0) {
        return;
    }
    const int next = current_photo_ < 0 ? nearestPhoto() : current_photo_ + step;
    lookThrough(((next % count) + count) % count);
}

}  // namespace bozzetto::ui
