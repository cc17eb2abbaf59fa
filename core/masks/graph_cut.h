// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <opencv2/core.hpp>

namespace bozzetto {

struct GraphCutOptions {
    float smoothness = 2.5f;  // cost of a border where the picture shows none
    /// Where the background's own picture is known: a contrast that it has too does not attract
    /// the border. CV_8UC3 as the picture, and CV_32FC1 in [0, 1] how sure it is; may be empty.
    cv::Mat background, background_sure;
};

/// The most likely object region: the minimum cut of evidence per pixel and contrast between
/// pixels (Boykov and Jolly 2001; GrabCut's contrast term, Rother et al. 2004; contrast that the
/// background has too is weakened, Sun et al. 2006). color CV_8UC3; evidence CV_32FC1, logarithm of
/// object over background. returns CV_8UC1, 255 = object.
cv::Mat cutObject(const cv::Mat& color, const cv::Mat& evidence, const GraphCutOptions& options);

}  // namespace bozzetto
