// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/interrupts.h"
#include "app/reporter.h"
#include "base/task.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// What a short command (cameras, masks) shows while it works: lines on stderr, or with --events
/// the lines of reporter.h ("stage", "progress", "warning", "log", "interrupted" and its own).
/// Ctrl-C and SIGTERM end the task with Cancelled.
class TaskReporter {
public:
    /// Phases in their order with their shares of the whole. A phase that comes back, or that is
    /// not listed, takes half of what is left.
    struct Phase {
        std::string name;
        double weight = 0;
    };
    TaskReporter(bool events, std::vector<Phase> phases);
    ~TaskReporter();
    TaskReporter(const TaskReporter&) = delete;
    TaskReporter& operator=(const TaskReporter&) = delete;

    Task task();
    /// Other phases from here on, with their shares of what is left.
    void plan(std::vector<Phase> phases);
    void warn(const std::string& text);
    /// A sentence about how things went; with --events a line of the log.
    void note(const std::string& text);
    /// Only with --events.
    void event(const std::string& name, const nlohmann::ordered_json& values);
    /// After Cancelled: tells, and returns the exit code.
    int interrupted();

private:
    void onProgress(std::string_view phase, double fraction);
    void beginPhase(const std::string& phase);
    void send(const std::string& name, const nlohmann::ordered_json& values);

    const bool events_;
    std::vector<Phase> phases_;
    std::mutex mutex_;
    ProgressClock clock_;
    std::string phase_;
    double begun_ = 0;  // sum of the weights so far
    std::chrono::steady_clock::time_point last_{};
    std::stop_source stop_;
    std::optional<Interrupts> interrupts_;
};

}  // namespace bozzetto
