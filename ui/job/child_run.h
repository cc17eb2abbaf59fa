// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/child_process.h"
#include "ui/job/run_ending.h"
#include "ui/job/run_log.h"

namespace bozzetto::ui {

/// One run: the child process from its start to its end; a run that is destroyed ends its child,
/// with a checkpoint if it is quick enough. Used by RunWorker, on its thread; the signals are
/// RunWorker's.
class ChildRun : public QObject {
    Q_OBJECT

public:
    ChildRun(const QString& cli, const QString& log_folder, QObject* parent);

    void start(const RunRequest& request);
    /// commands: lines for the child's standard input.
    void send(const QByteArray& commands);
    void stop();

Q_SIGNALS:
    void processStarted(qint64 pid);
    void started(const bozzetto::ui::RunStarted& start);
    void stageStarted(const QString& name, qint64 steps, double weight);
    void progress(const bozzetto::ui::RunProgress& progress);
    void metric(const QString& name, qint64 step, double value);
    void previewReady(bozzetto::ui::PreviewPointer mesh);
    void warning(const QString& text);
    void logged(bozzetto::LogLevel level, const QString& text);
    void paused();
    void resumed();
    void finished(const bozzetto::ui::RunOutcome& outcome);

private:
    void writeJobFile() const;
    QStringList arguments() const;
    void takeLine(const QByteArray& line);
    void takeStrayLine(const QByteArray& line);
    void takeErrorLine(const QByteArray& line);
    void showNewestPreview();
    void addLog(LogLevel level, const QString& text);

    void take(const RunStarted& event);
    void take(const StageEvent& event);
    void take(const RunProgress& event);
    void take(const MetricEvent& event);
    void take(const PreviewEvent& event);
    void take(const WarningEvent& event);
    void take(const LogEvent& event);
    void take(const PausedEvent& event);
    void take(const ResumedEvent& event);
    void take(const ErrorEvent& event);
    void take(const InterruptedEvent& event);
    void take(const ResultEvent& event);
    void take(const SkippedEvent&) {}

    void onProcessEnded(int exit_code, int signal);
    void onFailedToStart(const QString& reason);
    void conclude(RunOutcome outcome);
    void logEnd(const RunOutcome& outcome);

    ChildProcess process_;
    RunRequest request_;
    RunLog log_;
    QString newest_preview_;
    QString last_words_;
    qint64 step_ = 0;
    int stray_lines_ = 0;
    quint64 memory_kills_before_ = 0;
    RunEnding ending_;
    bool concluded_ = false;
};

}  // namespace bozzetto::ui
