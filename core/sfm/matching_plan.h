// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "sfm/estimate_cameras.h"
#include "sfm/pictures.h"

#include <string>
#include <utility>
#include <vector>

namespace bozzetto {

using PicturePairs = std::vector<std::pair<size_t, size_t>>;  // indices, first < second, sorted

/// Up to so many pictures all pairs are compared whatever their order.
inline constexpr size_t kExhaustiveLimit = 80;

/// Whether the pictures' order is that of a walk around the object: they were taken one after the
/// other by EXIF, or their names count up with few gaps.
bool isPath(const SetSource& set, const std::vector<SfmPicture>& pictures);

struct MatchingPlan {
    bool is_sequential = false;
    PicturePairs pairs;
    std::string warning;  // about time; empty if there is nothing to say
};
/// Which pictures are compared. used: indices into `pictures`. Sequential: each with its ten
/// successors and those 16, 32, ... further on, and about sixty key pictures among each other,
/// which closes loops.
MatchingPlan planMatching(const SetSource& set,
                          const std::vector<SfmPicture>& pictures,
                          const std::vector<size_t>& used,
                          CameraEstimateOptions::Matching matching);

}  // namespace bozzetto
