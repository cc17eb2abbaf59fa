// SPDX-License-Identifier: Apache-2.0
#include "ui/job/run_events.h"

#include "ui/common/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_map>

namespace bozzetto::ui {
namespace {

using Json = nlohmann::ordered_json;
constexpr double kMaxSteps = 1e12;
constexpr double kMaxSeconds = 1e9;
constexpr int kMaxDepth = 3;  // of groups of scores

QString text(const Json& event, const char* key) {
    const auto value = event.find(key);
    return value != event.end() && value->is_string() ? toQt(value->get<std::string>()) : QString();
}

double number(const Json& event, const char* key, double low, double high, double fallback = 0) {
    const auto value = event.find(key);
    return value != event.end() && value->is_number() ? std::clamp(value->get<double>(), low, high)
                                                      : fallback;
}

qint64 steps(const Json& event, const char* key) {
    return static_cast<qint64>(number(event, key, 0, kMaxSteps));
}

bool flag(const Json& event, const char* key, bool fallback) {
    const auto value = event.find(key);
    return value != event.end() && value->is_boolean() ? value->get<bool>() : fallback;
}

LogLevel level(const Json& event) {
    const QString name = text(event, "level");
    return name == QLatin1String("debug")     ? LogLevel::Debug
           : name == QLatin1String("warning") ? LogLevel::Warning
           : name == QLatin1String("error")   ? LogLevel::Error
                                              : LogLevel::Info;
}

RunEvent readStart(const Json& event) {
    return RunStarted{text(event, "engine"),
                      text(event, "preset"),
                      text(event, "device"),
                      static_cast<int>(number(event, "views", 0, 1e6)),
                      static_cast<int>(number(event, "skipped", 0, 1e6)),
                      static_cast<int>(number(event, "threads", 0, 1e4))};
}

RunEvent readProgress(const Json& event) {
    RunProgress progress;
    progress.stage = text(event, "stage");
    progress.steps = steps(event, "steps");
    progress.step = std::min(steps(event, "step"), progress.steps);
    progress.fraction = number(event, "fraction", 0, 1);
    progress.elapsed_s = number(event, "elapsed_s", 0, kMaxSeconds);
    progress.left_s = number(event, "left_s", -1, kMaxSeconds, -1);
    return progress;
}

RunEvent readMetric(const Json& event) {
    const auto value = event.find("value");
    if (value == event.end() || !value->is_number() || !std::isfinite(value->get<double>())) {
        return SkippedEvent{};
    }
    MetricEvent metric{text(event, "name"), std::nullopt, value->get<double>()};
    if (event.contains("step") && event["step"].is_number()) {
        metric.step = steps(event, "step");
    }
    return metric;
}

/// Scores may be grouped (by mesh, say): "hull/psnr". Those of the group "result" are the plain
/// ones.
void readScores(const Json& group,
                const QString& prefix,
                std::vector<std::pair<QString, double>>& scores) {
    if (!group.is_object() || prefix.count(QLatin1Char('/')) > kMaxDepth) {
        return;
    }
    for (const auto& [key, value] : group.items()) {
        if (value.is_number() && std::isfinite(value.get<double>())) {
            scores.emplace_back(prefix + toQt(key), value.get<double>());
        } else {
            readScores(
                value, key == "result" ? prefix : prefix + toQt(key) + QLatin1Char('/'), scores);
        }
    }
}

RunEvent readResult(const Json& event) {
    ResultEvent result;
    result.folder = text(event, "folder");
    result.complete = flag(event, "complete", true);
    result.seconds = number(event, "seconds", 0, kMaxSeconds);
    result.peak_memory_bytes = static_cast<quint64>(number(event, "peak_memory_bytes", 0, 1e15));
    if (const auto scores = event.find("scores"); scores != event.end()) {
        readScores(*scores, QString(), result.scores);
    }
    return result;
}

RunEvent readError(const Json& event) {
    return ErrorEvent{text(event, "code"),
                      text(event, "reason"),
                      text(event, "hint"),
                      static_cast<int>(number(event, "exit_code", 0, 255))};
}

using Read = std::function<RunEvent(const Json&)>;

const std::unordered_map<std::string, Read>& readers() {
    static const std::unordered_map<std::string, Read> kReaders{
        {"start", readStart},
        {"stage",
         [](const Json& e) {
             return StageEvent{text(e, "name"), steps(e, "steps"), number(e, "weight", 0, 1)};
         }},
        {"progress", readProgress},
        {"metric", readMetric},
        {"preview", [](const Json& e) { return PreviewEvent{text(e, "path")}; }},
        {"warning", [](const Json& e) { return WarningEvent{text(e, "reason")}; }},
        {"log",
         [](const Json& e) {
             return LogEvent{level(e), text(e, "text")};
         }},
        {"paused", [](const Json&) { return PausedEvent{}; }},
        {"resumed", [](const Json&) { return ResumedEvent{}; }},
        {"error", readError},
        {"interrupted",
         [](const Json& e) { return InterruptedEvent{flag(e, "resumable", false)}; }},
        {"result", readResult},
    };
    return kReaders;
}

}  // namespace

std::optional<RunEvent> decodeRunEvent(const QByteArray& line) {
    const Json event = Json::parse(line.begin(), line.end(), nullptr, false);
    if (!event.is_object() || !event.contains("event") || !event["event"].is_string()) {
        return std::nullopt;
    }
    const auto reader = readers().find(event["event"].get<std::string>());
    return reader == readers().end() ? SkippedEvent{} : reader->second(event);
}

}  // namespace bozzetto::ui
