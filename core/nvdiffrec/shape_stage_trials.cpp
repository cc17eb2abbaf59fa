// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/shape_stage_state.h"

#include <ATen/Functions.h>

#include <algorithm>

namespace bozzetto {
namespace {

constexpr size_t kJudges = 32;       // views that judge a trial, at most
constexpr double kBackground = 0.2;  // linear, behind the object: neither black nor white

}  // namespace

TrainingView ShapeStage::State::viewNow(size_t index) const {
    const TrainingView view = views.view(index);
    return input.refinement ? input.refinement->apply(view, index) : view;
}

/// Of the surface as it is, in evenly spread views.
std::vector<Misfit> ShapeStage::State::misfits() {
    const at::NoGradGuard no_grad;
    const FlexiCubesMesh now = mesh(QuadSplit::Split);
    requireSurface(now.vertices);
    const Surface surface = makeSurface(now.vertices, now.triangles, now.attributes);
    const int64_t size = options.light_size;
    const LightMaps maps = (*prefilter)(light.value().exp().view({6, size, size, 3}));
    const at::Tensor background = at::full({3}, kBackground, floats());
    const size_t judges = std::min(kJudges, views.size());
    std::vector<Misfit> result;
    for (size_t i = 0; i < judges; ++i) {
        const ViewBatch view(viewNow(i * views.size() / judges));
        const Drawn drawn = draw(surface, maps, view, background);
        result.push_back(misfitOf(drawn.pixels, drawn.composed, background, view, volume.lattice));
    }
    return result;
}

/// Ends the trial that is running, and begins another one if there is one.
void ShapeStage::State::tryHollows(bool again) {
    again = again && input.hull_slack == 0;  // else the hull proves nothing
    if (!again && !trials.running()) {
        return;
    }
    const std::vector<Misfit> seen = misfits();
    if (!trials.defined()) {
        trials = HollowTrials(volume.lattice, input.device);
    }
    if (trials.running()) {
        volume.values = trials.end(seen, volume.values);
    }
    if (again) {
        redistance(volume);
        volume.values = trials.begin(seen, volume.values);
    }
}

}  // namespace bozzetto
