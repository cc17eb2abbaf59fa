// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/preview_mesh.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace bozzetto {

class JobContext;
struct Reconstruction;

/// What an engine reports while it runs. Called on the engine's thread; implementations must be
/// quick.
class JobSink {
public:
    virtual ~JobSink() = default;
    /// A phase begins; `weight` is its expected share of the whole run in (0, 1].
    virtual void onStage(const std::string& name, int64_t steps, double weight) = 0;
    virtual void onProgress(int64_t step, int64_t steps) = 0;
    /// `step` counts the steps of the running stage; the value belongs to that one.
    virtual void onMetric(const std::string& name, double value, int64_t step) = 0;
    virtual void onWarning(const std::string& message) = 0;
    /// A mesh to look at while waiting, in the input's own coordinates; may be dropped.
    virtual void onPreview(const PreviewMesh& mesh) = 0;
    virtual bool wantsPreview() const { return false; }
    /// The job waits now (true), or goes on (false).
    virtual void onPause(bool) {}
};

struct StageTime {
    std::string name;
    double seconds = 0;
};

/// The engine's view of its job: progress, cancel, pause, time limit, checkpoints.
class JobContext {
public:
    struct Options {
        std::stop_token stop;
        std::filesystem::path checkpoint_folder;  // empty: checkpoints are not kept
        std::string
            fingerprint;  // of inputs, settings and version: a checkpoint of another job is refused
        std::optional<std::chrono::duration<double>> time_limit;  // since construction
        bool resume = false;
        std::function<bool()> paused;  // polled by advance(); true = wait there
        /// True: no time is left from now on (remaining() is 0), the result so far is wanted.
        std::function<bool()> finish;
        /// If given: true while steps are done that no checkpoint holds. Stages of one step do not
        /// count: they are made again when resuming.
        std::atomic<bool>* unsaved = nullptr;
        /// Keeps the result, or throws.
        std::function<void(const Reconstruction&, const JobContext&)> deliver;
        uint64_t seed = 0;
        std::string device = "cpu";
        std::filesystem::path weights_folder;  // of the networks; empty: where they are kept
        double checkpoint_interval_s = 60;
        double share = 1;  // of the whole run that the engine's stages make up
    };
    JobContext(Options options, JobSink& sink);

    void stage(const std::string& name, int64_t steps, double weight);
    /// Reports `n` more steps of the stage. Waits while paused; throws Cancelled when asked to
    /// stop.
    void advance(int64_t n = 1);
    /// Of the step that the next advance() reports.
    void metric(const std::string& name, double value) {
        sink_.onMetric(name, value, std::min(step_ + 1, steps_));
    }
    void warn(const std::string& message);
    bool wantsPreview() const { return sink_.wantsPreview(); }
    void preview(const PreviewMesh& mesh) { sink_.onPreview(mesh); }

    uint64_t seed() const { return options_.seed; }
    const std::string& device() const { return options_.device; }
    const std::filesystem::path& weightsFolder() const { return options_.weights_folder; }
    /// Seconds since the start without pauses, a resumed run's earlier seconds included.
    double elapsed() const;
    /// Seconds left of the time limit; infinity without one, 0 once the user wants the result.
    double remaining() const;
    bool finishRequested() const { return options_.finish && options_.finish(); }

    /// True when the checkpoint interval has passed since the last saveCheckpoint.
    bool checkpointDue() const;
    /// Written atomically with a checksum and the fingerprint, replacing the last one.
    void saveCheckpoint(const std::string& bytes);
    /// The last checkpoint's bytes when resuming; nullopt without one. Throws Error(BadInput)
    /// naming the file if it is damaged or belongs to another job.
    std::optional<std::string> loadCheckpoint();

    /// Closes the last stage, checks the result (checkReconstruction) and hands it over. An engine
    /// that saves checkpoints does so itself, at its end: if it throws, nothing that was computed
    /// need be lost. For any other engine runJob does it.
    void deliver(const Reconstruction& result);
    bool delivered() const { return delivered_; }

    const std::vector<StageTime>& stageTimes() const { return stage_times_; }
    const std::vector<std::string>& warnings() const { return warnings_; }
    /// Closes the running stage's clock.
    void finish();

private:
    void waitWhilePaused();

    Options options_;
    JobSink& sink_;
    std::chrono::steady_clock::time_point start_, stage_start_, last_checkpoint_;
    double paused_seconds_ = 0, earlier_seconds_ = 0;
    int64_t step_ = 0, steps_ = 0;
    bool stage_open_ = false, delivered_ = false;
    std::vector<StageTime> stage_times_;
    std::vector<std::string> warnings_;
};

}  // namespace bozzetto
