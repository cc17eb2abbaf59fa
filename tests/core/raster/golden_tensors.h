// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/safetensors.h"

#include <string>
#include <vector>

namespace bozzetto {

/// How our rasterize, interpolate, texture and antialias compare with golden tensors of the
/// original rasterizer (tests/data/raster/README.md states how they were made, and the tolerances).
struct GoldenResult {
    std::vector<std::string> problems;  // a sentence each; none: everything agrees
    std::vector<std::string> notes;     // how many ids differ within what is allowed
    int operations = 0;                 // that the file has tensors of
};
GoldenResult compareWithGolden(const Safetensors& file, const at::Device& device);

}  // namespace bozzetto
