// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

/// Tetrahedral grid exactly spanning [-1/2, 1/2]^3, conforming, positively oriented: det(v1 - v0,
/// v2 - v0, v3 - v0) > 0.
struct TetGrid {
    at::Tensor vertices;  // [V, 3] float
    at::Tensor tets;      // [T, 4] int32
    at::Tensor edges;     // [E, 2] int32, unique, lower vertex first, sorted
};
/// Body-centred cubic lattice: the corners (in lattice order, x slowest), then the centres, of
/// resolution^3 cells. Four tets around each inner face, each the two centres and one of the face's
/// edges; two between each outer face and its centre: 12 R^3 tets, edges 1 / R and 0.87 / R. R = 26
/// has as many vertices as the 64 grid of DMTet, R = 52 as the 128 grid. Throws Error(BadInput)
/// unless 1 <= R <= 256.
TetGrid bccTetGrid(int64_t resolution);

/// The edges of a tet grid, found once for all surfaces in it. Used on a GPU only.
struct TetTopology {
    at::Tensor edges;      // [E, 2] int32, unique, lower vertex first, sorted
    at::Tensor tet_edges;  // [T, 6] int32: a tet's edges 01 02 03 12 13 23 as rows of `edges`
};
/// tets [T, 4] int32 on any device, indices below `vertices`.
TetTopology tetTopology(const at::Tensor& tets, int64_t vertices);

struct MarchingTetsMesh {
    at::Tensor vertices;  // [V, 3], one a crossing edge, ordered by the edge's (lower, higher) end
    at::Tensor
        triangles;  // [T, 3] int32, normals towards positive sdf; those of one-triangle tets first
};
/// positions [P, 3], sdf [P] (> 0 outside) float or on the CPU double, tets [T, 4] int32,
/// positively oriented. Differentiable in positions and sdf; on the CPU the same bits for any
/// thread count, on a GPU when LibTorch is asked for deterministic algorithms. No surface: V = T =
/// 0. On a GPU the host waits once, for the sizes; without `topology` it is found first, which
/// takes longer than the rest. Throws Error(BadInput) on shapes and, on the CPU, indices out of
/// range. Sources: Doi and Koide, "An Efficient Method of Triangulating Equi-Valued Surfaces by
/// Using Tetrahedral Cells" (1991); Shen et al., "Deep Marching Tetrahedra" (2021).
MarchingTetsMesh marchingTets(const at::Tensor& positions,
                              const at::Tensor& sdf,
                              const at::Tensor& tets,
                              const TetTopology& topology = {});

}  // namespace bozzetto
