// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>

namespace bozzetto {

struct CubeTopology;  // geometry/cube_topology.h

/// A sparse set of cubes of a regular lattice. Corner k of a cube is at bits (x = 1, y = 2, z = 4).
///
/// cubes [C, 3] int32: lattice coordinates of each cube's low corner, sorted by (x * R + y) * R +
/// z, no duplicates.
///
/// corners [C, 8] int32: index of each corner in the vertex arrays; vertices are numbered in
/// lattice order.
struct CubeGrid {
    int64_t resolution = 0;    // R: cubes a side of the full lattice
    int64_t vertex_count = 0;  // P
    at::Tensor cubes, corners;
    /// What extraction looks up every step, built once with the grid: see CubeTopology.
    at::Tensor vertex_cubes, inner_edges;
    /// With a grid on a GPU: the bytes of CubeTables, there. Undefined on the CPU.
    at::Tensor tables;

    CubeTopology topology() const;
    /// A copy on another device.
    CubeGrid to(const at::Device& device) const;
    /// Unique edges [E, 2] int32, lower vertex first, sorted: for sdfSignLoss.
    at::Tensor edges() const;
};

/// The bytes of CubeTables on a device.
at::Tensor cubeTablesOn(const at::Device& device);

/// All R^3 cubes; vertex (x, y, z) has index (x * (R + 1) + y) * (R + 1) + z. Throws
/// Error(BadInput) unless 1 <= R <= 256.
CubeGrid denseCubeGrid(int64_t resolution);

/// The given cubes, with vertices renumbered in lattice order; vertices [P, 3] int32 lattice
/// coordinates.
struct SparseCubeGrid {
    CubeGrid grid;
    at::Tensor vertices;
};
/// cubes [C, 3] int32 in any order, duplicates dropped; the grid is made on their device. Throws
/// Error(BadInput) unless all lie in [0, R) and R <= 4096.
SparseCubeGrid sparseCubeGrid(int64_t resolution, const at::Tensor& cubes);

/// Activated weights, per cube.
struct CubeWeights {
    at::Tensor beta;   // [C, 12]
    at::Tensor alpha;  // [C, 8]
    at::Tensor gamma;  // [C]
};
/// raw [C, 21] (12 beta, 8 alpha, 1 gamma) -> 0.99 tanh + 1, 0.99 tanh + 1, 0.99 sigmoid + 0.005.
CubeWeights activateCubeWeights(const at::Tensor& raw);

/// How quads become triangles: Centre adds a vertex (4 triangles, smooth gradients), Split takes
/// the diagonal by gamma.
enum class QuadSplit { Centre, Split };

struct FlexiCubesMesh {
    at::Tensor vertices;    // [V, 3]: the dual vertices, then with Centre one for each quad
    at::Tensor triangles;   // [T, 3] int32, normals towards positive sdf
    at::Tensor attributes;  // [V, A] if attributes were given
    at::Tensor deviation;   // scalar: L_dev, the mean |distance to plain crossing - mean of the
                            // group|; 0 without a surface
};

/// Dual marching cubes with flexible weights. positions [P, 3] (deformed), sdf [P] (< 0 inside),
/// attributes [P, A] or undefined: float, or on the CPU double; all on the grid's device.
/// Differentiable in positions, sdf, weights, attributes; gradients do not depend on the number or
/// order of threads. On a GPU the host waits once, for the sizes. Cubes missing from the grid
/// produce no quads, like the lattice's border. An empty surface gives V = T = 0. Throws
/// Error(BadInput) on shapes. Vertices are numbered by cubes with one dual vertex, two, three,
/// four, then by cube, then by group; quads by lattice edge, those whose first end is outside
/// before the others. On a face where four edges cross the inside corners are separated, or the
/// outside ones where both cubes would join all four. Each edge has two triangles, oriented alike,
/// also in random fields: closed and edge-manifold wherever the grid covers the surface. Source:
/// "Flexible Isosurface Extraction for Gradient-Based Mesh Optimization" (Shen et al. 2023),
/// section 4.
FlexiCubesMesh flexiCubes(const CubeGrid& grid,
                          const at::Tensor& positions,
                          const at::Tensor& sdf,
                          const CubeWeights& weights,
                          const at::Tensor& attributes = {},
                          QuadSplit split = QuadSplit::Split);

/// The same with raw weights [C, 21] activated (see activateCubeWeights) only where there is a
/// surface: much cheaper for training. The gradient of raw has zero rows elsewhere.
FlexiCubesMesh flexiCubesFromRaw(const CubeGrid& grid,
                                 const at::Tensor& positions,
                                 const at::Tensor& sdf,
                                 const at::Tensor& raw,
                                 const at::Tensor& attributes = {},
                                 QuadSplit split = QuadSplit::Split);

}  // namespace bozzetto
