// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

#include <opencv2/core.hpp>

namespace bozzetto {

/// A mask found at a smaller size, brought to the picture's own: along the border, alpha follows
/// the picture's edges and becomes soft where a pixel shows both sides (guided filter, He et al.
/// 2013, on the axis from the surroundings' to the object's colour nearby). picture [H, W, 4]
/// linear; object CV_8UC1 of the same aspect, 255 = object; returns [H, W, 1] in [0, 1]. Works in
/// tiles along the border: little memory beside the result.
Image refineMask(const Image& picture, const cv::Mat& object);

}  // namespace bozzetto
