// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/shape_stage.h"

#include <array>
#include <vector>

namespace bozzetto {

/// How bright each photograph is against the others, measured where they show the same places of
/// the visual hull.
struct Exposures {
    /// [view] gains of linear RGB; their geometric mean over the views is 1 in each channel.
    std::vector<std::array<double, 3>> gains;
    double spread = 0;  // standard deviation of the logarithms
};

/// A gain is the median ratio to the places' mean colours, a few rounds. A view that shares too few
/// places keeps 1.
Exposures measureExposures(const ShapeInput& input);

}  // namespace bozzetto
