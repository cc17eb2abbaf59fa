// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <cstdint>
#include <functional>
#include <string>

namespace bozzetto {

struct SimplifyOptions {
    int64_t triangles = 0;  // budget, at least 4
    /// Largest distance that the surface may move, as a fraction of its bounding box's longest
    /// side. The default stops nothing that still looks like the object.
    double largest_error = 0.1;
    /// Called now and then with a fraction in [0, 1]; throws to cancel.
    std::function<void(double)> progress;
};

struct SimplifiedMesh {
    TexturedMesh mesh;  // the material is that of the source; tangents only if the source had them
    double error = 0;   // as meshoptimizer estimates it, unit of largest_error
    std::string note;   // why the budget was missed by more than 5 %; empty if it was not
};

/// Fewer triangles, the same texture. Every remaining corner is a corner of `mesh` with its own
/// position, normal and UV; corners on either side of a UV seam move together, so that closed
/// surfaces stay closed and seams keep meeting. Vertices where three or more charts meet stay where
/// they are, as do open borders' ends. Fins without a volume (finFaces) that arise where the
/// surface is pinched are dropped. A mesh within the budget is returned as it is. Deterministic.
/// Throws Error(BadInput) for a budget below 4.
SimplifiedMesh simplify(const TexturedMesh& mesh, const SimplifyOptions& options);

}  // namespace bozzetto
