// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/log.h"
#include "camera/view_source.h"
#include "pipeline/job_file.h"
#include "pipeline/run_job.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace bozzetto {

/// How far a run is, from stages and their weights.
class ProgressClock {
public:
    void stage(double weight);
    void progress(int64_t step, int64_t steps);
    double fraction() const;  // of the whole run, 0 to 1
    double elapsed() const;   // seconds
    /// Seconds left, estimated once 5 % or 20 s have passed; negative before.
    double left() const;

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    double done_ = 0, weight_ = 0, share_ = 0;
};

struct ResultSummary {
    std::filesystem::path folder;
    bool complete = true;
    double seconds = 0;
    uint64_t peak_memory_bytes = 0;
    std::string scores_json;  // an object
};

/// What `reconstruct` shows. Called on one thread, onLog on any.
class Reporter : public JobSink {
public:
    /// The set is listed; its pictures have not been read.
    virtual void onStart(const JobFile& job, const SetSource& set) = 0;
    virtual void onLog(LogLevel level, const std::string& text) = 0;
    virtual void onFailure(const Failure& failure, int exit_code) = 0;
    /// May come on another thread, as the last call of all.
    virtual void onInterrupted(int signal, bool resumable) = 0;
    virtual void onResult(const ResultSummary& result) = 0;
};

/// A bar with phase, percent and time left on a terminal; plain lines otherwise. On stderr; the
/// result's folder goes to stdout.
std::unique_ptr<Reporter> makeTextReporter();

/// What another program that runs this one reads and writes.
///
/// stdout (--events): one JSON object a line; numbers have '.', text is UTF-8. Every line has
/// "v": 1 and "event":
///   start        inputs, output, engine, preset, seed, device, threads, views (listed), skipped
///                (already); before the pictures are read
///   stage        name, steps, weight (share of the whole run)
///   progress     stage, step, steps, fraction (of the whole run), elapsed_s, left_s (null while
///                unknown); at most ten a second
///   metric       name, value (null if not finite), stage, step; at most ten a second of a name
///   preview      path (a file of io/preview_file.h, which stays until two newer ones are there),
///                stage, step, vertices, triangles; only with --previews
///   paused, resumed   stage, step (empty and 0 while the pictures are read)
///   warning      reason
///   log          level ("debug", "info", "warning", "error"), text
///   error        code (toString of Error::Kind, or "usage"), exit_code, path, reason, hint; also
///                on stderr as text
///   interrupted  signal, exit_code, resumable, preview (path of the last one, null if there is
///                none; it stays beside the checkpoint)
///   result       folder, complete, seconds, peak_memory_bytes, scores
/// Unknown events and keys may be added under the same "v"; a change of meaning raises it.
///
/// stdin (--control): one command a line.
///   pause    wait after the running step, using no processor; the result does not change
///   resume   go on
///   stop     save a checkpoint and end as if interrupted by Ctrl-C, at most 2 seconds later
///   finish   end the optimisation now and write the result of what is done, marked incomplete:
///            exit code 9, and --resume can continue it
/// The end of the input is a stop.
struct EventOptions {
    bool previews = false;
};
std::unique_ptr<Reporter> makeEventReporter(const EventOptions& options);

}  // namespace bozzetto
