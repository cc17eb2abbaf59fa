// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/run_types.h"

#include <QAbstractListModel>
#include <QThread>

#include <optional>
#include <vector>

namespace bozzetto::ui {

class RunWorker;

struct Job {
    QString id;     // unique; add() makes one if it is empty
    QString title;  // what the user calls it
    JobFile file;   // absolute paths
    RunStart start = RunStart::Fresh;
    /// Jobs of one group ("both") run in their order and stop at the first that gives no result.
    QString group;
};

enum class JobState {
    Waiting,
    Running,
    Pausing,  // asked to, not there yet
    Paused,
    Stopping,
    Finishing,
    Done,
    Incomplete,
    Stopped,
    Failed,
    Crashed,
    Skipped,  // its group stopped before it
};
/// In a person's words: "Waiting", "Running", ...
QString jobStateText(JobState state);
/// Running, Pausing, Paused, Stopping or Finishing.
bool isActive(JobState state);

/// The list of jobs, worked off one at a time in a child process (RunWorker, on its own thread). A
/// model of one column for views. UI thread only.
class JobQueue : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole,
        EngineRole,
        PresetRole,
        StateRole,      // int(JobState)
        StateTextRole,  // state, percent, time left, or the reason of a failure
        FractionRole,   // 0 to 1
        GroupRole,
    };

    /// cli: path of bozzetto-cli. job_folder: where job files for the child are written (made if
    /// needed). log_folder: run logs; empty: none.
    JobQueue(const QString& cli, QString job_folder, const QString& log_folder, QObject* parent);
    /// Stops a running child with a checkpoint; waits for it, 2 s at most.
    ~JobQueue() override;

    // --- the list
    /// Appends a waiting job and returns its id.
    QString add(Job job);
    /// Appends jobs that belong together under a new group.
    void addGroup(std::vector<Job> jobs);
    /// False for the active one.
    bool remove(const QString& id);
    /// Removes everything that has ended.
    void clearEnded();
    /// Removes everything but the active job.
    void clearInactive();
    /// Another output folder for a job: its results moved. Not for the active one.
    void setOutput(const QString& id, const std::filesystem::path& folder);
    /// Moves a job by `offset` rows; false at the end of the list.
    bool move(const QString& id, int offset);

    int count() const { return static_cast<int>(entries_.size()); }
    std::optional<Job> job(const QString& id) const;
    std::optional<JobState> state(const QString& id) const;
    /// nullopt before the job ended.
    std::optional<RunOutcome> outcome(const QString& id) const;
    /// Of the active job, else empty.
    QString currentId() const { return current_; }
    std::optional<JobState> currentState() const { return state(current_); }
    RunProgress currentProgress() const;
    int waitingCount() const;

    // --- working it off
    /// Starts the next waiting job unless one is active, and goes on until none waits.
    void start();
    bool isRunning() const { return !current_.isEmpty(); }
    bool continuesOnError() const { return continue_on_error_; }
    /// Whether a failed job is followed by the next. A stop by the user always holds the queue.
    void setContinueOnError(bool on);

    void pauseCurrent();
    void resumeCurrent();
    /// Ends the active job with a checkpoint within 2 s and holds the queue.
    void stopCurrent();
    void finishCurrent();

    /// Puts an ended job back in front of the waiting ones and starts it: from its checkpoint, or
    /// from the beginning, replacing what is there.
    void resumeJob(const QString& id);
    void restartJob(const QString& id);

    // QAbstractItemModel
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool moveRows(const QModelIndex& source_parent,
                  int source_row,
                  int rows,
                  const QModelIndex& target_parent,
                  int target_row) override;

Q_SIGNALS:
    void jobStarted(const QString& id);
    void jobFinished(const QString& id, const bozzetto::ui::RunOutcome& outcome);
    /// Nothing is active and nothing will start by itself.
    void idle();
    void stateChanged(const QString& id, bozzetto::ui::JobState state);
    void continueOnErrorChanged(bool on);

    // Of the active job:
    void processStarted(const QString& id, qint64 pid);
    void runStarted(const QString& id, const bozzetto::ui::RunStarted& start);
    void stageStarted(const QString& id, const QString& name, qint64 steps, double weight);
    void progressChanged(const QString& id, const bozzetto::ui::RunProgress& progress);
    void metric(const QString& id, const QString& name, qint64 step, double value);
    void previewReady(const QString& id, bozzetto::ui::PreviewPointer mesh);
    void warning(const QString& id, const QString& text);
    void logged(const QString& id, bozzetto::LogLevel level, const QString& text);

    // To the worker, queued.
    void startRequested(const bozzetto::ui::RunRequest& request);
    void pauseRequested();
    void resumeRequested();
    void stopRequested();
    void finishRequested();

private:
    struct Entry {
        Job job;
        JobState state = JobState::Waiting;
        RunProgress progress;
        std::optional<RunOutcome> outcome;
    };

    void connectWorker(RunWorker* worker);
    int rowOf(const QString& id) const;
    void setState(int row, JobState state);
    void askCurrent(JobState wanted, void (JobQueue::*request)());
    void startNext();
    void startAgain(const QString& id, RunStart start);
    void skipRestOfGroup(const QString& group);
    void moveBeforeWaiting(int row);
    void onProgress(const RunProgress& progress);
    void onPaused(bool paused);
    void onFinished(const RunOutcome& outcome);
    QString stateText(const Entry& entry) const;

    QString job_folder_;
    QThread thread_;
    std::vector<Entry> entries_;
    QString current_;
    bool continue_on_error_ = false;
    bool held_ = false;  // the user stopped a job: nothing starts by itself
};

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::ui::JobState)
