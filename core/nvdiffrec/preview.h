// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/unit_frame.h"
#include "pipeline/job_context.h"

#include <ATen/ATen.h>

#include <chrono>
#include <functional>

namespace bozzetto {

/// A surface as it stands, coloured at its vertices.
struct Look {
    at::Tensor vertices;   // [V, 3] unit frame
    at::Tensor triangles;  // [T, 3] int32
    at::Tensor color;      // [V, 3] linear base colour
};

/// Sends looks to whoever waits for the run. They are made only when wanted, every 2.5 seconds but
/// for at most 2.5 % of the time, and take part in nothing: the result stays the same.
class Previews {
public:
    Previews(JobContext& job, const UnitFrame& frame) : job_(job), frame_(frame) {}

    /// Sends now.
    void send(const std::function<Look()>& look);
    /// Sends if enough time has passed since the last one.
    void sendIfDue(const std::function<Look()>& look);

private:
    using Clock = std::chrono::steady_clock;

    JobContext& job_;
    UnitFrame frame_;
    Clock::time_point last_ = Clock::now();
    Clock::duration pause_{};  // until the next one
};

}  // namespace bozzetto
