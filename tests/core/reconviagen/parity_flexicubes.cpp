// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "geometry/cube_grid_device.h"
#include "geometry/cube_topology.h"
#include "geometry/flexicubes.h"
#include "geometry/flexicubes_surface.h"

#include <vector>

namespace bozzetto::parity {
namespace {

constexpr double kTolerance = 1e-6;

/// Cases of the surface's cubes after the ambiguity fix, and which cubes those are, found on the
/// CPU.
void checkCases(Fixture& f, const CubeGrid& grid) {
    const at::Tensor sdf = f.in("sdf").cpu().contiguous();
    const DualSurface surface =
        findDualSurface(grid.topology(), sdf.data_ptr<float>(), EdgeQuads::Skip);
    std::vector<int32_t> cases;
    at::Tensor is_surface = at::zeros({grid.cubes.size(0)}, at::kByte);
    for (const SurfaceCube& cube : surface.cubes) {
        cases.push_back(cube.cube_case);
        is_surface.data_ptr<uint8_t>()[cube.cube] = 1;
    }
    f.equal("case_after", at::tensor(at::ArrayRef<int32_t>(cases), at::kInt), f.mid("case_after"));
    f.equal("surface_cubes", is_surface, f.mid("surface_cubes"));
}

void checkExtraction(Fixture& f, const std::string& what, const CubeGrid& grid) {
    const FlexiCubesMesh mesh = flexiCubes(grid,
                                           f.in("vertices").contiguous(),
                                           f.in("sdf").contiguous(),
                                           activateCubeWeights(f.in("weights").contiguous()),
                                           f.in("colour_logits").sigmoid(),
                                           QuadSplit::Split);
    f.equal(what + "faces", mesh.triangles, f.out("faces"));
    f.close(what + "vertices", mesh.vertices, f.out("vertices"), kTolerance);
    f.close(what + "colours", mesh.attributes, f.out("colours"), kTolerance);
}

}  // namespace

void checkFlexiCubes(Fixture& fixture) {
    const CubeGrid grid = denseCubeGrid(fixture.config.at("resolution"));
    const at::Device device = fixture.run().device;
    checkCases(fixture, grid);
    checkExtraction(fixture, "", device.is_cpu() ? grid : grid.to(device));
    // The same cubes by way of a GPU's grids, in another order.
    const CubeGrid by_tensors =
        sparseCubeGridByTensors(grid.resolution, grid.cubes.flip(0).to(device)).grid;
    checkExtraction(fixture, "by tensors: ", by_tensors);
    fixture.equal("by tensors: corners", by_tensors.corners, grid.corners);
    fixture.equal("by tensors: inner_edges", by_tensors.inner_edges, grid.inner_edges);
}

}  // namespace bozzetto::parity
