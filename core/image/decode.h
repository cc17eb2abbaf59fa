// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image_file.h"

#include <opencv2/core.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace bozzetto {

/// The largest of 1, 2, 4, 8 by which the decoder itself can make a picture smaller while it still
/// has at least `pixels` pixels. The steps of JPEG (scaled inverse transform) and of camera raw
/// (half size) average display values, or raw ones, over blocks.
int reductionFor(const ImageHeader& header, int64_t pixels);

/// The stored pixel array: B, G, R(, A) or grey, 8-bit, 16-bit or float; each side divided by
/// `reduction` (of reductionFor), rounded up. Throws Error(BadInput) for damaged data,
/// Error(OutOfMemory). Internal to image/.
cv::Mat decodePixels(std::string bytes,
                     const ImageFile& file,
                     const std::filesystem::path& path,
                     int reduction = 1);

}  // namespace bozzetto
