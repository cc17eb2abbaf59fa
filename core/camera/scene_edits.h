// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <filesystem>
#include <optional>
#include <string>

namespace bozzetto {

/// A box turned any way, in the input's world: what lies outside is not the object.
struct RegionBox {
    /// Rigid: the box's own axes are its columns 0 to 2, its centre is column 3.
    Mat4d world_from_box;
    Vec3d half_size{1, 1, 1};  // world units along the box's axes
    bool operator==(const RegionBox&) const = default;
};
/// Signed distance to the box's surface, world units, negative inside (exact).
double distanceTo(const RegionBox& box, Vec3d point);

/// How the scene stands: what the viewport shows upright and in real units. The cameras and the
/// reconstruction stay in the input's own coordinates; the frame is applied to what is shown and,
/// when asked for, to what is exported.
struct SceneFrame {
    Vec3d up{0, 0, 1};  // unit vector, input coordinates
    double floor = 0;   // of the floor's points: dot(up, p), input units
    double scale = 1;   // metres of one input unit
    bool operator==(const SceneFrame&) const = default;
};
/// Similarity: turns `up` to +Z by the shortest way, puts the floor at z = 0, scales to metres.
Mat4d sceneFromInput(const SceneFrame& frame);

/// What a person decided about a set's geometry before the run; all undoable, all in the project.
struct SceneEdits {
    /// A camera file or model folder that gives the cameras, instead of those that the set itself
    /// brings or that are estimated. Empty: as found.
    std::filesystem::path cameras;
    /// Id of the convention that the camera file is read in (camera/conventions.h); empty: the one
    /// that the file's format says or the evidence shows.
    std::string convention;
    /// Folder of masks by view name (<name>.png, white means object) that win over the set's own.
    std::filesystem::path masks;
    std::optional<RegionBox> region;  // unset: guessed where it is needed
    std::optional<SceneFrame> frame;  // unset: as the cameras' file has it, or guessed
    bool auto_masks = true;           // make masks where there is neither alpha nor mask
    bool keep_table = false;          // what the object stands on belongs to it
    int video_frames = 0;             // taken of a video; 0: by its length
    bool operator==(const SceneEdits&) const = default;
    bool empty() const { return *this == SceneEdits(); }
};

}  // namespace bozzetto
