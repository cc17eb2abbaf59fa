// SPDX-License-Identifier: Apache-2.0
#include "ui/window/run_controller.h"

#include "base/log.h"
#include "ui/project/project_document.h"
#include "ui/settings/run_settings_panel.h"

#include <filesystem>

namespace bozzetto::ui {
namespace {

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
}

void RunController::showChoice(RunSettingsPanel* panel) const {
    const Project& project = document_->project();
    RunChoice choice = panel->choice();  // what the project does not know (the output folder) stays
    choice.engines = project.engines;
    choice.settings = project.settings;
    choice.seed = project.seed;
    choice.device = project.device;
    choice.threads = project.threads;
    choice.time_limit_min = project.time_limit_min;
    if (const auto problem = panel->setChoice(choice)) {
        logWarning(toStd(problem->reason));
    }
}

void RunController::takeChoice(const RunChoice& choice) {
    QStringList engines;
    for (const std::string& id : choice.engines) {
        engines.append(toQt(id));
    }
    document_->setEngines(engines);
    for (const auto& [engine, settings] : choice.settings) {
        // A field that is being moved gives one undo step, not one a value.
        document_->setSettings(toQt(engine), settings, QStringLiteral("panel"));
    }
    document_->setSeed(choice.seed);
    document_->setDevice(toQt(choice.device));
    document_->setThreads(choice.threads);
    document_->setTimeLimit(choice.time_limit_min);
}

JobFile RunController::jobFile(const QString& engine) const {
    const Project& project = document_->project();
    JobFile job;
    job.inputs = project.inputs;
    job.engine = toStd(engine);
    const auto settings = project.settings.find(job.engine);
    job.settings = settings != project.settings.end() ? settings->second : Settings();
    job.seed = project.seed;
    job.device = project.device;
    job.threads = project.threads;
    job.time_limit_min = project.time_limit_min;
    job.edits.exclude = project.edits.excluded;
    job.edits.invert_masks = project.edits.inverted;
    job.edits.replace = project.edits.replaced;
    return job;
}

QString RunController::titleOf(const QString& engine) const {
    const Project& project = document_->project();
    const QString set =
        project.inputs.empty() ? document_->title() : toQt(project.inputs.front().filename());
    const auto settings = project.settings.find(toStd(engine));
    const QString preset = settings != project.settings.end() ? toQt(settings->second.preset)
                                                              : toQt(Settings().preset);
    return tr("%1, %2, %3", "set, engine, preset").arg(set, engine, preset);
}

Job RunController::jobOf(const ProjectRun& run, RunStart start) const {
    Job job;
    job.id = toQt(run.id);
    job.file = jobFile(toQt(run.engine));
    job.file.settings = run.settings;
    job.file.seed = run.seed;
    job.file.output = run.folder;
    job.title = titleOf(toQt(run.engine));
    job.start = start;
    return job;
}

void RunController::addToQueue() {
    std::vector<Job> jobs;
    const std::vector<std::string> engines = document_->project().engines;
    for (const std::string& engine : engines) {
        const ProjectRun run = document_->beginRun(toQt(engine));
        jobs.push_back(jobOf(run, RunStart::Fresh));
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
        queue_->add(jobOf(*run, RunStart::Resume));
        queue_->start();
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
