// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/flexicubes.h"
#include "geometry/visual_hull.h"

#include <vector>

namespace bozzetto {

/// A regular lattice of cubic cells over a box.
struct Lattice {
    int cells[3] = {0, 0, 0};
    Vec3d origin;
    double cell = 0;

    int64_t points() const {
        return static_cast<int64_t>(cells[0] + 1) * (cells[1] + 1) * (cells[2] + 1);
    }
    int64_t index(int x, int y, int z) const {
        return (static_cast<int64_t>(x) * (cells[1] + 1) + y) * (cells[2] + 1) + z;
    }
    int resolution() const { return std::max({cells[0], cells[1], cells[2]}); }
    std::vector<Vec3f> positions() const;
};
/// `grid` cells along the longest side.
Lattice makeLattice(const Box& box, int grid);

/// Signed distance in cells at every lattice point, < 0 inside.
struct SdfVolume {
    Lattice lattice;
    std::vector<float> values;
};
/// Trilinear resampling, distances rescaled to the new cell size.
SdfVolume resample(const SdfVolume& volume, const Lattice& lattice);

/// Values far from the surface replaced by the signed count of cells to the nearest sign change
/// (city block), so that a band can be cut anew after the surface has moved; values within a cell
/// of the surface are kept.
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

    /// A copy on another device; all functions here work on bands on the CPU.
    SdfBand to(const at::Device& device) const;
};
/// hull: distance in cells at the lattice points (what lies further out than `slack` is pinned
/// outside). region: distance in cells to the box that the object lies in, or empty; the surface
/// stays inside, and where it would leave, it follows the box's faces.
SdfBand cutBand(const SdfVolume& volume,
                const std::vector<float>& hull,
                float half_width,
                float slack,
                const std::vector<float>& region = {});

/// Values [V, C] at points [V, 3] near the surface carried to the band's vertices: [P, C], the mean
/// over the points in the cells around a vertex, then spread to vertices without any; 1 where
/// nothing reaches.
at::Tensor spreadOverBand(const Lattice& lattice,
                          const SdfBand& band,
                          const at::Tensor& points,
                          const at::Tensor& values);

}  // namespace bozzetto
