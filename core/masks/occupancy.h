// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/scene_guess.h"
#include "masks/work_view.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

namespace bozzetto {

/// How a view's evidence at a pixel counts for the cells along its ray: that a cell was seen
/// through weighs much, that it lies before or behind the object little; both bounded, so that a
/// wrong view is outvoted. (Probabilistic visual hull; Franco and Boyer 2005, with clamped sums.)
struct VoteWeights {
    float most_against = 2.4f, most_for = 0.6f;
    float of(float evidence) const {
        return evidence < 0 ? std::max(evidence, -most_against)
                            : std::min(0.3f * evidence, most_for);
    }
};

/// Cells of a box with the views' joint evidence that they belong to the object.
struct Occupancy {
    RegionBox box;
    int nx = 0, ny = 0, nz = 0;
    double cell = 0;           // side of a cell, world units
    std::vector<float> score;  // [nz, ny, nx]; > 0: object
    VoteWeights weights;

    Vec3d center(int i, int j, int k) const {
        return transformPoint(world_from_grid, Vec3d{i + 0.5, j + 0.5, k + 0.5});
    }
    Mat4d world_from_grid;  // cells to world; a similarity
    std::size_t index(int i, int j, int k) const {
        return (static_cast<std::size_t>(k) * ny + j) * nx + i;
    }
};

/// evidence[v], CV_32FC1: logarithm of object over background of each pixel of views[v]. Cells out
/// of a picture get nothing from it; cells that fewer than `least_seen` pictures show are empty.
Occupancy occupancyOf(std::span<const WorkView> views,
                      std::span<const cv::Mat> evidence,
                      const RegionBox& box,
                      int cells_along_longest,
                      int least_seen,
                      const VoteWeights& weights,
                      const Task& task);

/// Leaves only the cells of the largest part, and of others with at least a fiftieth of its cells.
/// Cells that nearly touch are one part.
void keepLargestParts(Occupancy& occupancy);

/// What the other views say about each pixel of `view`: the largest score along its ray without the
/// view's own vote; CV_32FC1, at least `kNothing`.
inline constexpr float kNothing = -12.0f;
cv::Mat seenByOthers(const Occupancy& occupancy, const WorkView& view, const cv::Mat& evidence);

/// Where the object's cells that lie at least `height` over the plane hide what is on it from a
/// view, CV_8UC1, 255 = hidden. Lower ones do so only for places right beside them.
cv::Mat hiddenBehind(const Occupancy& occupancy,
                     const WorkView& view,
                     const Plane& plane,
                     double height);

/// The smallest box along the axes of the old one that holds the object's cells and `margin` times
/// its longest side more on each side; nullopt where there are none.
std::optional<RegionBox> boundsOf(const Occupancy& occupancy, double margin);

/// The box that holds the visual hull of given masks (WorkView::given), starting from one that
/// certainly does; nullopt when masks and cameras contradict each other.
std::optional<RegionBox> regionOfMasks(std::span<const WorkView> views,
                                       const RegionBox& start,
                                       const Task& task);
/// Evidence of a given mask: strong either way. CV_32FC1.
cv::Mat evidenceOfMask(const cv::Mat& given);

}  // namespace bozzetto
