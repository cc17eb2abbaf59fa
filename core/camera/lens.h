// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/view_source.h"
#include "math/vec.h"

namespace bozzetto {

/// Where a lens puts a ray. ray: (x / z, y / z) with x right and y down, as seen by an ideal lens;
/// returns the same for the picture: pixel = (fx * x + cx, fy * y + cy). The models of OpenCV
/// (calib3d, fisheye).
Vec2d distortRay(const Lens& lens, Vec2d ray);

}  // namespace bozzetto
