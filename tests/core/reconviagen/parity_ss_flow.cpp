// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "core/reconviagen/sampler_parity.h"
#include "reconviagen/models/sparse_structure_flow.h"

namespace bozzetto::parity {
namespace {

constexpr double kForwardTolerance = 2e-5;
constexpr double kTrajectoryTolerance = 5e-5;

/// The network run call by call, nothing kept or batched: what the original does.
class PlainModel final : public FlowModel {
public:
    PlainModel(const SparseStructureFlow& flow, at::Tensor cond)
        : flow_(flow), cond_(std::move(cond)) {}
    at::Tensor conditional(const at::Tensor& x, float t) override { return flow_(x, t, cond_); }
    at::Tensor unconditional(const at::Tensor& x, float t) override {
        return flow_(x, t, at::zeros_like(cond_));
    }

private:
    const SparseStructureFlow& flow_;
    at::Tensor cond_;
};

void checkForwards(Fixture& fixture, const SparseStructureFlow& flow) {
    const at::Tensor x = fixture.in("x"), cond = fixture.in("cond");
    for (const std::string& name : fixture.between("in.", ".t")) {
        const float t = fixture.in(name + ".t").item<float>();
        const at::Tensor want = fixture.out(name);
        if (name.ends_with("_uncond")) {
            fixture.close(name, flow(x, t, std::nullopt), want, kForwardTolerance);
            fixture.close(name + ", zeros attended to",
                          flow(x, t, at::zeros_like(cond)),
                          want,
                          kForwardTolerance);
            continue;
        }
        fixture.close(name, flow(x, t, cond), want, kForwardTolerance);
        SparseStructureFlowModel prepared(flow, cond, {t});
        const GuidedVelocity both = prepared.both(x, t);
        fixture.close(name + ", batched", both.conditional, want, kForwardTolerance);
        fixture.close(
            name + ", other half", both.unconditional, flow(x, t, std::nullopt), kForwardTolerance);
    }
}

}  // namespace

void checkStructureFlow(Fixture& fixture) {
    const WeightScope weights = fixture.weights();
    const SparseStructureFlow flow(weights,
                                   SparseStructureFlowConfig::fromJson(fixture.constructor()));
    fixture.holds("every weight is read", weights.unread().empty());
    checkForwards(fixture, flow);
    const at::Tensor noise = fixture.in("sampler.noise"), cond = fixture.in("cond");
    for (const auto& [name, unused] : fixture.config.at("sampler").items()) {
        SparseStructureFlowModel prepared(flow, cond, modelTimes(samplerOptions(fixture, name)));
        checkTrajectory(fixture, name, prepared, noise, denseSpread, kTrajectoryTolerance);
        PlainModel plain(flow, cond);
        checkTrajectory(fixture, name, plain, noise, denseSpread, kTrajectoryTolerance);
    }
}

}  // namespace bozzetto::parity
