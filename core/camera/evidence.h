// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"

#include <vector>

namespace bozzetto {

/// Compares poses with masks. If the file's poses are right, the silhouettes' cones meet in a
/// volume that fills the silhouettes again. Other readings of the same matrices are tried: OpenCV's
/// camera axes, world-to-camera, both. Where the file's reading clearly fails (under 40 % of the
/// silhouettes filled) and another clearly fits (over 80 %), the poses are turned and that is
/// reported; where nothing fits, that is reported. Without masks, cameras that all look away from
/// where their axes meet are reported.
void checkPoseEvidence(ImageSet& set);

/// Compares depth with poses and depth pictures with each other. Depth that is off by a factor
/// (wrong unit) or inverted is reported and dropped; distances along rays are recognised and
/// converted to distances along the axis.
void checkDepthEvidence(ImageSet& set);

/// Share of the silhouettes that the cones' common volume fills, mean over views, in [0, 1];
/// poses[i] belongs to views[i]. Every view needs a mask, pixels and a camera. Exposed for the
/// tests.
double silhouetteCoverage(const std::vector<const View*>& views, const std::vector<Mat4d>& poses);

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
