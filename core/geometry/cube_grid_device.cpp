// SPDX-License-Identifier: Apache-2.0
#include "geometry/cube_grid_device.h"

#include "geometry/cube_topology.h"
#include "geometry/flexicubes_tables.h"

#include <vector>

namespace bozzetto {
namespace {

/// Coordinates [N, 3] as numbers that sort like them, in a lattice of `side` points a side.
at::Tensor keysOf(const at::Tensor& coordinates, int64_t side) {
    const at::Tensor wide = coordinates.to(at::kLong);
    return (wide.select(1, 0) * side + wide.select(1, 1)) * side + wide.select(1, 2);
}
at::Tensor coordinatesOf(const at::Tensor& keys, int64_t side) {
    const at::Tensor rows = keys.floor_divide(side);
    return at::stack({rows.floor_divide(side), rows.remainder(side), keys.remainder(side)}, 1)
        .to(at::kInt);
}

at::Tensor sortedUnique(const at::Tensor& keys) {
    return std::get<0>(at::_unique2(keys, /*sorted=*/true));
}

/// [P, 8]: the cube that has a vertex as corner k, or -1.
at::Tensor cubesAroundVertices(const at::Tensor& corners, int64_t vertices) {
    const int64_t cubes = corners.size(0);
    at::Tensor around = at::full({vertices * 8}, -1, corners.options());
    const at::Tensor cube = at::arange(cubes, corners.options());
    for (int k = 0; k < 8; ++k) {
        around.index_copy_(0, corners.select(1, k).to(at::kLong) * 8 + k, cube);
    }
    return around.view({vertices, 8});
}

/// [P, 3]: CubeTopology::inner_edges.
at::Tensor innerEdges(const at::Tensor& corners, const at::Tensor& around) {
    std::vector<at::Tensor> columns;
    const at::Tensor flat_corners = corners.flatten();
    for (const EdgeRing& ring : kEdgeRings) {
        at::Tensor inner = around.select(1, ring.corner[0]) >= 0;
        for (int i = 1; i < 4; ++i) {
            inner = inner.logical_and(around.select(1, ring.corner[i]) >= 0);
        }
        const int other = kCubeEdges[ring.edge[0]][1];
        const at::Tensor cube = around.select(1, ring.corner[0]).clamp_min(0).to(at::kLong);
        const at::Tensor end = flat_corners.index_select(0, cube * 8 + other);
        columns.push_back(at::where(inner, end, at::full({}, -1, end.options())));
    }
    return at::stack(columns, 1).contiguous();
}

}  // namespace

SparseCubeGrid sparseCubeGridByTensors(int64_t resolution, const at::Tensor& cubes) {
    const int64_t side = resolution + 1;
    const auto cornerStep = [&](int k) {
        return ((k & 1) * side + (k >> 1 & 1)) * side + (k >> 2 & 1);
    };
    const at::Tensor keys = sortedUnique(keysOf(cubes, side));
    at::Tensor vertices = keys;
    for (const int axis : {2, 1, 0}) {
        vertices = sortedUnique(at::cat({vertices, vertices + cornerStep(1 << axis)}));
    }
    SparseCubeGrid result;
    result.vertices = coordinatesOf(vertices, side);
    CubeGrid& grid = result.grid;
    grid.resolution = resolution;
    grid.vertex_count = vertices.size(0);
    grid.cubes = coordinatesOf(keys, side);
    grid.corners = at::empty({keys.size(0), 8}, cubes.options());
    for (int k = 0; k < 8; ++k) {
        grid.corners.select(1, k).copy_(at::searchsorted(vertices, keys + cornerStep(k)));
    }
    grid.vertex_cubes = cubesAroundVertices(grid.corners, grid.vertex_count);
    grid.inner_edges = innerEdges(grid.corners, grid.vertex_cubes);
    if (!cubes.is_cpu()) {
        grid.tables = cubeTablesOn(cubes.device());
    }
    return result;
}

}  // namespace bozzetto
