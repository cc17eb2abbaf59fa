// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "video/video.h"

namespace bozzetto {

/// Name of the index that stands beside the frames: JSON with "version", "video", "notes" and
/// "frames" (file, number, seconds, sharpness).
inline constexpr const char* kFrameIndexName = "frames.json";

/// Writes the index into `folder`, where the pictures of `frames` are under the same names. Throws
/// Error(Output).
void writeFrameIndex(const VideoFrames& frames, const std::filesystem::path& folder);

}  // namespace bozzetto
