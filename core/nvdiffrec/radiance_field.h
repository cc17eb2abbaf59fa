// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/hash_grid.h"
#include "nvdiffrec/lattice.h"
#include "texturing/training_views.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// Where a radiance field is, all on one device.
struct FieldSpace {
    Lattice lattice;
    at::Tensor distances;  // [points] in cells, < 0 inside: nothing lies clearly outside of it
    at::Tensor low;        // [1, 3] corner of the cube that the grids fill,
    double side = 1;       // and its side
};

/// Emission and absorption in the space inside a surface, optimised by rendering rays through it: a
/// fog that thickens where the photographs agree. A surface sees only what lies on it, so that no
/// gradient leads it into a hollow; fog sees all depths at once. It is no surface, and materials
/// are only colours that change with the direction (spherical harmonics of degree one), so what it
/// says is where to look, not where the surface is. Sources: Mildenhall et al. 2020, "NeRF" (3:
/// volume rendering); grids without a network: Sun et al. 2022, "Direct Voxel Grid Optimization";
/// colours: Fridovich-Keil et al. 2022, "Plenoxels".
class RadianceField {
public:
    RadianceField() = default;
    /// Thin fog of one colour. From the views that `each` lists, rays of pixels which only the
    /// object fills; colours are compared as displayed, without the views' gains.
    RadianceField(const FieldSpace& space, const std::vector<TrainingView>& views);
    bool defined() const { return density_ != nullptr; }

    /// One step on random rays, a function of (seed, step); step of `steps` sets the step size.
    void step(uint64_t seed, int64_t step, int64_t steps);

    /// Depth [H, W] along the optical axis where half of the light of a pixel that only the object
    /// fills is stopped; 0 elsewhere, and where too much light gets through.
    at::Tensor depthOf(const TrainingView& view) const;

    /// The grids and their optimisers, for checkpoints. deserialize throws Error(BadInput) when the
    /// bytes hold no such.
    std::string serialize() const;
    void deserialize(std::string_view bytes);

private:
    struct Rays {
        at::Tensor origin, direction;  // [R, 3] unit frame; directions advance the depth by 1
        at::Tensor color;              // [R, 3] as displayed
        at::Tensor trust;              // [R] in [0, 1]
    };
    struct Marched {
        at::Tensor depth;   // [R, N] of the samples
        at::Tensor weight;  // [R, N] light that each stops
        at::Tensor color;   // [R, 3] of all stopped light
        at::Tensor left;    // [R] light that gets through
    };
    static Rays raysOf(const TrainingView& view, int64_t stride);
    Marched march(const at::Tensor& origin,
                  const at::Tensor& direction,
                  const at::Tensor& offset) const;
    at::Tensor radiance(const at::Tensor& features,
                        const at::Tensor& place,
                        const at::Tensor& direction) const;
    int64_t samples() const;

    FieldSpace space_;
    Rays rays_;
    // Density and colour with its change along x; the changes along y and z.
    std::shared_ptr<HashGrid> density_, change_;
};

}  // namespace bozzetto
