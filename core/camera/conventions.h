// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "camera/view_source.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bozzetto {

/// A way in which a file may mean its 4x4 matrices, as a change from how they were read.
struct PoseConvention {
    std::string
        id;  // stable: "as-read", "opencv", "world-to-camera", "world-to-camera-opencv", ...
    std::string title;  // for people: "OpenCV axes (y down, looking along +z)"
};
/// All that are tried, "as-read" first: camera-to-world or world-to-camera; camera axes of OpenGL,
/// OpenCV and the other right-handed ones that programs write; mirrored worlds (left-handed: x, y
/// or z negated, y and z swapped).
std::span<const PoseConvention> poseConventions();

/// The pose that a matrix means under a convention. Throws Error(BadInput) for an unknown id.
Mat4d readPose(const Mat4d& as_read, const std::string& convention);

/// The same for a point of the file's world: mirrored where the world is left-handed.
Vec3d readPoint(Vec3d as_read, const std::string& convention);

/// What speaks for a convention.
struct ConventionEvidence {
    std::string convention;
    double score = 0;         // [0, 1]
    double in_front = 0;      // share of the cloud's points in front of the cameras that see them
    double reprojection = 0;  // median error of the matches, pixels of a 1000 px picture; 0: none
    double silhouettes = 0;   // mean IoU of the masks with their common visual hull; 0: no masks
    double epipolar = 0;      // share of feature matches that agree with the poses; 0: not tried
    double facing = 0;        // share of cameras that look at the point that all pass closest to
    std::string text;         // "12 of 12 cameras look at the object; masks agree to 94 %"
};
struct ConventionVerdict {
    std::vector<ConventionEvidence> ranked;  // best first
    bool is_clear = false;                   // the best is far ahead and good in itself
    const ConventionEvidence& best() const { return ranked.front(); }
};

/// Scores the plausible conventions for a set's cameras on evidence: points in front and
/// inside the pictures that see them where a cloud is there, silhouettes where masks are, else
/// agreement of features matched between photographs (rays that meet in front of both). Decodes
/// pictures at a small size. The poses of `set` are taken as read. Views without camera do not
/// count.
ConventionVerdict solveConvention(const SetSource& set);

/// Applies a convention to all poses and points of the set (and notes it).
void applyConvention(SetSource& set, const std::string& convention);

/// The evidence on a photograph, for people to judge: where there are masks, the mask's outline in
/// cyan and that of all masks' common volume, seen through this convention, in orange; else the
/// sparse points that the photograph sees in green; else matched features in green with a line, red
/// where it is long, to where the other photographs put them.
struct ConventionPicture {
    int width = 0, height = 0;  // at most 800 on the longer side
    std::vector<uint8_t> rgb;   // [height, width, 3] sRGB
    std::string caption;        // what is drawn, in a sentence
};
/// Throws Error(BadInput) for an unknown convention or view, or one without camera or picture.
ConventionPicture evidencePicture(const SetSource& set,
                                  const std::string& view,
                                  const std::string& convention);

}  // namespace bozzetto
