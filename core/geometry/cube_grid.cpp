// SPDX-License-Identifier: Apache-2.0
#include "geometry/cube_grid_device.h"
#include "geometry/cube_topology.h"
#include "geometry/flexicubes.h"
#include "geometry/flexicubes_tables.h"
#include "tensor/checks.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

namespace bozzetto {
namespace {

constexpr int64_t kMaxDenseResolution = 256;
constexpr int64_t kMaxResolution = 4096;
constexpr int64_t kMaxCubes = int64_t{1} << 28;  // 8 corners each stay within int32

[[noreturn]] void rejectGrid(const std::string& message) {
    throw Error(Error::Kind::BadInput, message, "Choose another grid resolution.");
}

/// Lattice coordinates as one number that sorts like (x, y, z).
struct LatticeKey {
    int64_t side;  // points a side
    int64_t of(int64_t x, int64_t y, int64_t z) const { return (x * side + y) * side + z; }
    std::array<int32_t, 3> coordinates(int64_t key) const {
        return {static_cast<int32_t>(key / side / side),
                static_cast<int32_t>(key / side % side),
                static_cast<int32_t>(key % side)};
    }
    int64_t cornerStep(int corner) const {
        return of(corner & 1, corner >> 1 & 1, corner >> 2 & 1);
    }
};

/// Sorted union of keys and keys shifted by step.
std::vector<int64_t> dilate(const std::vector<int64_t>& keys, int64_t step) {
    std::vector<int64_t> shifted(keys), result;
    for (int64_t& key : shifted) {
        key += step;
    }
    result.reserve(keys.size() + keys.size() / 4);
    std::set_union(
        keys.begin(), keys.end(), shifted.begin(), shifted.end(), std::back_inserter(result));
    return result;
}

at::Tensor coordinatesOf(const std::vector<int64_t>& keys, const LatticeKey& lattice) {
    at::Tensor coordinates = at::empty({static_cast<int64_t>(keys.size()), 3}, at::kInt);
    int32_t* out = coordinates.data_ptr<int32_t>();
    for (const int64_t key : keys) {
        const std::array<int32_t, 3> xyz = lattice.coordinates(key);
        out = std::copy(xyz.begin(), xyz.end(), out);
    }
    return coordinates;
}

/// Indices into `vertices` of the corners of the cubes with these low corners; both sorted, so one
/// sweep a corner does it.
at::Tensor cornersOf(const std::vector<int64_t>& cubes,
                     const std::vector<int64_t>& vertices,
                     const LatticeKey& lattice) {
    at::Tensor corners = at::empty({static_cast<int64_t>(cubes.size()), 8}, at::kInt);
    int32_t* out = corners.data_ptr<int32_t>();
    for (int corner = 0; corner < 8; ++corner) {
        const int64_t step = lattice.cornerStep(corner);
        int64_t vertex = 0;
        for (size_t cube = 0; cube < cubes.size(); ++cube) {
            while (vertices[vertex] != cubes[cube] + step) {
                ++vertex;
            }
            out[cube * 8 + corner] = static_cast<int32_t>(vertex);
        }
    }
    return corners;
}

/// keys: low corners in the lattice of vertices, sorted and unique.
SparseCubeGrid gridOf(int64_t resolution, const std::vector<int64_t>& keys) {
    const LatticeKey lattice{resolution + 1};
    std::vector<int64_t> vertices = keys;
    for (const int axis : {2, 1, 0}) {
        vertices = dilate(vertices, lattice.cornerStep(1 << axis));
    }
    SparseCubeGrid result;
    result.vertices = coordinatesOf(vertices, lattice);
    CubeGrid& grid = result.grid;
    grid.resolution = resolution;
    grid.vertex_count = static_cast<int64_t>(vertices.size());
    grid.cubes = coordinatesOf(keys, lattice);
    grid.corners = cornersOf(keys, vertices, lattice);
    grid.vertex_cubes = at::empty({grid.vertex_count, 8}, at::kInt);
    grid.inner_edges = at::empty({grid.vertex_count, 3}, at::kInt);
    buildCubeTopology(grid.corners.data_ptr<int32_t>(),
                      static_cast<int64_t>(keys.size()),
                      grid.vertex_count,
                      grid.vertex_cubes.data_ptr<int32_t>(),
                      grid.inner_edges.data_ptr<int32_t>());
    return result;
}

/// Of cubes on a GPU. Waits for it.
void checkRange(const at::Tensor& cubes, int64_t resolution) {
    if (cubes.numel() == 0) {
        return;
    }
    const auto [low, high] = at::aminmax(cubes);
    if (low.item<int32_t>() < 0 || high.item<int32_t>() >= resolution) {
        rejectGrid("Cube coordinates outside a grid of resolution " + std::to_string(resolution));
    }
}

}  // namespace

CubeTopology CubeGrid::topology() const {
    return {cubes.size(0),
            vertex_count,
            corners.data_ptr<int32_t>(),
            vertex_cubes.data_ptr<int32_t>(),
            inner_edges.data_ptr<int32_t>()};
}

CubeGrid CubeGrid::to(const at::Device& device) const {
    CubeGrid copy = *this;
    copy.cubes = cubes.to(device);
    copy.corners = corners.to(device);
    copy.vertex_cubes = vertex_cubes.to(device);
    copy.inner_edges = inner_edges.to(device);
    copy.tables = device.is_cpu() ? at::Tensor() : cubeTablesOn(device);
    return copy;
}

at::Tensor cubeTablesOn(const at::Device& device) {
    at::Tensor bytes = at::empty({static_cast<int64_t>(sizeof(CubeTables))}, at::kByte);
    std::memcpy(bytes.data_ptr(), &cubeTables(), sizeof(CubeTables));
    return bytes.to(device);
}

CubeGrid denseCubeGrid(int64_t resolution) {
    if (resolution < 1 || resolution > kMaxDenseResolution) {
        rejectGrid("Dense cube grid of resolution " + std::to_string(resolution) +
                   " (1 to 256 are possible)");
    }
    const LatticeKey lattice{resolution + 1};
    std::vector<int64_t> keys;
    keys.reserve(resolution * resolution * resolution);
    for (int64_t x = 0; x < resolution; ++x) {
        for (int64_t y = 0; y < resolution; ++y) {
            for (int64_t z = 0; z < resolution; ++z) {
                keys.push_back(lattice.of(x, y, z));
            }
        }
    }
    return gridOf(resolution, keys).grid;
}

SparseCubeGrid sparseCubeGrid(int64_t resolution, const at::Tensor& cubes) {
    if (resolution < 1 || resolution > kMaxResolution) {
        rejectGrid("Sparse cube grid of resolution " + std::to_string(resolution) +
                   " (1 to 4096 are possible)");
    }
    require(cubes.defined(), "sparseCubeGrid: cubes");
    checkTensor(cubes, "cubes", {-1, 3}, {at::kInt}, cubes.device());
    if (cubes.size(0) > kMaxCubes) {
        rejectGrid("Sparse cube grid of " + std::to_string(cubes.size(0)) + " cubes");
    }
    if (!cubes.is_cpu()) {
        checkRange(cubes, resolution);
        return sparseCubeGridByTensors(resolution, cubes);
    }
    const LatticeKey lattice{resolution + 1};
    const int32_t* xyz = cubes.data_ptr<int32_t>();
    std::vector<int64_t> keys(cubes.size(0));
    for (int64_t& key : keys) {
        for (int axis = 0; axis < 3; ++axis) {
            if (xyz[axis] < 0 || xyz[axis] >= resolution) {
                rejectGrid("Cube coordinate " + std::to_string(xyz[axis]) +
                           " outside a grid of resolution " + std::to_string(resolution));
            }
        }
        key = lattice.of(xyz[0], xyz[1], xyz[2]);
        xyz += 3;
    }
    if (!std::is_sorted(keys.begin(), keys.end())) {
        std::sort(keys.begin(), keys.end());
    }
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return gridOf(resolution, keys);
}

at::Tensor CubeGrid::edges() const {
    // Each vertex looks along +z, +y, +x: ascending by the other end.
    const int32_t* corner = corners.data_ptr<int32_t>();
    std::vector<int32_t> flat;
    for (int64_t vertex = 0; vertex < vertex_count; ++vertex) {
        const int32_t* around = vertex_cubes.data_ptr<int32_t>() + vertex * 8;
        for (const int step : {4, 2, 1}) {
            for (int k = 0; k < 8; ++k) {
                if ((k & step) == 0 && around[k] >= 0) {
                    flat.push_back(static_cast<int32_t>(vertex));
                    flat.push_back(corner[around[k] * int64_t{8} + (k | step)]);
                    break;
                }
            }
        }
    }
    return at::tensor(at::ArrayRef<int32_t>(flat), at::kInt).view({-1, 2});
}

}  // namespace bozzetto
