// SPDX-License-Identifier: Apache-2.0
// All scalars are doubles and computed in the order of the published sampler: whether a step on the
// border of the guidance interval is guided hangs on the last bit.
#include "reconviagen/flow_sampler.h"

#include "base/error.h"

#include <c10/core/InferenceMode.h>

#include <cmath>

namespace bozzetto {
namespace {

constexpr int kMaxSteps = 1000;
constexpr double kModelTimeScale = 1000;

void check(const FlowSamplerOptions& options) {
    const auto fail = [](const char* what) {
        throw Error(Error::Kind::BadInput,
                    std::string("The sampler's settings are out of range: ") + what + ".",
                    "Go back to the default settings of this stage.");
    };
    if (options.steps < 1 || options.steps > kMaxSteps) {
        fail("steps must be 1 to 1000");
    }
    if (!std::isfinite(options.guidance)) {
        fail("the guidance strength must be a number");
    }
    if (!(options.guidance_rescale >= 0 && options.guidance_rescale <= 1)) {
        fail("the guidance rescale must be 0 to 1");
    }
    if (!(options.rescale_t > 0 && std::isfinite(options.rescale_t))) {
        fail("the time rescale must be above 0");
    }
    if (!(options.sigma_min >= 0 && options.sigma_min < 1)) {
        fail("the smallest noise must be at least 0 and below 1");
    }
}

/// Where a straight way from x at time t with velocity v ends.
at::Tensor destination(const FlowSamplerOptions& o,
                       const at::Tensor& x,
                       double t,
                       const at::Tensor& v) {
    return (1 - o.sigma_min) * x - (o.sigma_min + (1 - o.sigma_min) * t) * v;
}

/// The velocity whose destination has, for a share of guidance_rescale, the spread that the
/// conditional one has.
at::Tensor rescaled(const FlowSamplerOptions& o,
                    const at::Tensor& x,
                    double t,
                    const at::Tensor& v,
                    const at::Tensor& conditional,
                    const FlowSpread& spread) {
    const at::Tensor to = destination(o, x, t, v);
    const at::Tensor same_spread = to * (spread(destination(o, x, t, conditional)) / spread(to));
    const at::Tensor mixed = o.guidance_rescale * same_spread + (1 - o.guidance_rescale) * to;
    return ((1 - o.sigma_min) * x - mixed) / (o.sigma_min + (1 - o.sigma_min) * t);
}

at::Tensor velocity(const FlowSamplerOptions& o,
                    FlowModel& model,
                    const at::Tensor& x,
                    double t,
                    const FlowSpread& spread) {
    const float model_t = static_cast<float>(kModelTimeScale * t);
    const double strength = isGuided(o, t) ? o.guidance : 1;
    if (strength == 1) {
        return model.conditional(x, model_t);
    }
    if (strength == 0) {
        return model.unconditional(x, model_t);
    }
    const GuidedVelocity both = model.both(x, model_t);
    const at::Tensor v = strength * both.conditional + (1 - strength) * both.unconditional;
    return o.guidance_rescale > 0 ? rescaled(o, x, t, v, both.conditional, spread) : v;
}

}  // namespace

std::vector<double> flowTimes(const FlowSamplerOptions& options) {
    check(options);
    const double step = -1.0 / options.steps;
    std::vector<double> times;
    for (int i = 0; i <= options.steps; ++i) {
        const double u = i == options.steps ? 0.0 : i * step + 1.0;
        times.push_back(options.rescale_t * u / (1 + (options.rescale_t - 1) * u));
    }
    return times;
}

bool isGuided(const FlowSamplerOptions& options, double t) {
    return options.interval_begin <= t && t <= options.interval_end;
}

std::vector<float> modelTimes(const FlowSamplerOptions& options) {
    std::vector<float> times;
    for (const double t : flowTimes(options)) {
        times.push_back(static_cast<float>(kModelTimeScale * t));
    }
    times.pop_back();
    return times;
}

at::Tensor denseSpread(const at::Tensor& x) {
    std::vector<int64_t> dims;
    for (int64_t dim = 1; dim < x.dim(); ++dim) {
        dims.push_back(dim);
    }
    return x.std(dims, /*unbiased=*/true, /*keepdim=*/true);
}

at::Tensor sparseSpread(const at::Tensor& rows) {
    const at::Tensor mean = rows.mean(1, /*keepdim=*/true).mean(0, true);
    const at::Tensor mean_of_squares = rows.square().mean(1, true).mean(0, true);
    return (mean_of_squares - mean.square()).sqrt();
}

at::Tensor sampleFlow(const FlowSamplerOptions& options,
                      FlowModel& model,
                      const at::Tensor& noise,
                      const FlowSpread& spread,
                      const std::function<void(const FlowStep&)>& on_step) {
    c10::InferenceMode inference;
    const std::vector<double> times = flowTimes(options);
    at::Tensor x = noise.to(at::kFloat);
    for (int i = 0; i < options.steps; ++i) {
        const double t = times[i];
        const at::Tensor v = velocity(options, model, x, t, spread);
        FlowStep step{i, t, isGuided(options, t), x - (t - times[i + 1]) * v, {}};
        if (on_step) {
            step.x0 = destination(options, x, t, v);
            on_step(step);
        }
        x = step.x;
    }
    return x;
}

}  // namespace bozzetto
