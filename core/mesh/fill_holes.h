// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

namespace bozzetto {

struct HoleOptions {
    int edges = 55;  // a hole with more stays open
};

/// Closes small holes: each simple loop of open edges is filled with the triangulation of least
/// area that turns least against the surface around it, over the loop's own vertices. Loops that
/// touch themselves, and fillings that would make an edge non-manifold, are left out.
/// Deterministic. Sources: Barequet and Sharir 1995, "Filling Gaps in the Boundary of a
/// Polyhedron"; Liepa 2003, "Filling Holes in Meshes" (weights; without its refinement: texels come
/// from the full mesh).
TriangleMesh fillHoles(const TriangleMesh& mesh, const HoleOptions& options = {});

}  // namespace bozzetto
