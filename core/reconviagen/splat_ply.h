// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reconviagen/models/slat_gaussian_decoder.h"

#include <string>

namespace bozzetto {

/// One row a Gaussian, [G, 14] float, as viewers of splats read them: centre (3), colour as
/// spherical harmonics of degree 0 (3), opacity as a logit, logarithms of the deviations (3),
/// rotation w, x, y, z (4).
at::Tensor splatTable(const Gaussians& gaussians);

/// A binary little-endian PLY of such a table [G, 14] on the CPU, with the property names of "3D
/// Gaussian Splatting for Real-Time Radiance Field Rendering" (Kerbl et al. 2023).
std::string encodeSplatPly(const at::Tensor& table);

}  // namespace bozzetto
