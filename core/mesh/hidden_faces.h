// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <vector>

namespace bozzetto {

struct HiddenFaceOptions {
    double most_visible = 0.25;  // a piece whose median visibility is more stays
    double largest_hole = 0.04;  // area of a hole that cutting a piece out may leave; world units
                                 // squared, meant for objects about 1 in size
};

/// Cuts away what cannot be seen from outside: inner walls, bubbles. visibility [T]: share of
/// directions from which each face is seen (bake/face_visibility.h). A minimum cut along short
/// edges divides unseen faces from well seen ones; each connected piece on the unseen side goes
/// unless it is seen after all or would leave a large hole. Where no face is unseen the mesh
/// returns as it is. Vertices that are left without a face go too. Deterministic. Throws
/// Error(Internal) unless there is a visibility for each face. Source: TRELLIS' post-processing
/// (Xiang et al. 2024), as described in words.
TriangleMesh removeHiddenFaces(const TriangleMesh& mesh,
                               const std::vector<float>& visibility,
                               const HiddenFaceOptions& options = {});

}  // namespace bozzetto
