// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto {

/// Values of the lattice's points that a set of cubes has as corners.
struct FusedLattice {
    at::Tensor points;  // [P, 3] int32, ascending by (x, y, z)
    at::Tensor values;  // [P, 4 + A] float: sdf, deformation (3), attributes as logits (A)
};

/// What cubes say about their corners, averaged over the cubes that share one. coords [N, 4] int32
/// (batch 0, x, y, z) below `resolution`, features [N, 53 or 101] float, of which columns 0 to 7
/// are the sdf of the corners (to which -1 / resolution is added), 8 to 31 their deformation, 53
/// on their six attributes, if there are any. Corner k is at bits x = 1, y = 2, z = 4. The same
/// numbers on every run. Throws Error(BadInput) for shapes and coordinates.
FusedLattice fuseCorners(int64_t resolution, const at::Tensor& coords, const at::Tensor& features);

struct FeatureMesh {
    at::Tensor vertices;    // [V, 3] float in [-0.5, 0.5]^3, +z up
    at::Tensor triangles;   // [T, 3] int32, normals outwards
    at::Tensor attributes;  // [V, A] float in (0, 1): display RGB (3), normal colour (3)

    /// There was no surface.
    bool empty() const { return triangles.size(0) == 0; }
};

/// The mesh that a mesh decoder's features describe; arguments as fuseCorners', columns 32 to 52
/// are FlexiCubes' weights of the cube. Outside the cubes the sdf is +1. Only cubes at the surface
/// are looked at: no lattice of resolution^3 exists. On the features' device.
FeatureMesh featuresToMesh(int64_t resolution,
                           const at::Tensor& coords,
                           const at::Tensor& features);

}  // namespace bozzetto
