// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/options.h"

namespace bozzetto {

/// Memory and time of a run, from the sizes of what it allocates (predict.cpp; what was measured
/// stands in tests/bench/README.md). headers: the set without its pixels.
Prediction predictNvdiffrec(const ImageSet& headers, const NvdiffrecOptions& options, int threads);

}  // namespace bozzetto
