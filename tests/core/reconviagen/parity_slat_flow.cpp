// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "core/reconviagen/sampler_parity.h"
#include "reconviagen/models/slat_flow.h"

namespace bozzetto::parity {
namespace {

constexpr double kTolerance = 2e-5, kTrajectoryTolerance = 5e-5;

std::vector<at::Tensor> views(const Fixture& f) {
    std::vector<at::Tensor> all;
    while (f.has("in.cond.view" + std::to_string(all.size()))) {
        all.push_back(f.in("cond.view" + std::to_string(all.size())));
    }
    return all;
}

}  // namespace

void checkSlatFlow(Fixture& f) {
    const WeightScope w = f.weights();
    const SlatFlow flow(w, SlatFlowConfig::fromJson(f.constructor()));
    f.holds("every weight is read", w.unread().empty());
    const SparseTensor x{VoxelSet::make(f.in("coords").contiguous()), f.in("feats")};
    const SlatCondition single = flow.condition({f.in("cond.single")});
    const SlatCondition several = flow.condition(views(f));
    const SlatCondition sparing = flow.condition(views(f), SlatCondition::Keys::MadeAnew);
    for (const std::string& name : f.between("in.", ".t")) {
        const bool unconditional = name.ends_with("_uncond");
        const bool of_several = name.ends_with("_views");
        const SlatCondition& condition = of_several ? several : single;
        const float t = f.in(name + ".t").item<float>();
        f.close(name, flow(x, t, unconditional ? nullptr : &condition), f.out(name), kTolerance);
        if (of_several) {
            f.close(name + " made anew", flow(x, t, &sparing), f.out(name), kTolerance);
        }
    }
    f.equal("coarse_coords", x.voxels->coarser().voxels->coords(), f.mid("coarse_coords"));
    SlatFlowModel model(flow, x.voxels, several);
    for (const auto& [name, options] : f.config.at("sampler").items()) {
        checkTrajectory(f, name, model, f.in("sampler.noise"), sparseSpread, kTrajectoryTolerance);
    }
}

}  // namespace bozzetto::parity
