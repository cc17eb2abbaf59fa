// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/run_types.h"

#include <QObject>

namespace bozzetto::ui {

class ChildRun;

/// Runs jobs one at a time in a child process (`bozzetto-cli reconstruct --events --control`, at
/// nice 10) and turns what it says into signals. Lives on a thread of its own: reading, parsing,
/// preview files and the log never touch the UI thread. Move it to its thread before the first
/// call; call its slots through queued connections; delete it on its thread, which stops the child.
///
/// A crash of the child, or its being killed, is an outcome like any other. The child ends with a
/// checkpoint when its standard input closes, so it never outlives this process, however that ends.
class RunWorker : public QObject {
    Q_OBJECT

public:
    /// cli: path of bozzetto-cli. log_folder: where a log file of every run goes; empty: none.
    RunWorker(QString cli, QString log_folder);
    ~RunWorker() override;

public Q_SLOTS:
    /// Starts a run; ends with finished(), also if nothing could be started. Ignored during a run.
    void start(const bozzetto::ui::RunRequest& request);
    void pause();
    void resume();
    /// Ends the run with a checkpoint. The child is gone after 2 s whatever it does: then what was
    /// checkpointed before stays.
    void stop();
    /// Cuts the optimisation short and writes the result of what is done.
    void finish();

Q_SIGNALS:
    /// The child runs; `pid` is its process id.
    void processStarted(qint64 pid);
    void started(const bozzetto::ui::RunStarted& start);
    /// weight: share of the whole run.
    void stageStarted(const QString& name, qint64 steps, double weight);
    void progress(const bozzetto::ui::RunProgress& progress);
    /// step: of the running stage. value: finite.
    void metric(const QString& name, qint64 step, double value);
    /// Of several that arrived together only the newest.
    void previewReady(bozzetto::ui::PreviewPointer mesh);
    void warning(const QString& text);
    void logged(bozzetto::LogLevel level, const QString& text);
    void paused();
    void resumed();
    void finished(const bozzetto::ui::RunOutcome& outcome);

private:
    QString cli_, log_folder_;
    ChildRun* run_ = nullptr;  // a child object; gone when its run is over
};

}  // namespace bozzetto::ui
