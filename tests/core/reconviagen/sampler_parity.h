// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "core/reconviagen/parity.h"
#include "reconviagen/flow_sampler.h"

namespace bozzetto::parity {

/// The sampler's settings as the file's config has them under that name.
FlowSamplerOptions samplerOptions(const Fixture& fixture, const std::string& name);

/// Whether a file's ".model_is_cond" tells the calls apart; where it does not, it is all 1.
enum class CallKinds { Stored, NotStored };

/// One trajectory of a file: "mid.NAME.t", ".guided", ".model_t", ".model_is_cond" exact, the
/// states of the steps that are stored, and "out.NAME.samples" within `tolerance`.
void checkTrajectory(Fixture& fixture,
                     const std::string& name,
                     FlowModel& model,
                     const at::Tensor& noise,
                     const FlowSpread& spread,
                     double tolerance,
                     CallKinds kinds = CallKinds::Stored);

}  // namespace bozzetto::parity
