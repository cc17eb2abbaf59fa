// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/reporter.h"
#include "pipeline/job_context.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// What comes before the engine (cameras, masks), told as stages of the run like the engine's own.
class PreparationProgress {
public:
    explicit PreparationProgress(Reporter& reporter) : reporter_(reporter) {}

    void begin(const std::string& stage) {
        endStage();
        share_left_ -= kShare;
        stages_.push_back({stage, 0});
        reporter_.onStage(stage, kSteps, kShare);
    }
    /// The phases of a stage follow each other with unknown weights: each takes half of what is
    /// left.
    void at(std::string_view phase, double fraction) {
        if (phase != phase_) {
            phase_ = phase;
            phase_start_ = reached_;
        }
        const double here =
            phase_start_ + 0.5 * (1 - phase_start_) * std::clamp(fraction, 0.0, 1.0);
        reached_ = std::max(reached_, here);
        reporter_.onProgress(static_cast<int64_t>(reached_ * kSteps), kSteps);
    }
    /// The engine comes next.
    void end() {
        endStage();
        seconds_ = secondsSince(start_);
        double named = 0;
        for (const StageTime& stage : stages_) {
            named += stage.seconds;
        }
        stages_.insert(stages_.begin(), {"read images", std::max(0.0, seconds_ - named)});
    }

    // After end().
    const std::vector<StageTime>& stageTimes() const { return stages_; }
    double seconds() const { return seconds_; }
    double shareLeft() const { return share_left_; }  // of the run, for the engine

private:
    using Clock = std::chrono::steady_clock;
    static constexpr double kShare = 0.12;  // of a run, for cameras and for masks
    static constexpr int64_t kSteps = 100;

    static double secondsSince(Clock::time_point start) {
        return std::chrono::duration<double>(Clock::now() - start).count();
    }
    void endStage() {
        if (!stages_.empty()) {
            stages_.back().seconds = secondsSince(stage_start_);
        }
        stage_start_ = Clock::now();
        phase_.clear();
        phase_start_ = reached_ = 0;
    }

    Reporter& reporter_;
    Clock::time_point start_ = Clock::now(), stage_start_ = start_;
    std::vector<StageTime> stages_;
    std::string phase_;
    double share_left_ = 1, phase_start_ = 0, reached_ = 0, seconds_ = 0;
};

}  // namespace bozzetto
