// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <functional>
#include <vector>

namespace bozzetto {

/// Source: flow matching ("Flow Matching for Generative Modeling"), Euler steps with
/// classifier-free guidance in an interval of times ("Applying Guidance in a Limited Interval
/// Improves Sample and Distribution Quality in Diffusion Models") and rescaled guidance ("Common
/// Diffusion Noise Schedules and Sample Steps are Flawed", section 3.4).
struct FlowSamplerOptions {
    int steps = 30;
    double guidance = 7.5;        // v = guidance * conditional + (1 - guidance) * unconditional
    double interval_begin = 0.6;  // times at which there is guidance, both ends included
    double interval_end = 1.0;
    double guidance_rescale = 0.7;  // share of the result that is given the spread of the
                                    // conditional prediction; 0: none
    double rescale_t = 5.0;         // above 1: shorter steps near the noise
    double sigma_min = 1e-5;
};

/// t_0 = 1 > ... > t_steps = 0: options.steps + 1 values.
std::vector<double> flowTimes(const FlowSamplerOptions& options);

/// Whether a step that starts at time t is guided.
bool isGuided(const FlowSamplerOptions& options, double t);

/// The times as a model gets them, 1000 t, one for each step in order.
std::vector<float> modelTimes(const FlowSamplerOptions& options);

/// Velocities of one state.
struct GuidedVelocity {
    at::Tensor conditional, unconditional;
};

/// What a sampler drives: a network with its condition. x and the velocities have one shape: a
/// dense volume [B, C, X, Y, Z], or the rows of a sparse one [N, C]; float32. t: 1000 times the
/// time.
class FlowModel {
public:
    virtual ~FlowModel() = default;
    virtual at::Tensor conditional(const at::Tensor& x, float t) = 0;
    virtual at::Tensor unconditional(const at::Tensor& x, float t) = 0;
    /// Both; a model that runs them as one batch overrides it.
    virtual GuidedVelocity both(const at::Tensor& x, float t) {
        return {conditional(x, t), unconditional(x, t)};
    }
};

/// Standard deviation of a state, in a shape that broadcasts against it.
using FlowSpread = std::function<at::Tensor(const at::Tensor&)>;
/// Of each sample of [B, ...]: with n - 1. Shape [B, 1, ...].
at::Tensor denseSpread(const at::Tensor& x);
/// Of all rows [N, C] of one sparse sample: with n, as sqrt(mean(x^2) - mean(x)^2). Shape [1, 1].
at::Tensor sparseSpread(const at::Tensor& rows);

/// One Euler step as a caller may watch it.
struct FlowStep {
    int index = 0;  // 0 ... steps - 1
    double t = 1;   // where it started
    bool guided = false;
    at::Tensor x;   // the state after it
    at::Tensor x0;  // where the whole way with this step's velocity would have ended
};

/// From noise (t = 1) to a sample (t = 0). `on_step` is called after each step and may throw to
/// end it; it may be empty (then x0 is not computed). Throws Error(BadInput) for options out of
/// range.
at::Tensor sampleFlow(const FlowSamplerOptions& options,
                      FlowModel& model,
                      const at::Tensor& noise,
                      const FlowSpread& spread,
                      const std::function<void(const FlowStep&)>& on_step = {});

}  // namespace bozzetto
