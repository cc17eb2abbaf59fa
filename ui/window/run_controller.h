// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/project.h"
#include "ui/job/job_queue.h"
#include "ui/settings/run_choice.h"

#include <QObject>
#include <QStringList>

namespace bozzetto::ui {

class ProjectDocument;
class RunSettingsPanel;

/// Makes jobs of the project's choices, and results of the project of jobs that have ended. A job
/// and the run of the project that it works for have the same id.
class RunController : public QObject {
    Q_OBJECT
public:
    RunController(ProjectDocument* document, JobQueue* queue, QObject* parent);

    /// The project's choices in the panel, and the panel's in the project (an undo step for each
    /// thing that changed).
    void showChoice(RunSettingsPanel* panel) const;
    void takeChoice(const RunChoice& choice);

    /// The job that the project's choices describe for `engine`, without an output folder: also
    /// what the memory prediction is asked with.
    JobFile jobFile(const QString& engine) const;
    /// Adds a job for each chosen engine; several belong together and stop at the first failure.
    void addToQueue();
    /// Adds and starts. An already running queue goes on with them in their turn.
    void run();
    /// Goes on with a run of an earlier session from its checkpoint.
    void resumeRun(const QString& id);

Q_SIGNALS:
    void runStarted(const QString& id);
    /// The outcome is in the project. Runs of a group that were not even started count too.
    void runEnded(const QString& id, const bozzetto::ui::RunOutcome& outcome);

private:
    Job jobOf(const ProjectRun& run, RunStart start) const;
    QString titleOf(const QString& engine) const;
    void takeOutcome(const QString& id, const RunOutcome& outcome);
    void takeState(const QString& id, JobState state);

    ProjectDocument* document_;
    JobQueue* queue_;
};

}  // namespace bozzetto::ui
