// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/box.h"
#include "ui/viewport/view_camera.h"

#include <QSizeF>

namespace bozzetto::ui {

/// Where a turntable puts the eye: `distance` from `focal_point`, `yaw` about the up axis (0 =
/// front, a quarter turn = right), `pitch` above the horizon; radians. `roll` is not zero only on
/// the way from or to a photograph.
struct Turntable {
    Vec3d focal_point{0, 0, 0};
    double distance = 4;
    double yaw = 0.6, pitch = 0.35, roll = 0;
    double vertical_fov = 0.6;  // a slightly long lens: little distortion
};

/// The world directions that a turntable turns in. The front view has X on its right, unless that
/// is the up axis (then Y), and the up axis up: with +Z up it is seen from -Y, with +Y up from +Z,
/// as in Blender.
class TurntableAxes {
public:
    explicit TurntableAxes(Vec3d up = {0, 0, 1});  // any length
    /// With the direction on the right of the front view: any length, not along `up`.
    TurntableAxes(Vec3d up, Vec3d right);
    Vec3d up() const { return up_; }
    Vec3d right() const { return right_; }
    Vec3d front() const { return front_; }  // towards the eye of the front view
    /// From the focal point towards the eye, unit.
    Vec3d back(double yaw, double pitch) const;

    /// In perspective; the orthographic height is that of the same size at the focal point.
    ViewCamera cameraOf(const Turntable& turntable) const;
    Turntable turntableOf(const ViewCamera& camera) const;
    /// The turntable that sees what the photograph sees on a viewport of this size, equally large,
    /// with the point as far away as the object in its middle.
    Turntable turntableOf(const Camera& photo, const Box& object, QSizeF viewport) const;
    /// The same direction, level, with the whole box in the picture and some room around it.
    Turntable framing(const Turntable& from, const Box& box, QSizeF viewport) const;

private:
    Vec3d up_, right_, front_;
};

/// The way from `a` (t = 0) to `b` (t = 1), the shorter way round.
Turntable between(const Turntable& a, const Turntable& b, double t);
/// The same angle in [-pi, pi].
double wrapped(double angle);

}  // namespace bozzetto::ui
