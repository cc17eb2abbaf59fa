// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/scene_guess.h"

#include <optional>
#include <span>
#include <vector>

namespace bozzetto {

/// What the cameras tell about a scene before any point is looked at.
struct CameraRig {
    Vec3d focus;          // the point that most optical axes pass closest to
    double distance = 0;  // median distance of the cameras from it
    Vec3d up;             // unit; perpendicular to the cameras' right axes, towards their up axes
    double up_confidence = 0;  // [0, 1]: how far the right axes leave one direction only
};
/// cameras: at least 2. Cameras that are no numbers do not count.
CameraRig studyCameras(std::span<const Camera> cameras);

/// A point of the cloud with its weight, the number of pictures that see it.
struct WeightedPoint {
    Vec3d position;
    double weight = 1;
};

/// A plane and how much of the cloud lies on it.
struct TablePlane {
    Plane plane;
    double tolerance = 0;  // points nearer than this are on it, world units
    double share = 0;      // of the points' weight that lies on it
    int points = 0;
};

/// The plane that holds most of the points' weight among those that have all cameras and their
/// focus on one side and (nearly) nothing behind them, and that level cameras could stand over.
/// Found by RANSAC, refined by least squares. nullopt if no plane holds a fair share.
std::optional<TablePlane> findTablePlane(std::span<const WeightedPoint> points,
                                         std::span<const Camera> cameras,
                                         const CameraRig& rig);

}  // namespace bozzetto
