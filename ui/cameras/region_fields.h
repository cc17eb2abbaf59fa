// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/scene_edits.h"

namespace bozzetto::ui {

/// A region box as numbers for a person: in the scene as it stands (z up, metres).
struct RegionFields {
    Vec3d size;        // full lengths of the sides, metres
    Vec3d centre;      // metres
    double angle = 0;  // about the up axis, degrees in (-180, 180]
};

RegionFields fieldsOf(const RegionBox& box, const SceneFrame& frame);
/// The box with other numbers: sizes along its own axes, turned about the scene's up axis by what
/// the angle differs.
RegionBox withFields(const RegionBox& box, const SceneFrame& frame, const RegionFields& fields);

/// The frame with another up axis (any length) about which the floor stays under `box`, or else
/// where the old floor is nearest to the origin.
SceneFrame withUp(const SceneFrame& frame, Vec3d up, const RegionBox* box);

}  // namespace bozzetto::ui
