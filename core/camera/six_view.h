// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/file_finder.h"
#include "camera/view_source.h"

#include <array>
#include <filesystem>
#include <optional>

namespace bozzetto {

/// front looks along +Y, right stands at +X, back at +Y, left at -X; the top view has +Y up in the
/// picture, the bottom view -Y.
inline constexpr std::array kSixViewNames = {"front", "right", "back", "left", "top", "bottom"};

// The canonical rig (Blender's default NeRF-synthetic field of view around a sphere of radius 1).
inline constexpr double kSixViewFocal = 1.38881;      // focal length / picture width
inline constexpr double kSixViewDistance = 3.188306;  // camera to origin, world units

/// Camera to world of side `index` of kSixViewNames, `distance` from the origin.
Mat4d sixViewPose(int index, double distance);

/// Pictures with the six names at top level or in train/, with depth as <name>_depth.png,
/// depth/<name>.png or train_depth/<name>.png; nullopt if the folder holds fewer than four of them.
/// Cameras are the canonical rig's.
std::optional<SetSource> findSixViewSet(const FileFinder& finder);

/// True if every view carries one of the six names and there are at least four.
bool hasSixViewNames(const SetSource& set);

/// How far the six cameras stand from the common centre, from the depth pictures alone; nullopt
/// without usable depth.
///
/// A depth picture gives metric points in its own camera's frame whatever the rig's distance D. The
/// point nearest to camera i lies D - z_i from the centre plane towards camera i (z_i = smallest
/// depth of view i). A view j that sees the object from the side measures the same extent e_ij
/// directly: the largest sideways coordinate of its points along the direction of camera i. So D =
/// z_i + e_ij, for up to 24 pairs; their median is taken. It is then refined within 3 % by
/// minimising the disagreement between depth pictures: points of one view, placed in the world with
/// D and seen from a neighbour, must have the neighbour's depth. Depth [h, w, 1] in world units, 0
/// = unknown; cameras as assumed (distance kSixViewDistance).
std::optional<double> sixViewDistanceFromDepth(const ImageSet& set);

/// Moves the assumed cameras to `distance`.
void setSixViewDistance(ImageSet& set, double distance);

}  // namespace bozzetto
