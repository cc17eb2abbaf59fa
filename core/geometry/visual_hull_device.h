// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/visual_hull.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// visualHullDistance of points [P, 3] float where they are, on the CPU or a GPU: [P] float there.
/// The silhouettes' maps are uploaded for the call. Throws Error(BadInput) on shapes.
at::Tensor visualHullDistance(const std::vector<Silhouette>& views, const at::Tensor& points);

}  // namespace bozzetto
