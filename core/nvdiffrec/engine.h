// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"

#include <memory>

namespace bozzetto {

/// Our nvdiffrec (Munkberg et al. 2022) with FlexiCubes (Shen et al. 2023): posed images with masks
/// to a textured mesh, its materials and the light.
std::unique_ptr<Engine> makeNvdiffrecEngine();

}  // namespace bozzetto
