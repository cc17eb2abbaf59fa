// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <vector>

namespace bozzetto {

/// Carries values [V] of some vertices on to the others: where `known` is 0, as smooth as can be
/// over the mesh's edges (a membrane, each vertex the mean of its neighbours); where it is 1, as
/// given; between, a mixture. `fade` >= 0 pulls what is carried towards zero, to a third within
/// about 0.6 / sqrt(fade) edges; 0: never. Parts of the mesh without a known vertex get 0.
/// Deterministic.
std::vector<Vec3f> extendValues(const TriangleMesh& mesh,
                                const std::vector<Vec3f>& values,
                                const std::vector<float>& known,
                                float fade);

}  // namespace bozzetto
