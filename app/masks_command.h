// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/masks_arguments.h"

namespace bozzetto {

/// `bozzetto-cli masks`: makes the masks that a set lacks, from cameras estimated on the way where
/// there are none and the background is not plain, and writes them as <view name>.png,
/// grey, 8 bits, white means object, in the pixels of the picture files (with their lens
/// distortion, turned as the reader of the set turns them); or, with --format, writes all masks of
/// the set as another program wants them (camera/mask_export.h). Events beside those of
/// TaskReporter:
///   start     input, output, views
///   mask      view (without --format), path
///   result    folder, seconds, report: method, masks (how many were written), region (centre,
///             half_size, axes as rows; null without cameras), cameras (the report of their
///             estimate; null if there was none), table (normal, offset; null without
///             one), problems (view's path, reason, hint)
/// Returns the exit code; may throw Error.
int runMasks(const MasksArguments& arguments);

}  // namespace bozzetto
