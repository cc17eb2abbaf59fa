// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/scene_guess.h"
#include "masks/work_view.h"

#include <optional>
#include <span>
#include <vector>

namespace bozzetto {

/// A square piece of a plane, seen from above: pixel (i, j) shows the point
/// origin + (i + 0.5) pixel u + (j + 0.5) pixel v.
struct PlaneFrame {
    Vec3d origin, u, v;
    double pixel = 1;  // world units
    int size = 0;      // pixels a side
};
/// Centred under `center`, reaching `half_size` to each side.
PlaneFrame planeFrame(const Plane& plane, Vec3d center, double half_size, double pixel);

/// What lies on the plane, as most of the views that are not hidden from it agree: things that
/// stand above it look different in each view.
struct PlanePicture {
    PlaneFrame frame;
    cv::Mat color;           // CV_8UC3, as WorkView::color
    cv::Mat agreement;       // CV_32FC1, share of the seeing views that agree; 0 for a single one
    double consistency = 0;  // mean share of agreeing views, weighted by how much detail there is
};

/// hidden[i], CV_8UC1, non-zero: pixels of view i that do not show the plane; may be empty.
/// `tolerance`: colour distance within which views agree.
PlanePicture picturePlane(std::span<const WorkView> views,
                          std::span<const cv::Mat> hidden,
                          const PlaneFrame& frame,
                          float tolerance,
                          const Task& task);

/// The plane picture as a view would see it, if nothing stood on it.
struct PlanePrediction {
    cv::Mat color;      // CV_8UC3
    cv::Mat agreement;  // CV_32FC1, 0 where nothing is known
};
PlanePrediction predictView(const PlanePicture& picture, const WorkView& view);

/// Exposure and white balance: the gains under which the views agree best about the plane.
void matchExposure(std::span<WorkView> views, const PlaneFrame& frame);

/// The plane under the object where no points tell it: perpendicular to `up` (within a few
/// degrees), at the height within two `radius` below `center` that the views agree most about.
/// nullopt when no height stands out (a table without any pattern).
std::optional<Plane> findPlane(
    std::span<const WorkView> views, Vec3d up, Vec3d center, double radius, const Task& task);

}  // namespace bozzetto
