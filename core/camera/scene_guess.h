// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "camera/scene_edits.h"
#include "camera/sparse_cloud.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bozzetto {

/// A plane dot(normal, p) = offset, `normal` a unit vector towards the cameras.
struct Plane {
    Vec3d normal{0, 0, 1};
    double offset = 0;
};

/// What was guessed, how sure it is, and from what ("the floor under 1204 points").
struct SceneGuess {
    SceneFrame frame;
    std::optional<Plane> table;  // what the object stands on, if enough points lie on one plane
    RegionBox region;            // the object: standing on the table, if there is one
    enum class UpFrom {
        Table,    // the plane under the object
        Gravity,  // as the phones that took the photographs felt it (EXIF)
        Cameras,  // people hold them level
    };
    UpFrom up_from = UpFrom::Cameras;
    double up_confidence = 0;  // [0, 1]
    std::string evidence;
};

/// Up, floor and the object's region from cameras and sparse points: the dominant plane that the
/// cameras look down on (RANSAC over the points, refined), else the cameras' common right axes
/// (people hold a camera level: up is perpendicular to all of them); the region from the points
/// that most cameras look at, above the plane. `cloud` may be empty: then cameras alone.
/// Where photographs tell gravity (gravity.h), it goes before the cameras' right axes, and before
/// the plane if that leans more than 5 degrees: a table is more exact than a phone, but not every
/// plane is level.
/// cameras: at least 2, in `cloud.pictures` order where a cloud is given. device_ups: empty, or for
/// each camera what its photograph says is up, in its axes.
SceneGuess guessScene(std::span<const Camera> cameras,
                      const SparseCloud& cloud,
                      std::span<const std::optional<Vec3d>> device_ups = {});
/// Stable word: "table", "gravity", "cameras".
const char* toString(SceneGuess::UpFrom from);

/// Up and floor from three points of the floor, `up` on the cameras' side; nullopt if they are on
/// one line.
std::optional<SceneFrame> frameFromFloor(Vec3d a,
                                         Vec3d b,
                                         Vec3d c,
                                         std::span<const Camera> cameras);
/// The frame with the scale that makes the distance of two points `metres` long.
SceneFrame withLength(const SceneFrame& frame, Vec3d a, Vec3d b, double metres);

/// Similarity target = scale * rotation * source + translation with the least squared error
/// (Umeyama 1991). Throws Error(BadInput) for fewer than 3 points or points on one line.
struct Similarity {
    Mat4d rotation;  // rigid, no translation
    double scale = 1;
    Vec3d translation;
    Vec3d operator()(Vec3d p) const;
    /// The camera in the target's world (its rotation stays orthonormal).
    Camera operator()(const Camera& camera) const;
};
Similarity alignPoints(std::span<const Vec3d> source, std::span<const Vec3d> target);
/// From camera centres and viewing directions: works for two cameras and for rigs on a line too.
Similarity alignCameras(std::span<const Camera> source, std::span<const Camera> target);

}  // namespace bozzetto
