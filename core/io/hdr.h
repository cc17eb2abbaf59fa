// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

#include <filesystem>
#include <string>

namespace bozzetto {

/// Bytes of a Radiance picture (RGBE, run-length coded) of a linear [H, W, 3] image; negative
/// values become 0. Throws Error(Internal) for other channel counts. Source: Ward, "Real Pixels",
/// Graphics Gems II (1991); Radiance file format reference.
std::string encodeHdr(const Image& image);

/// Reads a Radiance picture: [H, W, 3] linear, row 0 = top. Run-length coded or flat, rows top-down
/// (-Y h +X w). Throws Error(BadInput) naming file and reason.
Image readHdr(const std::filesystem::path& path);

}  // namespace bozzetto
