// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"

namespace bozzetto {

/// Compares poses with masks. If the file's poses are right, the silhouettes' cones meet in a
/// volume that fills the silhouettes again. Other readings of the same matrices are tried: OpenCV's
/// camera axes, world-to-camera, both. Where the file's reading clearly fails (under 40 % of the
/// silhouettes filled) and another clearly fits (over 80 %), the poses are turned and that is
/// reported; a single picture that spoils the rest is named; where nothing fits, that is reported.
/// Without masks, cameras that all look away from where their axes meet are reported.
void checkPoseEvidence(ImageSet& set);

/// Compares depth with poses and depth pictures with each other. Depth that is off by a factor
/// (wrong unit) or inverted is reported and dropped; distances along rays are recognised and
/// converted to distances along the axis.
void checkDepthEvidence(ImageSet& set);

}  // namespace bozzetto
