// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/compare_cameras.h"
#include "camera/scene_edits.h"

#include <span>

namespace bozzetto {

/// The box in another world. `target_from_source`: between the two worlds, as its name says.
RegionBox carriedOver(const RegionBox& region, const Similarity& target_from_source);
/// Up, floor and scale in another world: the same place is up there and as many metres high.
SceneFrame carriedOver(const SceneFrame& frame, const Similarity& target_from_source);

/// Carries region and frame from one estimate of a set's cameras to another, by the pictures that
/// are in both. False where these do not stand alike (fewer than three in both; on average more
/// than 3 % of their distance from the middle, or 3 degrees, off): then both are unset, to be
/// guessed anew.
bool carryScene(SceneEdits& scene,
                std::span<const CameraByName> before,
                std::span<const CameraByName> after);

}  // namespace bozzetto
