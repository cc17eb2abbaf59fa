// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/run_types.h"

#include <QByteArray>

#include <optional>
#include <variant>

namespace bozzetto::ui {

// One line of `reconstruct --events` each (app/reporter.h says what they mean).
struct StageEvent {
    QString name;
    qint64 steps = 0;
    double weight = 0;
};
struct MetricEvent {
    QString name;
    std::optional<qint64> step;  // absent: that of the last progress
    double value = 0;
};
struct PreviewEvent {
    QString path;
};
struct WarningEvent {
    QString reason;
};
struct LogEvent {
    LogLevel level = LogLevel::Info;
    QString text;
};
struct PausedEvent {};
struct ResumedEvent {};
struct ErrorEvent {
    QString code, reason, hint;
    int exit_code = 0;
};
struct InterruptedEvent {
    bool resumable = false;
};
struct ResultEvent {
    QString folder;
    bool complete = true;
    double seconds = 0;
    quint64 peak_memory_bytes = 0;
    std::vector<std::pair<QString, double>> scores;
};
/// Of a newer program, or a metric that is not finite: nothing to show.
struct SkippedEvent {};

using RunEvent = std::variant<RunStarted,
                              StageEvent,
                              RunProgress,
                              MetricEvent,
                              PreviewEvent,
                              WarningEvent,
                              LogEvent,
                              PausedEvent,
                              ResumedEvent,
                              ErrorEvent,
                              InterruptedEvent,
                              ResultEvent,
                              SkippedEvent>;

/// nullopt for a line that is no event at all. Values that are missing or of another type keep
/// their defaults; numbers are brought into their range.
std::optional<RunEvent> decodeRunEvent(const QByteArray& line);

}  // namespace bozzetto::ui
