// SPDX-License-Identifier: Apache-2.0
#include "app/console.h"
#include "app/reporter.h"
#include "base/byte_words.h"
#include "base/files.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <mutex>

namespace bozzetto {
namespace {

constexpr auto kRedraw = std::chrono::milliseconds(150);
constexpr int kBarCells = 28;

std::string duration(double seconds) {
    const auto total = static_cast<int64_t>(std::lround(seconds));
    if (total < 90) {
        return std::to_string(total) + " s";
    }
    return std::to_string(total / 60) + " min " + std::to_string(total % 60) + " s";
}

std::string decimals(double value, int digits) {
    const double scale = std::pow(10.0, digits);
    return formatNumber(std::round(value * scale) / scale);
}

class TextReporter final : public Reporter {
public:
    explicit TextReporter(bool terminal) : terminal_(terminal) {}

    void onStart(const JobFile& job, const SetSource& set) override {
        line(displayPath(set.root) + ": " + std::to_string(set.views.size()) + " views (" +
             set.format + "), engine " + job.engine + ", preset " + job.settings.preset +
             ", seed " + std::to_string(job.seed) + ", " + job.device + ", " +
             std::to_string(job.threads) + (job.threads == 1 ? " thread" : " threads"));
    }
    void onLog(LogLevel level, const std::string& text) override {
        if (level >= LogLevel::Info) {
            line(text);
        }
    }
    void onStage(const std::string& name, int64_t, double weight) override {
        clock_.stage(weight);
        stage_ = name;
        if (terminal_) {
            draw();
        } else {
            line(percent() + " " + name);
        }
    }
    void onProgress(int64_t step, int64_t steps) override {
        clock_.progress(step, steps);
        const auto now = std::chrono::steady_clock::now();
        if (terminal_ && now - last_draw_ >= kRedraw) {
            draw();
        } else if (!terminal_ && clock_.fraction() >= next_line_) {
            next_line_ = std::floor(clock_.fraction() * 10 + 1) / 10;
            line(percent() + " " + stage_ + leftText());
        }
    }
    void onMetric(const std::string&, double, int64_t) override {}
    void onPreview(const PreviewMesh&) override {}
    void onPause(bool paused) override { line(paused ? "Paused" : "Resumed"); }
    void onWarning(const std::string& message) override { line("Warning: " + message); }
    void onFailure(const Failure& failure, int) override {
        clear();
        printErr(describe(failure));
    }
    void onInterrupted(int, bool resumable) override {
        line(resumable ? "Interrupted. Continue with the same command and --resume."
                       : "Interrupted before there was anything to keep.");
    }
    void onResult(const ResultSummary& result) override {
        line(std::string(result.complete ? "Done"
                                         : "Cut short by the time limit or on request; the best "
                                           "result so far was kept") +
             " after " + duration(result.seconds) + ", at most " +
             mebibytes(result.peak_memory_bytes) + " of memory.");
        auto scores = nlohmann::ordered_json::parse(result.scores_json, nullptr, false);
        if (!scores.is_object()) {
            scores = nlohmann::ordered_json::object();
        }
        for (const auto& [name, value] : scores.items()) {
            if (value.is_number()) {
                line("  " + name + " " + decimals(value.get<double>(), 4));
            }
        }
        clear();
        printOut(displayPath(result.folder) + "\n");
    }

private:
    std::string percent() const {
        const auto whole = std::to_string(static_cast<int>(clock_.fraction() * 100));
        return std::string(whole.size() < 3 ? 3 - whole.size() : 0, ' ') + whole + " %";
    }
    std::string leftText() const {
        const double left = clock_.left();
        return left >= 0 ? ", about " + duration(left) + " left" : "";
    }
    void draw() {
        last_draw_ = std::chrono::steady_clock::now();
        const auto filled = static_cast<size_t>(clock_.fraction() * kBarCells);
        const std::string bar = std::string(filled, '#') + std::string(kBarCells - filled, '.');
        const std::lock_guard lock(mutex_);
        printErr("\r\x1b[K" + percent() + " [" + bar + "] " + stage_ + leftText());
        drawn_ = true;
    }
    void clear() {
        const std::lock_guard lock(mutex_);
        if (drawn_) {
            printErr("\r\x1b[K");
            drawn_ = false;
        }
    }
    void line(const std::string& text) {
        clear();
        printErr(text + "\n");
    }

    const bool terminal_;
    ProgressClock clock_;
    std::string stage_;
    std::chrono::steady_clock::time_point last_draw_;
    double next_line_ = 0.1;
    std::mutex mutex_;
    bool drawn_ = false;
};

}  // namespace

std::unique_ptr<Reporter> makeTextReporter() {
    return std::make_unique<TextReporter>(stderrIsTerminal());
}

}  // namespace bozzetto
