// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"

#include <vector>

namespace bozzetto {

/// Silhouettes are compared on a grid of this many cells a side.
inline constexpr int kMaskCells = 64;

/// A silhouette on a coarse grid over the picture.
struct Silhouette {
    Camera camera;  // scaled to the grid
    std::vector<char> inside;
    Vec3d centroid_ray;  // camera space
    double radius = 0;   // of the silhouette around its centroid, tangent of the angle
};

/// view has a mask, pixels and a camera.
Silhouette silhouetteOf(const View& view);

/// For each silhouette the share that the common volume of all cones fills again, in [0, 1]; about
/// 1 where poses and masks fit together. One point in ten views may lie outside (a bad mask).
/// poses[i], camera to world, belongs to silhouettes[i].
std::vector<double> silhouetteCoverage(const std::vector<Silhouette>& silhouettes,
                                       const std::vector<Mat4d>& poses);

/// Points on a grid of `cells` a side that lie in (nearly) all silhouettes, and their spacing.
struct CommonPoints {
    std::vector<Vec3d> points;
    double spacing = 0;  // world units
};
CommonPoints commonPoints(const std::vector<Silhouette>& silhouettes,
                          const std::vector<Mat4d>& poses,
                          int cells);

/// The point nearest to rays from the cameras (least squares).
struct Meeting {
    Vec3d point;
    double distance = 0;  // mean from the cameras
    double miss = 0;      // root mean square distance from the rays to the point
    int behind = 0;       // cameras that have the point behind them
};
Meeting meetingOfRays(const std::vector<Vec3d>& origins, const std::vector<Vec3d>& directions);
/// The rays of the optical axes of all cameras of the set.
Meeting meetingOfAxes(const ImageSet& set);

}  // namespace bozzetto
