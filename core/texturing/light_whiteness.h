// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

/// Mean distance of a light's channels from their mean: base [6, S, S, 3] float, a scalar.
/// Differentiable once. On a GPU one operation, without waiting for the device, with the same bits
/// always. Source: Munkberg et al. 2022 (nvdiffrec), the light's regulariser.
at::Tensor lightWhiteness(const at::Tensor& base);

}  // namespace bozzetto
