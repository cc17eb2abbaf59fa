// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/lattice.h"
#include "texturing/surface.h"

namespace bozzetto {

/// What a rendering of some views gets wrong, pixel by pixel, in display values.
struct Misfit {
    at::Tensor error;    // [N, P] of colour (mean of three) and coverage; where not trusted: 0
    at::Tensor pattern;  // [N, P] of the colour without what the pixels around have in common; -1
                         // at outlines and where nothing is seen
    at::Tensor point;    // [N, P] int32: the lattice point nearest to what is seen; -1: nothing is
};
/// Of what composeView made of `pixels` over `background`. Not differentiable.
Misfit misfitOf(const SurfacePixels& pixels,
                const at::Tensor& composed,
                const at::Tensor& background,
                const ViewBatch& views,
                const Lattice& lattice);

/// Display values of linear ones, near enough to weigh errors by.
at::Tensor displayed(const at::Tensor& radiance);

/// Differences of colours [N, H, W, 3] less their mean over the pixels around that count [N, H, W,
/// 1]: an error that varies slowly is light, a shifted pattern is shape. Those that do not count
/// must be 0.
at::Tensor withoutSurroundings(const at::Tensor& difference, const at::Tensor& counts);

/// [M] int64: the lattice point nearest to each of position [M, 3].
at::Tensor nearestPoint(const Lattice& lattice, const at::Tensor& position);

}  // namespace bozzetto
