// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/cube_topology.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bozzetto::device_test {

/// A field on the corners of some cubes of a lattice.
struct CubeScene {
    std::string name;
    std::vector<int32_t> corners, vertex_cubes, inner_edges;  // see CubeTopology
    std::vector<float> positions, sdf;                        // [P, 3] displaced, [P]
    std::vector<float> raw;                                   // [C, 21] weights
    std::vector<float> attributes;                            // [P, channels]
    int64_t channels = 1;

    int64_t cubes() const { return static_cast<int64_t>(corners.size() / 8); }
    int64_t points() const { return static_cast<int64_t>(sdf.size()); }
    CubeTopology topology() const {
        return {cubes(), points(), corners.data(), vertex_cubes.data(), inner_edges.data()};
    }
    /// Edges of the lattice [E, 2].
    std::vector<int32_t> edges() const;
    /// Kuhn's six tetrahedra of each cube [6 C, 4].
    std::vector<int32_t> tets() const;
};

/// The cubes within `half_width` cells of a bumpy sphere in a lattice of `resolution` cells a side,
/// distances in cells: what an optimisation step sees.
CubeScene bandScene(int resolution, float half_width);
/// All cubes of a lattice with random values: every case, every ambiguity, many vertices a cube.
CubeScene randomScene(int resolution, int64_t channels);
/// No surface at all.
CubeScene emptyScene();

}  // namespace bozzetto::device_test
