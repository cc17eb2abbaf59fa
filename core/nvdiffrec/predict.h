// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/options.h"

#include <string>
#include <utility>
#include <vector>

namespace bozzetto {

/// Memory and time of a run, from the sizes of what it allocates (predict.cpp; what was measured
/// stands in tests/bench/README.md). headers: the set without its pixels.
Prediction predictNvdiffrec(const ImageSet& headers, const NvdiffrecOptions& options, int threads);

/// The GPU's share of a run there, by what holds it, beside the driver's own context: calibrated by
/// runs on an H100 (tests/bench/README.md). options.batch: views a step, 0 counts as 1.
std::vector<std::pair<std::string, uint64_t>> predictDeviceMemory(const ImageSet& headers,
                                                                  const NvdiffrecOptions& options);

}  // namespace bozzetto
