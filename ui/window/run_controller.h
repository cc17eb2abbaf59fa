// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/project.h"
#include "ui/common/text.h"
#include "ui/job/job_queue.h"
#include "ui/settings/run_choice.h"

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <optional>

namespace bozzetto::ui {

class ProjectDocument;
class RunSettingsPanel;

/// Makes jobs of the project's choices, and results of the project of jobs that have ended. A job
/// and the run of the project that it works for have the same id.
class RunController : public QObject {
    Q_OBJECT
public:
    RunController(ProjectDocument* document, JobQueue* queue, QObject* parent);

    /// The project's choices in the panel. A problem when the panel cannot show them, because an
    /// engine is not installed: it stays as it was.
    std::optional<Problem> showChoice(RunSettingsPanel* panel) const;
    /// The panel's choices in the project, an undo step for each thing that changed.
    void takeChoice(const RunChoice& choice);

    /// Adds a job for each chosen engine; several belong together and stop at the first failure.
    void addToQueue();
    /// Adds and starts. An already running queue goes on with them in their turn.
    void run();
    /// Goes on with a run, of this or an earlier session, from its checkpoint.
    void resumeRun(const QString& id);
    /// Stops what runs, with a checkpoint, and calls `then` when it has ended: in 2 s at most.
    void stopThen(std::function<void()> then);

Q_SIGNALS:
    void runStarted(const QString& id);
    /// The outcome is in the project. Runs of a group that were not even started count too.
    void runEnded(const QString& id, const bozzetto::ui::RunOutcome& outcome);

private:
    Job makeJob(const ProjectRun& run, RunStart start) const;
    ProjectRun beginWaitingRun(const QString& engine);
    void followFolders();
    void takeOutcome(const QString& id, const RunOutcome& outcome);
    void takeState(const QString& id, JobState state);

    ProjectDocument* document_;
    JobQueue* queue_;
    std::filesystem::path output_;  // a folder for results that the user named; may be empty
};

}  // namespace bozzetto::ui
