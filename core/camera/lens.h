// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/view_source.h"
#include "math/vec.h"

#include <optional>

namespace bozzetto {

/// Where a lens puts a ray. ray: (x / z, y / z) with x right and y down, as an ideal lens sees it;
/// returns the same for the picture: pixel = (fx * x + cx, fy * y + cy). With r2 = x2 + y2:
/// - Perspective, Polynomial: (x, y) * radial(r2) + (2 p1 xy + p2 (r2 + 2 x2), p1 (r2 + 2 y2) +
///   2 p2 xy);
/// - Fisheye: the same of (x, y) * atan(r) / r, radial(t2) = 1 + k1 t2 + k2 t4 + k3 t6 + k4 t8;
/// - Division: the inverse of picture / (1 + k1 r2);
/// then x += skew * y. Sources: OpenCV's calib3d; Agisoft Metashape manual, appendix "Camera
/// models"; Fitzgibbon, "Simultaneous linear estimation of multiple view geometry and lens
/// distortion", 2001.
Vec2d distortRay(const Lens& lens, Vec2d ray);

/// The ray that the lens puts there (Newton's method); nullopt where there is none.
std::optional<Vec2d> undistortRay(const Lens& lens, Vec2d picture);

}  // namespace bozzetto
