// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <vector>

namespace bozzetto {

/// Cosine-weighted share of the hemisphere over each vertex from which nothing of the mesh hides
/// the sky: [V] in [0, 1], 1 = open. normals [V] unit; `rays` a vertex, the same low-discrepancy
/// set turned at random (by the vertex's index: deterministic) about the normal. Landis 2002,
/// "Production-Ready Global Illumination" (ambient occlusion by hemisphere sampling).
std::vector<float> ambientOcclusion(const TriangleMesh& mesh,
                                    const std::vector<Vec3f>& normals,
                                    int rays);

/// One pass of averaging with the neighbours over the mesh's edges (the vertex counts half): takes
/// the grain of few rays.
std::vector<float> smoothOverEdges(const TriangleMesh& mesh, const std::vector<float>& values);

}  // namespace bozzetto
