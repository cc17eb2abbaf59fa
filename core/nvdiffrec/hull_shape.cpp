// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/hull_shape.h"

#include "nvdiffrec/region.h"

#include <torch/types.h>

#include <algorithm>

namespace bozzetto {

at::Tensor hullInCells(const ShapeInput& input, const Lattice& lattice) {
    const std::vector<float> distance = visualHullDistance(input.silhouettes, lattice.positions());
    at::Tensor cells = at::empty({lattice.points()});
    std::transform(distance.begin(), distance.end(), cells.data_ptr<float>(), [&](float d) {
        return std::clamp(d / static_cast<float>(lattice.cell), -1e6f, 1e6f);
    });
    const at::Tensor region = regionInCells(input.region, lattice);
    return (region.defined() ? at::max(cells, region) : cells).to(input.device);
}

Shape hullShape(const ShapeInput& input, int grid) {
    const at::NoGradGuard no_grad;
    const Lattice lattice = makeLattice(input.box, grid);
    const at::Tensor hull = hullInCells(input, lattice);
    const SdfVolume volume{lattice, hull};
    const SdfBand band = cutBand(volume, hull, 1.5f, 1e6f);
    const CubeWeights weights =
        activateCubeWeights(at::zeros({band.cubes.grid.cubes.size(0), 21}, hull.options()));
    const FlexiCubesMesh mesh =
        flexiCubes(band.cubes.grid, band.positions, band.sdf, weights, {}, QuadSplit::Split);
    requireSurface(mesh.vertices);
    return {mesh.vertices, mesh.triangles};
}

}  // namespace bozzetto
