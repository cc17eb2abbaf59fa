// SPDX-License-Identifier: Apache-2.0
#include "ui/window/run_controller.h"

#include "ui/project/project_document.h"
#include "ui/settings/engine_words.h"
#include "ui/settings/run_settings_panel.h"

#include <QTimer>

#include <utility>

namespace bozzetto::ui {
namespace {

constexpr int kStopMilliseconds = 2000;  // the queue ends a child in less

ProjectRun::State stateOf(RunOutcome::State state) {
    switch (state) {
        case RunOutcome::State::Done:
            return ProjectRun::State::Done;
        case RunOutcome::State::Incomplete:
            return ProjectRun::State::Incomplete;
        case RunOutcome::State::Stopped:
            return ProjectRun::State::Stopped;
        case RunOutcome::State::Failed:
            return ProjectRun::State::Failed;
        case RunOutcome::State::Crashed:
            break;
    }
    return ProjectRun::State::Crashed;
}

}  // namespace

RunController::RunController(ProjectDocument* document, JobQueue* queue, QObject* parent)
    : QObject(parent), document_(document), queue_(queue) {
    connect(queue, &JobQueue::jobStarted, this, [this](const QString& id) {
        if (const ProjectRun* run = findRun(document_->project(), toStd(id))) {
            ProjectRun running = *run;
            running.state = ProjectRun::State::Running;
            running.reason.clear();
            running.hint.clear();
            document_->updateRun(running);
        }
        Q_EMIT runStarted(id);
    });
    connect(queue, &JobQueue::jobFinished, this, &RunController::takeOutcome);
    connect(queue, &JobQueue::stateChanged, this, &RunController::takeState);
    connect(document, &ProjectDocument::runsChanged, this, &RunController::followFolders);
    // Jobs are of the project that they were made in.
    connect(document, &ProjectDocument::closed, queue, &JobQueue::clearInactive);
}

std::optional<Problem> RunController::showChoice(RunSettingsPanel* panel) const {
    const Project& project = document_->project();
    RunChoice choice = panel->choice();  // what the project does not know (the output folder) stays
    choice.engines = project.engines;
    choice.settings = project.settings;
    choice.seed = project.seed;
    choice.device = project.device;
    choice.threads = project.threads;
    choice.time_limit_min = project.time_limit_min;
    return panel->setChoice(choice);
}

void RunController::takeChoice(const RunChoice& choice) {
    output_ = choice.output;
    if (!document_->isOpen()) {
        return;  // a session that begins tells the panel what it has
    }
    QStringList engines;
    for (const std::string& id : choice.engines) {
        engines.append(toQt(id));
    }
    document_->setEngines(engines);
    for (const auto& [engine, settings] : choice.settings) {
        if (!document_->project().settings.contains(engine) && settings == Settings()) {
            continue;  // said without words
        }
        // A field that is being moved gives one undo step, not one a value.
        document_->setSettings(toQt(engine), settings, QStringLiteral("panel"));
    }
    document_->setSeed(choice.seed);
    document_->setDevice(toQt(choice.device));
    document_->setThreads(choice.threads);
    document_->setTimeLimit(choice.time_limit_min);
}

Job RunController::makeJob(const ProjectRun& run, RunStart start) const {
    const Project& project = document_->project();
    const QString set =
        project.inputs.empty() ? document_->title() : toQt(project.inputs.front().filename());
    Job job;
    job.id = toQt(run.id);
    job.file = jobOf(project, run);
    job.title = tr("%1, %2, %3", "set, engine, preset")
                    .arg(set, toQt(run.engine), presetTitle(run.settings.preset));
    job.start = start;
    return job;
}

/// Nothing of it runs yet, and perhaps never will: it is not to be taken for one that was cut off.
ProjectRun RunController::beginWaitingRun(const QString& engine) {
    ProjectRun run = document_->beginRun(engine, output_);
    run.state = ProjectRun::State::Stopped;
    run.reason = toStd(tr("It was not started."));
    document_->updateRun(run);
    return run;
}

void RunController::addToQueue() {
    std::vector<Job> jobs;
    const std::vector<std::string> engines = document_->project().engines;
    for (const std::string& engine : engines) {
        jobs.push_back(makeJob(beginWaitingRun(toQt(engine)), RunStart::Fresh));
    }
    if (jobs.size() == 1) {
        queue_->add(std::move(jobs.front()));
    } else if (!jobs.empty()) {
        queue_->addGroup(std::move(jobs));
    }
}

void RunController::run() {
    addToQueue();
    queue_->start();
}

void RunController::resumeRun(const QString& id) {
    if (queue_->state(id)) {
        queue_->resumeJob(id);
        return;
    }
    if (const ProjectRun* run = findRun(document_->project(), toStd(id))) {
        queue_->add(makeJob(*run, RunStart::Resume));
        queue_->start();
    }
}

void RunController::stopThen(std::function<void()> then) {
    if (!queue_->isRunning()) {
        then();
        return;
    }
    auto* wait = new QTimer(this);
    wait->setSingleShot(true);
    connect(wait, &QTimer::timeout, this, [this, wait, then = std::move(then)] {
        queue_->disconnect(wait);
        wait->deleteLater();
        then();
    });
    // Not inside the queue's own signal: what follows may end the queue.
    connect(queue_, &JobQueue::idle, wait, [wait] { wait->start(0); });
    wait->start(kStopMilliseconds);
    queue_->stopCurrent();
}

/// Saving under a name moves the results of runs that can still go on.
void RunController::followFolders() {
    for (const ProjectRun& run : document_->project().runs) {
        queue_->setOutput(toQt(run.id), run.folder);
    }
}

void RunController::takeOutcome(const QString& id, const RunOutcome& outcome) {
    const ProjectRun* found = findRun(document_->project(), toStd(id));
    if (found != nullptr) {
        ProjectRun run = *found;
        run.state = stateOf(outcome.state);
        run.seconds = outcome.seconds;
        run.reason = toStd(outcome.reason);
        run.hint = toStd(outcome.hint);
        run.peak_memory = outcome.peak_memory_bytes;
        run.scores.clear();
        for (const auto& [name, value] : outcome.scores) {
            run.scores[toStd(name)] = value;
        }
        document_->updateRun(run);
    }
    Q_EMIT runEnded(id, outcome);
}

void RunController::takeState(const QString& id, JobState state) {
    if (state != JobState::Skipped) {
        return;
    }
    RunOutcome outcome;
    outcome.state = RunOutcome::State::Stopped;
    outcome.reason = tr("Not started, because the run before it gave no result.");
    takeOutcome(id, outcome);
}

}  // namespace bozzetto::ui
