// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "core/reconviagen/sampler_parity.h"

namespace bozzetto::parity {
namespace {

/// v = a x + condition - b (t / 1000) x.
class AnalyticModel final : public FlowModel {
public:
    AnalyticModel(const Fixture& fixture, const std::string& kind)
        : a_(fixture.config.at("a")),
          b_(fixture.config.at("b")),
          condition_(fixture.in(kind + ".cond")),
          negative_(fixture.in(kind + ".neg_cond")) {}

    at::Tensor conditional(const at::Tensor& x, float t) override { return of(x, t, condition_); }
    at::Tensor unconditional(const at::Tensor& x, float t) override { return of(x, t, negative_); }

private:
    at::Tensor of(const at::Tensor& x, float t, const at::Tensor& condition) const {
        const at::Tensor time = at::full({}, t, x.options()) * 0.001;
        return a_ * x + condition - b_ * time * x;
    }
    double a_, b_;
    at::Tensor condition_, negative_;
};

}  // namespace

void checkSamplerAnalytic(Fixture& fixture) {
    constexpr double kTolerance = 1e-6;
    for (const auto& [name, options] : fixture.config.at("sampler").items()) {
        const bool sparse = name.starts_with("sparse");
        const std::string kind = sparse ? "sparse" : "dense";
        AnalyticModel model(fixture, kind);
        checkTrajectory(fixture,
                        name,
                        model,
                        fixture.in(kind + ".noise"),
                        sparse ? sparseSpread : denseSpread,
                        kTolerance,
                        CallKinds::NotStored);
    }
}

}  // namespace bozzetto::parity
