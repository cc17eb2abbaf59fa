// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/device_fit.h"
#include "nvdiffrec/options.h"
#include "nvdiffrec/preview.h"
#include "nvdiffrec/unit_frame.h"
#include "pipeline/job_context.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace bozzetto {

/// What both passes need besides their own state; rebuilt from the input when resuming.
struct Run {
    JobContext& job;
    NvdiffrecOptions options;
    Scene scene;                       // and the device
    std::optional<Previews> previews;  // once there is a scene
    double limit = 0;                  // seconds; infinity without a time limit
    bool complete = true;
    nlohmann::json report;

    const at::Device& device() const { return scene.input.device; }
    /// A rung down after memory ran out, with a warning that it begins; false at the lowest.
    /// `before` and `after`: the words around what was lowered.
    bool lower(Rungs rungs, const std::string& before, const std::string& after);
};

}  // namespace bozzetto
