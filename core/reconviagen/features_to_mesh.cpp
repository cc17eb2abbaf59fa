// SPDX-License-Identifier: Apache-2.0
// The extraction is the one of "Flexible Isosurface Extraction for Gradient-Based Mesh
// Optimization" (Shen et al. 2023); the layout of the features that of "Structured 3D Latents for
// Scalable and Versatile 3D Generation" (Xiang et al. 2024), mesh decoder.
#include "reconviagen/features_to_mesh.h"

#include "geometry/flexicubes.h"
#include "nn/cancel_scope.h"
#include "tensor/checks.h"

#include <string>
#include <vector>

namespace bozzetto {
namespace {

constexpr int64_t kWeights = 32, kWeightCount = 21, kAttributes = 53, kAttributesPerCorner = 6;
constexpr int64_t kColumns = kAttributes + 8 * kAttributesPerCorner;

void checkFeatures(const at::Tensor& coords, const at::Tensor& features) {
    require(features.defined(), "featuresToMesh: features");
    checkTensor(features, "features", {-1, -1}, {at::kFloat}, features.device());
    checkTensor(coords, "coords", {features.size(0), 4}, {at::kInt}, features.device());
    if (features.size(1) != kAttributes && features.size(1) != kColumns) {
        throw Error(Error::Kind::BadInput,
                    "Features of a mesh have " + std::to_string(features.size(1)) +
                        " columns; 53 or 101 are known",
                    "Fetch the weights of the mesh decoder again.");
    }
}

/// Coordinates [N, 3] as numbers that sort like them.
at::Tensor keysOf(const at::Tensor& coordinates, int64_t side) {
    const at::Tensor wide = coordinates.to(at::kLong);
    return (wide.select(1, 0) * side + wide.select(1, 1)) * side + wide.select(1, 2);
}

/// Where each of `keys` is in `sorted`, or sorted's length.
at::Tensor rowsOf(const at::Tensor& sorted, const at::Tensor& keys) {
    const int64_t count = sorted.size(0);
    if (count == 0) {
        return at::zeros_like(keys);
    }
    const at::Tensor place = at::searchsorted(sorted, keys).clamp_max(count - 1);
    const at::Tensor found = sorted.index_select(0, place) == keys;
    return at::where(found, place, at::full({}, count, place.options()));
}

/// The decoder's cubes as a lattice.
struct ActiveCubes {
    SparseCubeGrid sparse;
    at::Tensor keys;    // [N] int64 of the grid's cubes, ascending
    at::Tensor rows;    // [N] int64: row of the features of each of the grid's cubes
    at::Tensor values;  // [P, 4 + A]: FusedLattice::values
};

/// What the cubes say about their corner k: [N, 4 + A].
at::Tensor cornerValues(const at::Tensor& features, int64_t k, double bias) {
    std::vector<at::Tensor> columns = {features.narrow(1, k, 1) + bias,
                                       features.narrow(1, 8 + 3 * k, 3)};
    if (features.size(1) == kColumns) {
        columns.push_back(
            features.narrow(1, kAttributes + kAttributesPerCorner * k, kAttributesPerCorner));
    }
    return at::cat(columns, 1);
}

/// Gathered by lattice point rather than scattered by cube, so that the order of additions is
/// fixed: that of the cubes, by x, y, z. Where the sdf is nearly flat, its last digit moves the
/// surface.
at::Tensor fuse(const CubeGrid& grid, const at::Tensor& rows, const at::Tensor& features) {
    const double bias = -1.0 / static_cast<double>(grid.resolution);
    at::Tensor sum, counts = at::zeros({grid.vertex_count, 1}, features.options());
    const at::Tensor none = at::full({1}, features.size(0), rows.options());
    const at::Tensor row_of_cube = at::cat({none, rows});  // at cube + 1
    for (const int64_t k : {7, 3, 5, 1, 6, 2, 4, 0}) {
        checkCancelled();
        const at::Tensor cube = grid.vertex_cubes.select(1, k);
        const at::Tensor values = at::constant_pad_nd(cornerValues(features, k, bias), {0, 0, 0, 1})
                                      .index_select(0, row_of_cube.index_select(0, cube + 1));
        sum = sum.defined() ? sum.add_(values) : values;
        counts.add_((cube >= 0).unsqueeze(1));
    }
    return sum.div_(counts);
}

ActiveCubes activeCubes(int64_t resolution, const at::Tensor& coords, const at::Tensor& features) {
    checkFeatures(coords, features);
    const at::Tensor cubes = coords.narrow(1, 1, 3);
    const auto [keys, rows] = keysOf(cubes, resolution).sort();
    ActiveCubes active{sparseCubeGrid(resolution, cubes.index_select(0, rows)), keys, rows, {}};
    if (active.sparse.grid.cubes.size(0) != coords.size(0)) {
        throw Error(Error::Kind::BadInput,
                    "Features of a mesh name a cube twice",
                    "This is a bug in Bozzetto; please report it with the log.");
    }
    active.values = fuse(active.sparse.grid, rows, features);
    return active;
}

/// Low corners [n, 3] of cubes outside the active ones that touch a point inside the surface:
/// where the active cubes end inside, the surface closes against the +1 around them.
at::Tensor cubesAround(const SparseCubeGrid& active, const at::Tensor& inside) {
    const CubeGrid& grid = active.grid;
    const at::Tensor missing = (grid.vertex_cubes < 0).logical_and(inside.unsqueeze(1)).nonzero();
    const at::Tensor corner = missing.select(1, 1).to(at::kInt);
    const at::Tensor offset = at::stack({corner.bitwise_and(1),
                                         corner.bitwise_right_shift(1).bitwise_and(1),
                                         corner.bitwise_right_shift(2)},
                                        1);
    const at::Tensor cubes = active.vertices.index_select(0, missing.select(1, 0)) - offset;
    const at::Tensor in_range =
        (cubes >= 0).logical_and(cubes < grid.resolution).all(1).nonzero().flatten();
    return cubes.index_select(0, in_range);
}

/// Low corners of all cubes that the surface can pass through.
at::Tensor surfaceCubes(const SparseCubeGrid& active, const at::Tensor& inside) {
    const CubeGrid& grid = active.grid;
    const at::Tensor corners_inside =
        inside.to(at::kInt).index_select(0, grid.corners.flatten()).view({-1, 8}).sum(1);
    const at::Tensor crossing =
        (corners_inside > 0).logical_and(corners_inside < 8).nonzero().flatten();
    return at::cat({grid.cubes.index_select(0, crossing), cubesAround(active, inside)});
}

}  // namespace

FusedLattice fuseCorners(int64_t resolution, const at::Tensor& coords, const at::Tensor& features) {
    const ActiveCubes active = activeCubes(resolution, coords, features);
    return {active.sparse.vertices, active.values};
}

FeatureMesh featuresToMesh(int64_t resolution,
                           const at::Tensor& coords,
                           const at::Tensor& features) {
    const ActiveCubes active = activeCubes(resolution, coords, features);
    const at::Tensor inside = active.values.select(1, 0) < 0;
    const at::Tensor cubes = surfaceCubes(active.sparse, inside);
    if (cubes.size(0) == 0) {
        const at::Tensor vertices = at::empty({0, 3}, features.options());
        return {vertices,
                at::empty({0, 3}, coords.options()),
                at::empty({0, active.values.size(1) - 4}, features.options())};
    }
    const SparseCubeGrid surface = sparseCubeGrid(resolution, cubes);
    checkCancelled();

    // Rows below the last: the lattice and the weights around the active cubes.
    at::Tensor outside = at::zeros({1, active.values.size(1)}, features.options());
    outside.select(1, 0).fill_(1);
    const at::Tensor values =
        at::cat({active.values, outside})
            .index_select(0,
                          rowsOf(keysOf(active.sparse.vertices, resolution + 1),
                                 keysOf(surface.vertices, resolution + 1)));
    const at::Tensor none = at::full({1}, features.size(0), active.rows.options());
    const at::Tensor rows =
        at::cat({active.rows, none})
            .index_select(0, rowsOf(active.keys, keysOf(surface.grid.cubes, resolution)));
    const at::Tensor weights =
        at::constant_pad_nd(features.narrow(1, kWeights, kWeightCount), {0, 0, 0, 1})
            .index_select(0, rows);

    const auto side = static_cast<double>(resolution);
    const at::Tensor positions = surface.vertices.to(at::kFloat) / side - 0.5 +
                                 (1 - 1e-8) / (2 * side) * values.narrow(1, 1, 3).tanh();
    const FlexiCubesMesh mesh =
        flexiCubesFromRaw(surface.grid,
                          positions.contiguous(),
                          values.select(1, 0).contiguous(),
                          weights,
                          values.narrow(1, 4, values.size(1) - 4).sigmoid().contiguous(),
                          QuadSplit::Split);
    return {mesh.vertices, mesh.triangles, mesh.attributes};
}

}  // namespace bozzetto
