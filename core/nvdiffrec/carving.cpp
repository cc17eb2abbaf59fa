// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/carving.h"

#include "nvdiffrec/misfit.h"
#include "tensor/rows.h"
#include "tensor/tensor_bytes.h"

#include <ATen/Functions.h>
#include <torch/types.h>

namespace bozzetto {
namespace {

// Errors are told in units of the mean one of their view, which falls while texture and light are
// being found. Less than two is usual; more than eight is no more certain for that.
constexpr double kUsual = 2.0;
constexpr double kMostExcess = 6.0;
constexpr double kNoError = 0.01;   // in display values: noise, and what 8 bits cannot show
constexpr double kRemembered = 16;  // looks at a point, after which the oldest fade
constexpr double kKnown = 3;        // looks after which a point's error is believed

/// Mean difference of the three colours at the covered pixels [M], in display values, without what
/// it has in common with the pixels around: an error that varies slowly is light, a shifted pattern
/// is shape.
at::Tensor patternError(const SurfacePixels& pixels,
                        const at::Tensor& composed,
                        const at::Tensor& background,
                        const ViewBatch& views) {
    const at::Tensor photo =
        views.target.slice(3, 0, 3) + (1.0 - views.target.slice(3, 3, 4)) * background;
    const at::Tensor covered = composed.slice(3, 3, 4).gt(0.5).to(at::kFloat);
    const at::Tensor error =
        (displayed(composed.slice(3, 0, 3)) - displayed(photo)) * covered;  // [N, H, W, 3]
    const at::Tensor pattern = withoutSurroundings(error, covered).abs().mean(3).view({-1, 1});
    const at::Tensor seen = gatherRows(pattern.contiguous(), pixels.index).view({-1});
    return views.trust.defined()
               ? seen * gatherRows(views.trust.view({-1, 2}), pixels.index).select(1, 0)
               : seen;
}

}  // namespace

Carving::Carving(const Lattice& lattice, const at::Device& device)
    : lattice_(lattice),
      doubt_(at::zeros({lattice.points()}, at::TensorOptions(at::kFloat).device(device))),
      seen_(at::zeros_like(doubt_)) {}

/// Takes in the errors [M] seen at position [M, 3].
void Carving::look(const at::Tensor& position, const at::Tensor& error) {
    const at::Tensor point = nearestPoint(lattice_, position);
    const at::Tensor logarithm = (error + kNoError).log() - (error.mean() + kNoError).log();
    const at::Tensor count = at::zeros_like(seen_).index_add_(0, point, at::ones_like(logarithm));
    const at::Tensor mean =
        at::zeros_like(doubt_).index_add_(0, point, logarithm) / count.clamp_min(1.0);
    const at::Tensor now = count.gt(0).to(at::kFloat);
    seen_ = (seen_ + now).clamp_max(kRemembered);
    doubt_ = doubt_ + now * (mean - doubt_) / seen_.clamp_min(1.0);
}

/// What the views agree on at position [M, 3].
Carving::Agreed Carving::agreedAt(const at::Tensor& position) const {
    const at::Tensor point = nearestPoint(lattice_, position);
    return {doubt_.index_select(0, point).exp(),
            seen_.index_select(0, point).ge(kKnown).to(at::kFloat)};
}

at::Tensor Carving::loss(const SurfacePixels& pixels,
                         const at::Tensor& composed,
                         const at::Tensor& background,
                         const ViewBatch& views) {
    at::Tensor force;  // [M, 3]
    {
        const at::NoGradGuard no_grad;
        const at::Tensor error = patternError(pixels, composed, background, views);
        look(pixels.position, error);
        const at::Tensor outwards = pixels.normal / pixels.normal.norm(2, 1, true).clamp_min(1e-6);
        const at::Tensor step = outwards * lattice_.cell;
        const Agreed here = agreedAt(pixels.position), inside = agreedAt(pixels.position - step),
                     outside = agreedAt(pixels.position + step);
        // The surface was further in or out before, and pictures agreed better there.
        const at::Tensor too_far = inside.known * inside.error.gt(here.error) +
                                   outside.known * here.error.gt(outside.error);
        const at::Tensor excess = (here.error - kUsual).clamp(0.0, kMostExcess) * error.mean();
        force = (excess * too_far.eq(0).to(at::kFloat)).unsqueeze(1) * outwards;
    }
    const auto area = static_cast<double>(views.count() * views.height() * views.width());
    return (force * pixels.position).sum() / (area * lattice_.cell);
}

std::vector<at::Tensor> Carving::state() const {
    return defined() ? std::vector<at::Tensor>{doubt_, seen_} : std::vector<at::Tensor>{};
}

void Carving::restore(const std::vector<at::Tensor>& state) {
    requireUndamaged(state.size() == (defined() ? 2 : 0), "carving");
    for (const at::Tensor& tensor : state) {
        requireUndamaged(tensor.scalar_type() == at::kFloat && tensor.sizes() == doubt_.sizes(),
                         "carving");
    }
    if (defined()) {
        doubt_ = state[0].to(doubt_.device());
        seen_ = state[1].to(seen_.device());
    }
}

}  // namespace bozzetto
