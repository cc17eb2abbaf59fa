// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/flexicubes.h"

namespace bozzetto {

/// values [P] float at the vertices of a grid, averaged over their surroundings `rounds` times: a
/// round gives each cube the mean of its corners and each vertex the mean of the eight cubes around
/// it, where a cube that the grid does not have counts as 0. Along each axis that weighs neighbours
/// by 1 2 1: a Gaussian of variance rounds / 2, in cells, away from the grid's border. The same
/// bits always; no gradient. Throws Error(BadInput) on shapes, dtypes and devices.
at::Tensor smoothOverCubes(const at::Tensor& values, const CubeGrid& grid, int rounds);

}  // namespace bozzetto
