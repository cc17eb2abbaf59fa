// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

/// Tetrahedral grid exactly spanning [-1/2, 1/2]^3, conforming, positively oriented.
struct TetGrid {
    at::Tensor vertices;  // [V, 3] float
    at::Tensor tets;      // [T, 4] int32
    at::Tensor edges;     // [E, 2] int32, unique, sorted
};
/// BCC lattice (corners and centres of resolution^3 cells, 12 tets an interior cell pair; boundary closed with half octahedra).
TetGrid bccTetGrid(int64_t resolution);

struct MarchingTetsMesh {
    at::Tensor vertices;    // [V, 3]
    at::Tensor triangles;   // [T, 3] int32, normals towards positive sdf; one-triangle tets first
};
/// positions [P, 3], sdf [P] (> 0 outside), tets [T, 4] int32. Differentiable in positions and sdf.
/// Source: nvdiffrec section "DMTet"; Shen et al., "Deep Marching Tetrahedra" (2021).
MarchingTetsMesh marchingTets(const at::Tensor& positions, const at::Tensor& sdf, const at::Tensor& tets);

}  // namespace bozzetto
