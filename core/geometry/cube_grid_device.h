// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/flexicubes.h"

namespace bozzetto {

/// sparseCubeGrid without its checks, from tensor operations on the cubes' own device: what a grid
/// on a GPU is made with. cubes [C, 3] int32 in [0, resolution).
SparseCubeGrid sparseCubeGridByTensors(int64_t resolution, const at::Tensor& cubes);

}  // namespace bozzetto
