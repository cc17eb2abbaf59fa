// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "render/light.h"
#include "texturing/surface.h"

#include <functional>

namespace bozzetto {

/// Roughness and metallic of every vertex by trying them, with the base colour that then fits best.
struct VertexMaterials {
    at::Tensor kd;         // [V, 3]
    at::Tensor roughness;  // [V, 1]
    at::Tensor metallic;   // [V, 1] 0 or 1
};

/// With shape and light known, the split-sum model is linear in the base colour once roughness and
/// metallic are chosen: for each choice of a small table the best colour of every vertex is a
/// weighted least-squares solution over the views that see it, and the residuals, gathered over a
/// neighbourhood, say which choice is right. Gradient descent cannot: a rough metal and paint look
/// alike, and whichever it starts near it keeps. view(i), i < views: on the surface's device, as
/// the result; light: prefiltered. Throws what a CancelScope throws (nn/cancel_scope.h).
VertexMaterials searchMaterials(const Surface& surface,
                                size_t views,
                                const std::function<TrainingView(size_t)>& view,
                                const LightMaps& light);

}  // namespace bozzetto
