// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/options.h"

#include <cstdint>
#include <optional>
#include <string>

namespace bozzetto {

/// One pass of the optimisation, as what steps it to its end sees it (run_stage.h).
class Stage {
public:
    virtual ~Stage() = default;

    virtual int64_t iterations() const = 0;
    virtual int64_t done() const = 0;
    /// One optimisation step. Returns its loss; on a GPU only now and then (step_reads.h).
    /// Throws Error(Engine) when the surface vanishes, or when the loss or a gradient is found not
    /// to be finite; Cancelled (nn/cancel_scope.h) in the middle of a long step, which can be made
    /// again then.
    virtual std::optional<double> step() = 0;
    /// Multiplies all learning rates from now on (after a step diverged).
    virtual void scaleLearningRates(double factor) = 0;

    virtual std::string serialize() const = 0;
    virtual void deserialize(const std::string& bytes) = 0;
    /// deserialize, and from there on with the views a step and the picture resolution of
    /// `options`: what a step's memory depends on. All else in them stays as it was.
    virtual void restart(const NvdiffrecOptions& options, const std::string& bytes) = 0;
};

}  // namespace bozzetto
