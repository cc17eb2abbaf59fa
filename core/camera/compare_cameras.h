// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/scene_guess.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bozzetto {

/// Cameras against true ones, after the similarity that brings the cameras' centres and directions
/// together.
struct CameraComparison {
    Similarity truth_from_cameras;
    int matched = 0;                               // by view name
    std::vector<std::string> missing;              // true cameras that have no partner
    double position_mean = 0, position_worst = 0;  // units of the true cameras
    double rotation_mean = 0, rotation_worst = 0;  // degrees
    double focal_error = 0;  // median of |f / true f - 1|, for pictures of the same size
    std::string worst_view;  // by position
};
using CameraByName = std::pair<std::string, Camera>;
/// Throws Error(BadInput) when fewer than three names are in both.
CameraComparison compareCameras(std::span<const CameraByName> cameras,
                                std::span<const CameraByName> truth);

}  // namespace bozzetto
