// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/scene_edits.h"
#include "nvdiffrec/sdf_band.h"

#include <ATen/ATen.h>

#include <optional>
#include <vector>

namespace bozzetto {

/// Signed distance in cells of the lattice points to the box, negative inside; empty without one.
at::Tensor regionInCells(const std::optional<RegionBox>& region, const Lattice& lattice);

/// Points [N, 3], those outside the box moved to its surface; same frame as the box. Not
/// differentiable.
at::Tensor clampedTo(const RegionBox& region, const at::Tensor& points);
/// The same in tensor operations, on any device: what clampedTo does with points that are not in
/// main memory.
at::Tensor clampedOnDevice(const RegionBox& region, const at::Tensor& points);

}  // namespace bozzetto
