// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace bozzetto {

/// Averages values [V * channels] over a mesh's edges, so that a vertex decides with its
/// neighbourhood: in each round a vertex gets the mean of itself and, once a side of a triangle
/// that leads away from it, its neighbours. triangles [T, 3] int32, on any device.
void averageOverEdges(const at::Tensor& triangles,
                      int64_t vertices,
                      int64_t channels,
                      int rounds,
                      std::vector<float>& values);

}  // namespace bozzetto
