// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/hull_shape.h"

#include "geometry/visual_hull_device.h"
#include "nn/cancel_scope.h"
#include "nvdiffrec/region.h"
#include "tensor/convert.h"

#include <torch/types.h>

namespace bozzetto {
namespace {

constexpr int64_t kPointsAtOnce = 1 << 18;

}  // namespace

at::Tensor hullInCells(const ShapeInput& input, const Lattice& lattice) {
    const at::Tensor points = toTensor(lattice.positions()).to(input.device);
    std::vector<at::Tensor> pieces;  // so that it can be cancelled; a GPU is quick
    for (const at::Tensor& piece : points.split(points.is_cpu() ? kPointsAtOnce : points.size(0))) {
        checkCancelled();
        pieces.push_back(visualHullDistance(input.silhouettes, piece));
    }
    const at::Tensor distance = at::cat(pieces);
    const at::Tensor cells = distance.div(static_cast<float>(lattice.cell)).clamp(-1e6f, 1e6f);
    const at::Tensor region = regionInCells(input.region, lattice);
    return region.defined() ? at::max(cells, region.to(input.device)) : cells;
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
