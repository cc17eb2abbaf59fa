// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/shape_stage.h"

namespace bozzetto {

/// [points] signed distance in cells of the lattice points to the visual hull, in the region if
/// there is one, on the input's device.
at::Tensor hullInCells(const ShapeInput& input, const Lattice& lattice);

/// The visual hull itself at a level's grid, for scores: what the optimisation starts from.
Shape hullShape(const ShapeInput& input, int grid);

}  // namespace bozzetto
