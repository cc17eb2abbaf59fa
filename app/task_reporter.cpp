// SPDX-License-Identifier: Apache-2.0
#include "app/task_reporter.h"

#include "app/console.h"
#include "app/exit_codes.h"
#include "base/log.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

using Json = nlohmann::ordered_json;
constexpr auto kInterval = std::chrono::milliseconds(100);
constexpr int64_t kSteps = 1000;  // a phase counts up to it

}  // namespace

TaskReporter::TaskReporter(bool events, std::vector<Phase> phases)
    : events_(events), phases_(std::move(phases)) {
    interrupts_.emplace(
        Interrupts::Options{stop_, [] { return false; }, [this](int) { interrupted(); }});
    setLogSink([this](LogLevel level, const std::string& text) {
        static const char* const kNames[] = {"debug", "info", "warning", "error"};
        if (events_) {
            send("log", {{"level", kNames[static_cast<int>(level)]}, {"text", text}});
        } else if (level != LogLevel::Debug) {
            printErr(text + "\n");
        }
    });
}

TaskReporter::~TaskReporter() {
    setLogSink({});
}

Task TaskReporter::task() {
    return {[this](std::string_view phase, double fraction) { onProgress(phase, fraction); },
            [this] {
                if (stop_.stop_requested()) {
                    throw Cancelled();
                }
            }};
}

void TaskReporter::plan(std::vector<Phase> phases) {
    const std::lock_guard lock(mutex_);
    for (Phase& phase : phases) {
        phase.weight *= 1 - begun_;
    }
    phases_ = std::move(phases);
}

void TaskReporter::onProgress(std::string_view phase, double fraction) {
    const std::lock_guard lock(mutex_);
    if (phase != phase_) {
        beginPhase(std::string(phase));
    }
    const double share = std::isfinite(fraction) ? std::clamp(fraction, 0.0, 1.0) : 0;
    const auto step = static_cast<int64_t>(share * kSteps);
    clock_.progress(step, kSteps);
    const auto now = std::chrono::steady_clock::now();
    if (!events_ || (now - last_ < kInterval && step < kSteps)) {
        return;
    }
    last_ = now;
    const double left = clock_.left();
    send("progress",
         {{"stage", phase_},
          {"step", step},
          {"steps", kSteps},
          {"fraction", clock_.fraction()},
          {"elapsed_s", clock_.elapsed()},
          {"left_s", left >= 0 ? Json(left) : Json(nullptr)}});
}

void TaskReporter::beginPhase(const std::string& phase) {
    const auto known = std::find_if(
        phases_.begin(), phases_.end(), [&](const Phase& p) { return p.name == phase; });
    const double half = 0.5 * std::max(0.0, 1 - begun_);
    const double weight = known == phases_.end() ? half : std::min(known->weight, 1 - begun_);
    if (known != phases_.end()) {
        phases_.erase(known);
    }
    phase_ = phase;
    begun_ += weight;
    clock_.stage(weight);
    last_ = {};
    if (events_) {
        send("stage", {{"name", phase_}, {"steps", kSteps}, {"weight", weight}});
    } else {
        printErr(phase_ + " ...\n");
    }
}

void TaskReporter::warn(const std::string& text) {
    if (events_) {
        send("warning", {{"reason", text}});
    } else {
        printErr("warning: " + text + "\n");
    }
}

void TaskReporter::note(const std::string& text) {
    logInfo(text);
}

void TaskReporter::event(const std::string& name, const Json& values) {
    if (events_) {
        send(name, values);
    }
}

int TaskReporter::interrupted() {
    const int signal = interrupts_->signal();
    if (events_) {
        send("interrupted",
             {{"signal", signal},
              {"exit_code", kExitSignalBase + signal},
              {"resumable", false},
              {"preview", nullptr}});
    }
    return kExitSignalBase + signal;
}

void TaskReporter::send(const std::string& name, const Json& values) {
    Json line = {{"v", 1}, {"event", name}};
    line.update(values);
    printOut(line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace bozzetto
