// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/scene_guess.h"
#include "masks/plane_picture.h"
#include "masks/work_view.h"

#include <optional>
#include <span>
#include <vector>

namespace bozzetto {

struct SegmentOptions {
    RegionBox region;              // holds the object, perhaps with room to spare
    bool region_is_exact = false;  // by a person: nothing outside belongs to it, and it stays
    std::optional<Plane> table;
    bool keep_table = false;
    int rounds = 3;
};

/// The object in one view, at the work size.
struct SegmentedView {
    cv::Mat object;        // CV_8UC1, 255 = object
    cv::Mat evidence;      // CV_32FC1, logarithm of object over background, all sources together
    cv::Mat others;        // CV_32FC1, what the other views say (seenByOthers); > 0: object
    double agreement = 1;  // intersection over union of `object` with what the others say
};

struct Segmentation {
    std::vector<SegmentedView> views;
    RegionBox region;  // tight
};

/// Tells the object from the background in all views together. First every view is compared with
/// what the table would look like from there; what differs votes for the object in a grid of
/// cells. Then, `rounds` times, each view is cut by its own evidence (table, colours of object and
/// surroundings, contrast) and what the other views say, and votes anew. Throws Error(BadInput)
/// when nothing is left; Cancelled.
Segmentation segmentViews(std::span<WorkView> views,
                          const SegmentOptions& options,
                          const Task& task);

}  // namespace bozzetto
