// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"

#include <memory>

namespace bozzetto {

/// ReconViaGen v0.2 ("ReconViaGen: Towards Accurate Multi-view 3D Object Reconstruction via
/// Generation", arXiv 2510.23306): 1 to 16 photographs of an object with masks, without cameras,
/// become a complete mesh through published networks. The result is in the canonical cube
/// [-0.5, 0.5]^3, +z up, or where the set's cameras put it.
std::unique_ptr<Engine> makeReconviagenEngine();

}  // namespace bozzetto
