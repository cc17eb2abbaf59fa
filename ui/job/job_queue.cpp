// SPDX-License-Identifier: Apache-2.0
#include "ui/job/job_queue.h"

#include "ui/common/text.h"
#include "ui/job/run_worker.h"

#include <QUuid>

#include <algorithm>
#include <utility>

namespace bozzetto::ui {
namespace {

QString newId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces).left(8);
}

bool hasEnded(JobState state) {
    return state != JobState::Waiting && !isActive(state);
}

JobState stateOf(RunOutcome::State outcome) {
    switch (outcome) {
        case RunOutcome::State::Done:
            return JobState::Done;
        case RunOutcome::State::Incomplete:
            return JobState::Incomplete;
        case RunOutcome::State::Stopped:
            return JobState::Stopped;
        case RunOutcome::State::Failed:
            return JobState::Failed;
        case RunOutcome::State::Crashed:
            return JobState::Crashed;
    }
    return JobState::Failed;
}

}  // namespace

JobQueue::JobQueue(const QString& cli,
                   QString job_folder,
                   const QString& log_folder,
                   QObject* parent)
    : QAbstractListModel(parent), job_folder_(std::move(job_folder)) {
    qRegisterMetaType<JobState>();
    auto* worker = new RunWorker(cli, log_folder);
    worker->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker, &QObject::deleteLater);
    connectWorker(worker);
    thread_.setObjectName(QStringLiteral("run worker"));
    thread_.start();
}

JobQueue::~JobQueue() {
    thread_.quit();
    thread_.wait();
}

void JobQueue::connectWorker(RunWorker* worker) {
    connect(this, &JobQueue::startRequested, worker, &RunWorker::start);
    connect(this, &JobQueue::pauseRequested, worker, &RunWorker::pause);
    connect(this, &JobQueue::resumeRequested, worker, &RunWorker::resume);
    connect(this, &JobQueue::stopRequested, worker, &RunWorker::stop);
    connect(this, &JobQueue::finishRequested, worker, &RunWorker::finish);

    connect(worker, &RunWorker::processStarted, this, [this](qint64 pid) {
        Q_EMIT processStarted(current_, pid);
    });
    connect(worker, &RunWorker::started, this, [this](const RunStarted& start) {
        Q_EMIT runStarted(current_, start);
    });
    connect(worker,
            &RunWorker::stageStarted,
            this,
            [this](const QString& name, qint64 steps, double weight) {
                Q_EMIT stageStarted(current_, name, steps, weight);
            });
    connect(worker, &RunWorker::progress, this, &JobQueue::onProgress);
    connect(
        worker, &RunWorker::metric, this, [this](const QString& name, qint64 step, double value) {
            Q_EMIT metric(current_, name, step, value);
        });
    connect(worker, &RunWorker::previewReady, this, [this](const PreviewPointer& mesh) {
        Q_EMIT previewReady(current_, mesh);
    });
    connect(worker, &RunWorker::warning, this, [this](const QString& text) {
        Q_EMIT warning(current_, text);
    });
    connect(worker, &RunWorker::logged, this, [this](LogLevel level, const QString& text) {
        Q_EMIT logged(current_, level, text);
    });
    connect(worker, &RunWorker::paused, this, [this] { onPaused(true); });
    connect(worker, &RunWorker::resumed, this, [this] { onPaused(false); });
    connect(worker, &RunWorker::finished, this, &JobQueue::onFinished);
}

QString JobQueue::add(Job job) {
    if (job.id.isEmpty() || rowOf(job.id) >= 0) {
        job.id = newId();
    }
    const QString id = job.id;
    beginInsertRows({}, count(), count());
    Entry entry;
    entry.job = std::move(job);
    entries_.push_back(std::move(entry));
    endInsertRows();
    return id;
}

void JobQueue::addGroup(std::vector<Job> jobs) {
    const QString group = newId();
    for (Job& job : jobs) {
        job.group = group;
        add(std::move(job));
    }
}

bool JobQueue::remove(const QString& id) {
    const int row = rowOf(id);
    if (row < 0 || id == current_) {
        return false;
    }
    beginRemoveRows({}, row, row);
    entries_.erase(entries_.begin() + row);
    endRemoveRows();
    return true;
}

void JobQueue::clearEnded() {
    for (int row = count() - 1; row >= 0; --row) {
        if (hasEnded(entries_[static_cast<size_t>(row)].state)) {
            remove(entries_[static_cast<size_t>(row)].job.id);
        }
    }
}

void JobQueue::clearInactive() {
    for (int row = count() - 1; row >= 0; --row) {
        remove(entries_[static_cast<size_t>(row)].job.id);  // the active one stays
    }
}

void JobQueue::setOutput(const QString& id, const std::filesystem::path& folder) {
    const int row = rowOf(id);
    if (row >= 0 && id != current_) {
        entries_[static_cast<size_t>(row)].job.file.output = folder;
    }
}

bool JobQueue::move(const QString& id, int offset) {
    const int row = rowOf(id), target = row + offset;
    if (row < 0 || target < 0 || target >= count() || offset == 0) {
        return false;
    }
    // A model counts the target before the row is taken out.
    return moveRows({}, row, 1, {}, offset > 0 ? target + 1 : target);
}

std::optional<Job> JobQueue::job(const QString& id) const {
    const int row = rowOf(id);
    return row < 0 ? std::nullopt : std::optional(entries_[static_cast<size_t>(row)].job);
}

std::optional<JobState> JobQueue::state(const QString& id) const {
    const int row = rowOf(id);
    return row < 0 ? std::nullopt : std::optional(entries_[static_cast<size_t>(row)].state);
}

std::optional<RunOutcome> JobQueue::outcome(const QString& id) const {
    const int row = rowOf(id);
    return row < 0 ? std::nullopt : entries_[static_cast<size_t>(row)].outcome;
}

RunProgress JobQueue::currentProgress() const {
    const int row = rowOf(current_);
    return row < 0 ? RunProgress{} : entries_[static_cast<size_t>(row)].progress;
}

int JobQueue::waitingCount() const {
    return static_cast<int>(std::count_if(entries_.begin(), entries_.end(), [](const Entry& e) {
        return e.state == JobState::Waiting;
    }));
}

int JobQueue::rowOf(const QString& id) const {
    for (int row = 0; row < count(); ++row) {
        if (entries_[static_cast<size_t>(row)].job.id == id) {
            return row;
        }
    }
    return -1;
}

void JobQueue::setContinueOnError(bool on) {
    if (continue_on_error_ != on) {
        continue_on_error_ = on;
        Q_EMIT continueOnErrorChanged(on);
    }
}

void JobQueue::start() {
    held_ = false;
    if (!isRunning()) {
        startNext();
    }
}

void JobQueue::startNext() {
    const auto next = std::find_if(entries_.begin(), entries_.end(), [](const Entry& entry) {
        return entry.state == JobState::Waiting;
    });
    if (next == entries_.end() || held_) {
        Q_EMIT idle();
        return;
    }
    next->progress = {};
    next->outcome.reset();
    current_ = next->job.id;
    const RunRequest request{next->job.file,
                             next->job.start,
                             toPath(job_folder_) / (toStd(current_) + ".json"),
                             next->job.title};
    setState(static_cast<int>(next - entries_.begin()), JobState::Running);
    Q_EMIT jobStarted(current_);
    Q_EMIT startRequested(request);
}

void JobQueue::askCurrent(JobState wanted, void (JobQueue::*request)()) {
    const int row = rowOf(current_);
    if (row < 0) {
        return;
    }
    setState(row, wanted);
    (this->*request)();
}

void JobQueue::pauseCurrent() {
    if (currentState() == JobState::Running) {
        askCurrent(JobState::Pausing, &JobQueue::pauseRequested);
    }
}

void JobQueue::resumeCurrent() {
    const std::optional<JobState> state = currentState();
    if (state == JobState::Paused || state == JobState::Pausing) {
        askCurrent(JobState::Running, &JobQueue::resumeRequested);
    }
}

void JobQueue::stopCurrent() {
    held_ = true;
    if (currentState() != JobState::Stopping) {
        askCurrent(JobState::Stopping, &JobQueue::stopRequested);
    }
}

void JobQueue::finishCurrent() {
    const std::optional<JobState> state = currentState();
    if (state && *state != JobState::Stopping && *state != JobState::Finishing) {
        askCurrent(JobState::Finishing, &JobQueue::finishRequested);
    }
}

void JobQueue::resumeJob(const QString& id) {
    startAgain(id, RunStart::Resume);
}

void JobQueue::restartJob(const QString& id) {
    startAgain(id, RunStart::Overwrite);
}

void JobQueue::startAgain(const QString& id, RunStart start) {
    const int row = rowOf(id);
    if (row < 0 || !hasEnded(entries_[static_cast<size_t>(row)].state)) {
        return;
    }
    Entry& entry = entries_[static_cast<size_t>(row)];
    entry.job.start = start;
    entry.outcome.reset();
    entry.progress = {};
    // What its group skipped because of it gets its turn again.
    const QString group = entry.job.group;
    for (int other = 0; other < count() && !group.isEmpty(); ++other) {
        const Entry& sibling = entries_[static_cast<size_t>(other)];
        if (sibling.job.group == group && sibling.state == JobState::Skipped) {
            setState(other, JobState::Waiting);
        }
    }
    setState(row, JobState::Waiting);
    moveBeforeWaiting(row);
    this->start();
}

void JobQueue::moveBeforeWaiting(int row) {
    for (int target = 0; target < row; ++target) {
        if (entries_[static_cast<size_t>(target)].state == JobState::Waiting) {
            moveRows({}, row, 1, {}, target);
            return;
        }
    }
}

void JobQueue::onProgress(const RunProgress& progress) {
    const int row = rowOf(current_);
    if (row < 0) {
        return;
    }
    entries_[static_cast<size_t>(row)].progress = progress;
    Q_EMIT dataChanged(index(row), index(row), {FractionRole, StateTextRole});
    Q_EMIT progressChanged(current_, progress);
}

void JobQueue::onPaused(bool paused) {
    // Only what was asked for last counts: a "paused" may arrive after the user went on or stopped.
    const JobState expected = paused ? JobState::Pausing : JobState::Paused;
    if (currentState() == expected) {
        setState(rowOf(current_), paused ? JobState::Paused : JobState::Running);
    }
}

void JobQueue::onFinished(const RunOutcome& outcome) {
    const QString id = std::exchange(current_, QString());
    const int row = rowOf(id);
    if (row < 0) {
        return;
    }
    Entry& entry = entries_[static_cast<size_t>(row)];
    entry.outcome = outcome;
    const QString group = entry.job.group;
    setState(row, stateOf(outcome.state));
    if (!outcome.hasResult() && !group.isEmpty()) {
        skipRestOfGroup(group);
    }
    held_ = held_ || (outcome.wentWrong() && !continue_on_error_);
    Q_EMIT jobFinished(id, outcome);
    if (!isRunning()) {  // nobody started another one meanwhile
        startNext();
    }
}

void JobQueue::skipRestOfGroup(const QString& group) {
    for (int row = 0; row < count(); ++row) {
        const Entry& entry = entries_[static_cast<size_t>(row)];
        if (entry.job.group == group && entry.state == JobState::Waiting) {
            setState(row, JobState::Skipped);
        }
    }
}

void JobQueue::setState(int row, JobState state) {
    Entry& entry = entries_[static_cast<size_t>(row)];
    if (entry.state == state) {
        return;
    }
    entry.state = state;
    Q_EMIT dataChanged(index(row), index(row));
    Q_EMIT stateChanged(entry.job.id, state);
}

}  // namespace bozzetto::ui
