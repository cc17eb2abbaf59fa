// SPDX-License-Identifier: Apache-2.0
#include "nn/cancel_scope.h"
#include "nvdiffrec/depth_fusion.h"
#include "nvdiffrec/shape_stage_state.h"

#include <ATen/Functions.h>

#include <algorithm>

namespace bozzetto {
namespace {

constexpr size_t kJudges = 32;       // views that a trial is of and that judge it, at most
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
        checkCancelled();
        const ViewBatch view(viewNow(i * views.size() / judges));
        const Drawn drawn = draw(surface, maps, view, background);
        result.push_back(misfitOf(drawn.pixels, drawn.composed, background, view, volume.lattice));
    }
    return result;
}

/// The field is a function of its steps, the input, and a surface that rests meanwhile.
void ShapeStage::State::startField() {
    at::Tensor distances = volume.values.clone();
    distances.index_copy_(0, band.rows, sdf.value().detach());
    std::vector<TrainingView> seen;
    for (size_t i = 0; i < views.size(); ++i) {
        seen.push_back(viewNow(i));
    }
    field = RadianceField({volume.lattice, distances, low, side}, seen);
}

void ShapeStage::State::fitField() {
    field.step(seed, in_level, now().iterations);
    ++in_level;
    ++done;
}

/// [points] in cells, of what the field shows from evenly spread views.
at::Tensor ShapeStage::State::fieldDistances() const {
    const at::NoGradGuard no_grad;
    DepthFusion fusion(volume.lattice, input.device);
    const size_t count = std::min(kJudges, views.size());
    for (size_t i = 0; i < count; ++i) {
        checkCancelled();
        const TrainingView view = viewNow(i * views.size() / count);
        fusion.add(view.camera, field.depthOf(view));
    }
    return fusion.distances();
}

/// Where the hull may be too small, it proves nothing.
bool ShapeStage::State::tries(const ShapeLevel& next) const {
    return next.tries() && input.hull_slack == 0;
}

/// What ends the trial that is running, and begins another one if the next level does. Takes long:
/// it may be cancelled, and so changes nothing that is kept.
ShapeStage::State::Doubts ShapeStage::State::findDoubts(const ShapeLevel& next) {
    if (!tries(next) && !trials.running()) {
        return {};
    }
    Doubts doubts;
    doubts.shown = field.defined() ? fieldDistances() : at::Tensor();
    if (tries(next)) {
        loadViews(next.image_side);  // of all trials: they are compared
    }
    doubts.seen = misfits();
    return doubts;
}

/// Ends the trial that is running, and begins another one if the next level does.
void ShapeStage::State::tryHollows(const ShapeLevel& next, const Doubts& doubts) {
    if (!tries(next) && !trials.running()) {
        return;
    }
    if (!trials.defined()) {
        trials = HollowTrials(volume.lattice, input.device);
    }
    if (trials.running()) {
        volume.values = trials.end(doubts.seen, volume.values);
    }
    if (tries(next)) {
        redistance(volume);
        volume.values = doubts.shown.defined()
                            ? trials.begin(doubts.seen, volume.values, doubts.shown)
                            : trials.begin(doubts.seen, volume.values);
    }
}

}  // namespace bozzetto
