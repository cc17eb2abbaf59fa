// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/sampler_parity.h"

namespace bozzetto::parity {
namespace {

/// In 16 bits: guidance s v - (s - 1) u multiplies what the two forwards are off by.
constexpr double kGuidedErrors = 5;

/// Passes every call on and writes down what was asked for.
class RecordingModel final : public FlowModel {
public:
    explicit RecordingModel(FlowModel& model) : model_(model) {}

    at::Tensor conditional(const at::Tensor& x, float t) override {
        record(t, true);
        return model_.conditional(x, t);
    }
    at::Tensor unconditional(const at::Tensor& x, float t) override {
        record(t, false);
        return model_.unconditional(x, t);
    }
    GuidedVelocity both(const at::Tensor& x, float t) override {
        record(t, true);
        record(t, false);
        return model_.both(x, t);
    }

    std::vector<double> t, is_conditional;

private:
    void record(float time, bool conditional) {
        t.push_back(time);
        is_conditional.push_back(conditional);
    }
    FlowModel& model_;
};

}  // namespace

FlowSamplerOptions samplerOptions(const Fixture& fixture, const std::string& name) {
    const nlohmann::json& from = fixture.config.at("sampler").at(name);
    FlowSamplerOptions options;
    options.steps = from.at("steps");
    options.guidance = from.at("cfg_strength");
    options.interval_begin = from.at("cfg_interval").at(0);
    options.interval_end = from.at("cfg_interval").at(1);
    options.guidance_rescale = from.at("guidance_rescale");
    options.rescale_t = from.at("rescale_t");
    options.sigma_min = from.at("sigma_min");
    return options;
}

void checkTrajectory(Fixture& fixture,
                     const std::string& name,
                     FlowModel& model,
                     const at::Tensor& noise,
                     const FlowSpread& spread,
                     double tolerance,
                     CallKinds kinds) {
    const FlowSamplerOptions options = samplerOptions(fixture, name);
    const auto compareState = [&](const char* what, int step, const at::Tensor& got) {
        const std::string key = name + "." + what + ".step" + std::to_string(step);
        if (fixture.has("mid." + key)) {
            fixture.close(key, got, fixture.mid(key), tolerance);
        }
    };
    const double bar_of_a_forward = fixture.bar16();
    fixture.bar16(kGuidedErrors * bar_of_a_forward);
    RecordingModel recording(model);
    std::vector<double> guided;
    const at::Tensor samples =
        sampleFlow(options, recording, noise, spread, [&](const FlowStep& step) {
            guided.push_back(step.guided);
            compareState("x_t", step.index, step.x);
            compareState("x_0", step.index, step.x0);
        });
    fixture.equal(name + ".t", flowTimes(options), fixture.mid(name + ".t"));
    fixture.equal(name + ".guided", guided, fixture.mid(name + ".guided"));
    fixture.equal(name + ".model_t", recording.t, fixture.mid(name + ".model_t"));
    if (kinds == CallKinds::Stored) {
        fixture.equal(name + ".model_is_cond",
                      recording.is_conditional,
                      fixture.mid(name + ".model_is_cond"));
    }
    fixture.close(name + ".samples", samples, fixture.out(name + ".samples"), tolerance);
    fixture.bar16(bar_of_a_forward);
}

}  // namespace bozzetto::parity
