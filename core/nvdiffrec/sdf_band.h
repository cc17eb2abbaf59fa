// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/flexicubes.h"
#include "geometry/visual_hull.h"
#include "nvdiffrec/lattice.h"

namespace bozzetto {

/// `grid` cells along the longest side.
Lattice makeLattice(const Box& box, int grid);

/// Signed distance in cells at every lattice point, < 0 inside. On a GPU it stays there: what
/// follows works where its tensors are.
struct SdfVolume {
    Lattice lattice;
    at::Tensor values;  // [points] float
};
/// Trilinear resampling, distances rescaled to the new cell size. Computed on the CPU always.
SdfVolume resample(const SdfVolume& volume, const Lattice& lattice);

/// Values far from the surface replaced by the signed count of cells to the nearest sign change
/// (city block), so that a band can be cut anew after the surface has moved; values within a cell
/// of the surface are kept. In place. See redistanceCuda for what a GPU does otherwise.
void redistance(SdfVolume& volume);

/// The cubes near the surface: all that is optimised. Where the band ends, and where the visual
/// hull says so, signs are pinned: otherwise the mesh would open at the band's border or leave the
/// hull.
struct SdfBand {
    SparseCubeGrid cubes;
    at::Tensor rows;       // [P] int64: lattice index of each vertex
    at::Tensor positions;  // [P, 3] float
    at::Tensor sdf;        // [P] float
    at::Tensor low, high;  // [P] float bounds of sdf
};
/// hull [points]: distance in cells at the lattice points (what lies further out than `slack` is
/// pinned outside). region [points]: distance in cells to the box that the object lies in, or
/// undefined; the surface stays inside, and where it would leave, it follows the box's faces. All
/// on one device; on a GPU the host waits once, for the sizes. Throws Error(Engine) when no surface
/// is left.
SdfBand cutBand(const SdfVolume& volume,
                const at::Tensor& hull,
                float half_width,
                float slack,
                const at::Tensor& region = {});

/// Values [V, C] at points [V, 3] near the surface carried to the band's vertices: [P, C], the mean
/// over the points in the cells around a vertex, then spread to vertices without any; 1 where
/// nothing reaches.
at::Tensor spreadOverBand(const Lattice& lattice,
                          const SdfBand& band,
                          const at::Tensor& points,
                          const at::Tensor& values);

}  // namespace bozzetto
