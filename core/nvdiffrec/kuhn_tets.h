// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

/// The six tetrahedra along the main diagonal of every cube, [6 C, 4], positively oriented. Kuhn's
/// subdivision is the same in every cube, so neighbours agree on their common face.
/// corners [C, 8] int32 as in CubeGrid.
at::Tensor kuhnTets(const at::Tensor& corners);

}  // namespace bozzetto
