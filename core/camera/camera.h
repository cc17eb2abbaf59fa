// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

namespace bozzetto {

/// A pinhole camera with square or non-square pixels and no distortion (readers undistort).
///
/// Conventions, for all of Bozzetto: right-handed; the camera looks along -z with x right and y up
/// (Blender, OpenGL); world axes and units are those of the input; pixel (column i, row j) counted
/// from the top left has its centre at (i + 0.5, j + 0.5) and is seen along ((i + 0.5 - cx) / fx,
/// -(j + 0.5 - cy) / fy, -1) in camera space.
struct Camera {
    int width = 0, height = 0;
    double fx = 0, fy = 0, cx = 0, cy = 0;  // pixels
    Mat4d world_from_camera;

    Vec3d position() const {
        return {world_from_camera.m[0][3], world_from_camera.m[1][3], world_from_camera.m[2][3]};
    }
    /// The same view with `factor` times as many pixels a side.
    Camera scaledTo(int new_width, int new_height) const {
        Camera c = *this;
        const double sx = static_cast<double>(new_width) / width;
        const double sy = static_cast<double>(new_height) / height;
        c.width = new_width, c.height = new_height;
        c.fx *= sx, c.cx *= sx, c.fy *= sy, c.cy *= sy;
        return c;
    }
};

/// Clip space of the rasterizer: visible iff -w <= x, y, z <= w. The y row is negated, so that
/// image row 0 is the top row.
inline Mat4d clipFromCamera(const Camera& c, double z_near, double z_far) {
    Mat4d p;
    for (auto& row : p.m) {
        for (double& v : row) {
            v = 0;
        }
    }
    p.m[0][0] = 2 * c.fx / c.width;
    p.m[0][2] = 1 - 2 * c.cx / c.width;
    p.m[1][1] = -2 * c.fy / c.height;
    p.m[1][2] = 1 - 2 * c.cy / c.height;
    p.m[2][2] = -(z_far + z_near) / (z_far - z_near);
    p.m[2][3] = -2 * z_far * z_near / (z_far - z_near);
    p.m[3][2] = -1;
    return p;
}
inline Mat4d clipFromWorld(const Camera& c, double z_near, double z_far) {
    return clipFromCamera(c, z_near, z_far) * inverseRigid(c.world_from_camera);
}

}  // namespace bozzetto
