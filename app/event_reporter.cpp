// SPDX-License-Identifier: Apache-2.0
#include "app/console.h"
#include "app/exit_codes.h"
#include "app/preview_files.h"
#include "app/reporter.h"
#include "base/files.h"
#include "pipeline/output_lock.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace bozzetto {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;
constexpr auto kInterval = std::chrono::milliseconds(100);

Json finite(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

class EventReporter final : public Reporter {
public:
    explicit EventReporter(const EventOptions& options) : options_(options) {}

    bool wantsPreview() const override { return options_.previews; }
    void onStart(const JobFile& job, const SetSource& set) override {
        clock_ = {};
        stage_.clear();
        step_ = 0;
        previews_.emplace(workFolderOf(job.output));
        Json inputs = Json::array();
        for (const auto& input : job.inputs) {
            inputs.push_back(displayPath(input));
        }
        const auto skipped = std::count_if(set.problems.begin(),
                                           set.problems.end(),
                                           [](const InputProblem& p) { return p.skipped; });
        send("start",
             {{"inputs", inputs},
              {"output", displayPath(job.output)},
              {"engine", job.engine},
              {"preset", job.settings.preset},
              {"seed", job.seed},
              {"device", job.device},
              {"threads", job.threads},
              {"views", set.views.size()},
              {"skipped", skipped}});
    }
    void onLog(LogLevel level, const std::string& text) override {
        static const char* const kNames[] = {"debug", "info", "warning", "error"};
        send("log", {{"level", kNames[static_cast<int>(level)]}, {"text", text}});
    }
    void onStage(const std::string& name, int64_t steps, double weight) override {
        clock_.stage(weight);
        stage_ = name;
        step_ = 0;
        send("stage", {{"name", name}, {"steps", steps}, {"weight", weight}});
    }
    void onProgress(int64_t step, int64_t steps) override {
        clock_.progress(step, steps);
        step_ = step;
        if (!due("") && step < steps) {
            return;
        }
        const double left = clock_.left();
        send("progress",
             {{"stage", stage_},
              {"step", step},
              {"steps", steps},
              {"fraction", clock_.fraction()},
              {"elapsed_s", clock_.elapsed()},
              {"left_s", left >= 0 ? Json(left) : Json(nullptr)}});
    }
    void onMetric(const std::string& name, double value, int64_t step) override {
        if (due(name)) {
            send("metric",
                 {{"name", name}, {"value", finite(value)}, {"stage", stage_}, {"step", step}});
        }
    }
    void onPreview(const PreviewMesh& mesh) override {
        if (!options_.previews || !previews_) {
            return;
        }
        if (const auto path = previews_->add(mesh)) {
            send("preview",
                 {{"path", displayPath(*path)},
                  {"stage", stage_},
                  {"step", step_},
                  {"vertices", mesh.mesh.positions.size()},
                  {"triangles", mesh.mesh.triangles.size()}});
        }
    }
    void onPause(bool paused) override {
        send(paused ? "paused" : "resumed", {{"stage", stage_}, {"step", step_}});
    }
    void onWarning(const std::string& message) override { send("warning", {{"reason", message}}); }
    void onFailure(const Failure& failure, int exit_code) override {
        printErr(describe(failure));
        printOut(errorEvent(exit_code == kExitUsage ? "usage" : toString(failure.kind),
                            exit_code,
                            displayPath(failure.path),
                            failure.reason,
                            failure.hint));
    }
    void onInterrupted(int signal, bool resumable) override {
        send("interrupted",
             {{"signal", signal},
              {"exit_code", kExitSignalBase + signal},
              {"resumable", resumable},
              {"preview",
               resumable && previews_ && previews_->latest()
                   ? Json(displayPath(*previews_->latest()))
                   : Json(nullptr)}});
    }
    void onResult(const ResultSummary& result) override {
        if (previews_) {
            previews_->clear();
        }
        Json scores = Json::parse(result.scores_json, nullptr, false);
        send("result",
             {{"folder", displayPath(result.folder)},
              {"complete", result.complete},
              {"seconds", result.seconds},
              {"peak_memory_bytes", result.peak_memory_bytes},
              {"scores", scores.is_object() ? scores : Json::object()}});
    }

private:
    bool due(const std::string& name) {
        const Clock::time_point now = Clock::now();
        const auto [entry, is_new] = last_sent_.try_emplace(name, now);
        if (!is_new && now - entry->second < kInterval) {
            return false;
        }
        entry->second = now;
        return true;
    }
    static void send(const char* event, const Json& values) {
        Json line = {{"v", 1}, {"event", event}};
        line.update(values);
        printOut(line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
    }

    const EventOptions options_;
    ProgressClock clock_;
    std::string stage_;
    int64_t step_ = 0;
    std::optional<PreviewFiles> previews_;
    std::map<std::string, Clock::time_point> last_sent_;
};

}  // namespace

std::unique_ptr<Reporter> makeEventReporter(const EventOptions& options) {
    return std::make_unique<EventReporter>(options);
}

}  // namespace bozzetto
