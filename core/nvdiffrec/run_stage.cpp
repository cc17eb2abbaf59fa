// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/run_stage.h"

#include "base/error.h"
#include "tensor/errors.h"
#include "tensor/gpu.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace bozzetto {
namespace {

// Steps between two states that a failed step can go back to; on a GPU steps are quick, and a state
// must first be fetched.
constexpr int kSnapshotInterval = 100, kSnapshotIntervalGpu = 1000;
constexpr int kRetries = 2;
constexpr double kLossMemory = 0.95;      // of the smoothed loss, a step
constexpr double kDivergence = 10;        // times the best loss,
constexpr int kDivergencePatience = 200;  // for so many steps
constexpr int kPreviewParts = 3;          // a stage is shown at least after each of its parts

/// Watches a stage's loss and throws Error(Engine) when it diverges.
class LossWatch {
public:
    /// `steps` since the last loss. Returns the smoothed one.
    double add(const char* metric, double loss, int64_t steps) {
        const double memory = std::pow(kLossMemory, static_cast<double>(steps));
        smoothed_ = smoothed_ < 0 ? loss : memory * smoothed_ + (1 - memory) * loss;
        best_ = std::min(best_, smoothed_);
        worse_ = smoothed_ > kDivergence * best_ ? worse_ + steps : 0;
        const double smoothed = smoothed_;
        if (worse_ > kDivergencePatience) {
            worse_ = 0;
            smoothed_ = -1;
            throw Error(Error::Kind::Engine,
                        std::string("The ") + metric +
                            " stage diverged: its loss has been over ten times its best for " +
                            std::to_string(kDivergencePatience) + " steps",
                        "Lower the learning rates (--set lr_sdf=..., --set lr_material=...), "
                        "or check the cameras with 'bozzetto-cli info'.");
        }
        return smoothed;
    }
    double smoothed() const { return smoothed_; }

private:
    double smoothed_ = -1, best_ = 1e300;
    int64_t worse_ = 0;
};

/// Runs `fn` and makes every way to run out of memory one kind of error.
template <class Fn>
void withMemoryErrors(const Fn& fn) {
    try {
        withTensorErrors(fn);
    } catch (const std::bad_alloc&) {
        throw Error(Error::Kind::OutOfMemory,
                    "Out of memory",
                    "Lower the image, grid or texture resolution, or close other programs.");
    }
}

/// Takes a stage through its steps.
class Stepper {
public:
    Stepper(Run& run, Stage& stage, const char* name)
        : run_(run), stage_(stage), name_(name), loss_step_(stage.done()) {}

    double smoothedLoss() const { return watch_.smoothed(); }

    /// One step, or the way back from one that failed: then false.
    bool advance() {
        remember();
        try {
            withMemoryErrors([&] { step(); });
            return true;
        } catch (const Error& error) {
            if (error.kind() == Error::Kind::OutOfMemory) {
                goOnWithLess(error);
            } else if (error.kind() == Error::Kind::Engine && retries_ < kRetries) {
                goOnMoreSlowly(error);
            } else {
                throw;
            }
        }
        loss_step_ = stage_.done();
        return false;
    }

private:
    void remember() {
        const int64_t interval = run_.device().is_cpu() ? kSnapshotInterval : kSnapshotIntervalGpu;
        if (snapshot_step_ < 0 || stage_.done() - snapshot_step_ >= interval) {
            snapshot_ = stage_.serialize();
            snapshot_step_ = stage_.done();
        }
    }

    void step() {
        if (const std::optional<double> loss = stage_.step()) {
            const int64_t steps = stage_.done() - loss_step_;
            loss_step_ = stage_.done();
            run_.job.metric(name_, watch_.add(name_, *loss, steps));
        }
    }

    void goOnMoreSlowly(const Error& error) {
        ++retries_;
        run_.job.warn(std::string(error.what()) + "; going back to step " +
                      std::to_string(snapshot_step_) + " with half the step size");
        stage_.deserialize(snapshot_);
        stage_.scaleLearningRates(0.5);
        snapshot_ = stage_.serialize();  // with the smaller rates: a second failure halves again
    }

    void goOnWithLess(const Error& error) {
        const std::string before =
            "Out of memory at step " + std::to_string(stage_.done() + 1) + ": ";
        const std::string after = "; going on from step " + std::to_string(snapshot_step_);
        for (bool restarted = false; !restarted;) {
            if (!run_.lower(Rungs::Step, before, after)) {
                throw error;
            }
            releaseDeviceMemory();
            try {
                withMemoryErrors([&] { stage_.restart(run_.options, snapshot_); });
                restarted = true;
            } catch (const Error& again) {
                if (again.kind() != Error::Kind::OutOfMemory) {
                    throw;
                }
            }
        }
    }

    Run& run_;
    Stage& stage_;
    const char* name_;
    std::string snapshot_;
    int64_t snapshot_step_ = -1, loss_step_ = 0;
    int retries_ = 0;
    LossWatch watch_;
};

}  // namespace

void runStage(Run& run, Stage& stage, const StagePlan& plan) {
    Stepper stepper(run, stage, plan.name);
    const auto saved_if_cancelled = [&](const auto& fn) {
        try {
            return fn();
        } catch (const Cancelled&) {
            plan.save();
            throw;
        }
    };
    while (stage.done() < stage.iterations()) {
        if (!saved_if_cancelled([&] { return stepper.advance(); })) {
            continue;
        }
        const int64_t part = std::max<int64_t>(1, stage.iterations() / kPreviewParts);
        if (run.previews && stage.done() % part == 0) {
            run.previews->send(plan.look);
        } else if (run.previews) {
            run.previews->sendIfDue(plan.look);
        }
        saved_if_cancelled([&] { run.job.advance(); });
        if (run.job.checkpointDue()) {
            plan.save();
        }
        if (run.job.remaining() < plan.reserve) {
            run.complete = false;
            run.job.warn((run.job.finishRequested()
                              ? "The optimisation was ended on request after "
                              : "The time limit ended the optimisation after ") +
                         std::to_string(stage.done()) + " of " +
                         std::to_string(stage.iterations()) + " steps");
            break;
        }
    }
    run.report["steps"][plan.name] = stage.done();
    run.report["final_loss"][plan.name] = stepper.smoothedLoss();
}

void startWithinMemory(Run& run, Rungs rungs, const std::function<void()>& start) {
    for (;;) {
        try {
            withMemoryErrors(start);
            return;
        } catch (const Error& error) {
            if (error.kind() != Error::Kind::OutOfMemory ||
                !run.lower(rungs, "Out of memory: ", "")) {
                throw;
            }
        }
        releaseDeviceMemory();
    }
}

}  // namespace bozzetto
