// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

/// A sparse set of cubes of a regular lattice. Corner k of a cube is at bits (x = 1, y = 2, z = 4).
/// cubes [C, 3] int32: lattice coordinates of each cube's low corner, sorted by (x * R + y) * R + z, no duplicates.
/// corners [C, 8] int32: index of each corner in the vertex arrays.
struct CubeGrid {
    int64_t resolution = 0;  // R: cubes a side of the full lattice
    at::Tensor cubes, corners;
};

/// All R^3 cubes; vertex (x, y, z) has index (x * (R + 1) + y) * (R + 1) + z.
CubeGrid denseCubeGrid(int64_t resolution);
/// The cubes for which keep[cube] is true, with vertices renumbered in lattice order; vertices [V, 3] int32 lattice coordinates.
struct SparseCubeGrid {
    CubeGrid grid;
    at::Tensor vertices;
};
SparseCubeGrid sparseCubeGrid(int64_t resolution, const at::Tensor& cubes);

/// Activated weights, per cube.
struct CubeWeights {
    at::Tensor beta;   // [C, 12]
    at::Tensor alpha;  // [C, 8]
    at::Tensor gamma;  // [C]
};
/// raw [C, 21] (12 beta, 8 alpha, 1 gamma) -> 0.99 tanh + 1, 0.99 tanh + 1, 0.99 sigmoid + 0.005.
CubeWeights activateCubeWeights(const at::Tensor& raw);

/// How quads become triangles: Centre adds a vertex (4 triangles, smooth gradients), Split takes the diagonal by gamma.
enum class QuadSplit { Centre, Split };

struct FlexiCubesMesh {
    at::Tensor vertices;    // [V, 3]
    at::Tensor triangles;   // [T, 3] int32, normals towards positive sdf
    at::Tensor attributes;  // [V, A] if attributes were given
    at::Tensor deviation;   // scalar: L_dev, the mean |distance to plain crossing - mean of the group|; 0 without a surface
};

/// Dual marching cubes with flexible weights. positions [P, 3] (deformed), sdf [P] (< 0 inside), attributes [P, A] or undefined: float or double.
/// Differentiable in positions, sdf, weights, attributes. Cubes missing from the grid produce no quads, like the lattice's border.
/// An empty surface gives V = T = 0. Throws Error(BadInput) on shapes.
/// Source: "Flexible Isosurface Extraction for Gradient-Based Mesh Optimization" (Shen et al. 2023), section 4.
FlexiCubesMesh flexiCubes(const CubeGrid& grid, const at::Tensor& positions, const at::Tensor& sdf, const CubeWeights& weights,
                          const at::Tensor& attributes = {}, QuadSplit split = QuadSplit::Split);

}  // namespace bozzetto
