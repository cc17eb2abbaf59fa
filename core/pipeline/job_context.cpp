// SPDX-License-Identifier: Apache-2.0
#include "pipeline/job_context.h"

#include "base/error.h"
#include "base/log.h"
#include "pipeline/checkpoint.h"
#include "pipeline/run_job.h"

#include <algorithm>
#include <limits>
#include <thread>

namespace bozzetto {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPausePoll = std::chrono::milliseconds(50);

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

JobContext::JobContext(Options options, JobSink& sink)
    : options_(std::move(options)),
      sink_(sink),
      start_(Clock::now()),
      stage_start_(start_),
      last_checkpoint_(start_) {}

void JobContext::stage(const std::string& name, int64_t steps, double weight) {
    finish();
    step_ = 0;
    steps_ = steps;
    stage_start_ = Clock::now();
    stage_times_.push_back({name, 0});
    stage_open_ = true;
    sink_.onStage(name, steps, weight * options_.share);
    advance(0);
}

void JobContext::advance(int64_t n) {
    step_ += n;
    if (n > 0) {
        if (options_.unsaved != nullptr && steps_ > 1) {
            *options_.unsaved = true;
        }
        sink_.onProgress(std::min(step_, steps_), steps_);
    }
    waitWhilePaused();
    if (options_.stop.stop_requested()) {
        throw Cancelled();
    }
}

void JobContext::waitWhilePaused() {
    const auto paused = [this] {
        return options_.paused && options_.paused() && !options_.stop.stop_requested();
    };
    if (!paused()) {
        return;
    }
    const Clock::time_point pause_start = Clock::now();
    sink_.onPause(true);
    while (paused()) {
        std::this_thread::sleep_for(kPausePoll);
    }
    sink_.onPause(false);
    const Clock::duration pause = Clock::now() - pause_start;
    paused_seconds_ += std::chrono::duration<double>(pause).count();
    stage_start_ += pause;  // a stage's seconds are computing time
    last_checkpoint_ += pause;
}

void JobContext::warn(const std::string& message) {
    warnings_.push_back(message);
    sink_.onWarning(message);
}

double JobContext::elapsed() const {
    return earlier_seconds_ + secondsSince(start_) - paused_seconds_;
}

double JobContext::remaining() const {
    if (finishRequested()) {
        return 0;
    }
    if (!options_.time_limit) {
        return std::numeric_limits<double>::infinity();
    }
    return std::max(0.0, options_.time_limit->count() - (secondsSince(start_) - paused_seconds_));
}

bool JobContext::checkpointDue() const {
    return !options_.checkpoint_folder.empty() &&
           secondsSince(last_checkpoint_) >= options_.checkpoint_interval_s;
}

void JobContext::saveCheckpoint(const std::string& bytes) {
    if (options_.checkpoint_folder.empty()) {
        return;
    }
    bozzetto::saveCheckpoint(options_.checkpoint_folder, options_.fingerprint, elapsed(), bytes);
    last_checkpoint_ = Clock::now();
    if (options_.unsaved != nullptr) {
        *options_.unsaved = false;
    }
}

std::optional<std::string> JobContext::loadCheckpoint() {
    if (!options_.resume || options_.checkpoint_folder.empty()) {
        return std::nullopt;
    }
    LoadedCheckpoint loaded =
        bozzetto::loadCheckpoint(options_.checkpoint_folder, options_.fingerprint);
    if (!loaded.warning.empty()) {
        warn(loaded.warning);
    }
    if (!loaded.checkpoint) {
        return std::nullopt;
    }
    earlier_seconds_ = loaded.checkpoint->elapsed_s;
    logInfo("resumed after " + std::to_string(static_cast<int64_t>(earlier_seconds_)) +
            " s of earlier work");
    return std::move(loaded.checkpoint->payload);
}

void JobContext::deliver(const Reconstruction& result) {
    finish();
    checkReconstruction(result);
    if (options_.deliver) {
        options_.deliver(result, *this);
    }
    delivered_ = true;
}

void JobContext::finish() {
    if (stage_open_) {
        stage_times_.back().seconds = secondsSince(stage_start_);
        stage_open_ = false;
    }
}

}  // namespace bozzetto
