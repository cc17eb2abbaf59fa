// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/image_set.h"
#include "camera/scene_guess.h"

#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

struct AutoMaskOptions {
    bool keep_table = false;          // what the object stands on belongs to it
    std::optional<RegionBox> region;  // by the user; unset: guessed
    int max_side = 768;               // masks are found at this size and refined at the full one
    int rounds = 3;                   // of segmentation and visual hull
    /// Views whose masks are given (alpha or file) and stay as they are; the rest is made.
};

struct AutoMaskReport {
    std::string method;  // "plain background", "graph cut" or "single pictures"
    RegionBox region;
    std::optional<Plane> table;          // removed from the masks
    std::vector<InputProblem> problems;  // views whose mask is doubtful, by name and reason
    double seconds = 0;
};

/// Masks of the views that have none: a plain background by its colour; with fewer than three
/// cameras each picture by itself (single_picture.h), a guess to be looked at; otherwise graph cut
/// (Rother et al. 2004) seeded by the projected region, the sparse points, depth where given, and
/// by what the table and the far background would look like from there; then made consistent across
/// views by the visual hull. Sets alpha, has_mask, mask_from and mask_confidence of the views, and
/// the set's region. Throws Error(BadInput) when no object can be told from the background;
/// Cancelled.
AutoMaskReport makeMasks(ImageSet& set, const AutoMaskOptions& options, const Task& task);

}  // namespace bozzetto
