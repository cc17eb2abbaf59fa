// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/hull_shape.h"

#include "nvdiffrec/region.h"

#include <torch/types.h>

#include <algorithm>

namespace bozzetto {

std::vector<float> hullInCells(const ShapeInput& input, const Lattice& lattice) {
    std::vector<float> distance = visualHullDistance(input.silhouettes, lattice.positions());
    const std::vector<float> region = regionInCells(input.region, lattice);
    for (size_t i = 0; i < distance.size(); ++i) {
        distance[i] = std::clamp(distance[i] / static_cast<float>(lattice.cell), -1e6f, 1e6f);
        if (!region.empty()) {
            distance[i] = std::max(distance[i], region[i]);
        }
    }
    return distance;
}

Shape hullShape(const ShapeInput& input, int grid) {
    const at::NoGradGuard no_grad;
    const Lattice lattice = makeLattice(input.box, grid);
    const std::vector<float> hull = hullInCells(input, lattice);
    SdfVolume volume{lattice, hull};
    const SdfBand band = cutBand(volume, hull, 1.5f, 1e6f);
    const CubeWeights weights = activateCubeWeights(at::zeros({band.cubes.grid.cubes.size(0), 21}));
    const FlexiCubesMesh mesh =
        flexiCubes(band.cubes.grid, band.positions, band.sdf, weights, {}, QuadSplit::Split);
    requireSurface(mesh.vertices);
    return {mesh.vertices.to(input.device), mesh.triangles.to(input.device)};
}

}  // namespace bozzetto
