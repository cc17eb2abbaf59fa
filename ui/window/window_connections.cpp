// SPDX-License-Identifier: Apache-2.0
// The signals between modules that do not know each other; what is done about them is in
// main_window.cpp.
#include "ui/cameras/cameras_panel.h"
#include "ui/common/text.h"
#include "ui/export/export_dialog.h"
#include "ui/window/main_menus.h"
#include "ui/window/main_window.h"
#include "ui/window/open_folder.h"
#include "ui/window/window_parts.h"

#include <QDockWidget>

namespace bozzetto::ui {
namespace {

/// In front of the panels that it shares its place with.
void bringUp(QDockWidget* dock) {
    dock->show();
    dock->raise();
}

}  // namespace

void MainWindow::connectImages() {
    Parts& p = *parts_;
    connect(p.drops,
            &DropTarget::imageSetDropped,
            this,
            [this](const QStringList& paths, DropAction action) {
                if (action == DropAction::Add) {
                    parts_->images->include(paths);
                } else {
                    openSet(paths);
                }
            });
    connect(p.drops, &DropTarget::camerasDropped, this, [this](const QString& path) {
        parts_->cameras->useFile(path);
        showPage(Page::Cameras);
    });
    connect(p.drops,
            &DropTarget::camerasDroppedWithPictures,
            p.cameras,
            &CameraController::useFileWithNext);
    connect(p.drops, &DropTarget::projectDropped, p.projects, &ProjectController::openProject);
    connect(p.drops, &DropTarget::refused, this, &MainWindow::showProblem);
    connect(p.import_session, &ImportSession::started, this, [this] {
        parts_->notice->dismiss();
        showPage(Page::Images);
    });
    connect(p.import_session, &ImportSession::failed, this, [this](const Problem& problem) {
        showProblem(problem.reason, problem.hint);
        if (!parts_->import_session->isListed()) {
            showPage(Page::Start);
        }
    });
    connect(p.images, &ImageController::opened, this, [this] {
        parts_->recent->add(parts_->import_session->input(), false);
        updateSteps();
    });
    connect(p.import_session, &ImportSession::listed, this, [this] {
        parts_->drops->setCurrentFolder(parts_->import_session->input());
        updateSteps();
    });
    connect(p.review, &ImportReviewPage::accepted, this, [this] {
        // Cameras that are still to be found are worth a look; known ones are not in the way.
        showStep(camerasAreKnown() || !runNeedsCameras() ? StepBar::Step::Reconstruct
                                                         : StepBar::Step::Cameras);
        parts_->run_settings->runButton()->setFocus();
    });
    connect(p.review, &ImportReviewPage::backRequested, this, [this] { showPage(Page::Start); });
    connect(p.review, &ImportReviewPage::message, this, &MainWindow::showMessage);
    connect(p.start, &StartPage::sampleRequested, this, [this](const QString& folder) {
        openSet({folder});
    });
    connect(
        p.start, &StartPage::recentActivated, this, [this](const QString& path, bool is_project) {
            if (is_project) {
                parts_->projects->openProject(path);
            } else {
                openSet({path});
            }
        });
    connect(p.start, &StartPage::recentRemoved, p.recent, &RecentList::remove);
    connect(p.start, &StartPage::recentCleared, p.recent, &RecentList::clear);
    connect(p.recent, &RecentList::changed, this, [this] {
        QList<RecentItem> items;
        for (const RecentEntry& entry : parts_->recent->entries()) {
            RecentItem item;
            item.path = entry.path;
            item.is_project = entry.is_project;
            item.is_missing = entry.missing;
            item.opened = entry.time;
            items.append(item);
        }
        parts_->start->setRecent(items);
    });
}

void MainWindow::connectCameras() {
    Parts& p = *parts_;
    connect(p.cameras,
            &CameraController::solvedChanged,
            this,
            [this](const std::shared_ptr<const SolvedSet>& solved) {
                parts_->results->setPictures(solved);
                parts_->masks->setSolved(solved);
            });
    connect(p.cameras, &CameraController::sceneChanged, p.results, &ResultArea::setScene);
    p.results->setScene(p.cameras->scene());
    connect(p.cameras_page, &CamerasPage::pointsChanged, p.results, &ResultArea::setPoints);
    connect(p.cameras, &CameraController::message, this, &MainWindow::showMessage);
    connect(p.cameras, &CameraController::failed, this, [this](const Problem& problem) {
        showProblem(problem.reason, problem.hint);
    });
    connect(p.cameras, &CameraController::findingChanged, this, [this] {
        if (parts_->cameras->isFinding() || !run_waits_) {
            return;
        }
        run_waits_ = false;
        parts_->run_settings->setBlocked({});
        if (parts_->cameras->solved() && parts_->cameras->solved()->hasCameras()) {
            run();
        }
    });
    connect(p.cameras_page, &CamerasPage::continueRequested, this, [this] {
        showStep(StepBar::Step::Reconstruct);
        parts_->run_settings->runButton()->setFocus();
    });
    connect(p.cameras_page->panel(), &CamerasPanel::fileRequested, p.menus, [this] {
        parts_->menus->chooseCameras();
    });
}

void MainWindow::connectMasks() {
    Parts& p = *parts_;
    connect(p.images, &ImageController::picturesChanged, p.masks, &MaskController::takePictures);
    connect(p.masks, &MaskController::editorRequested, this, [this] { showPage(Page::Masks); });
    connect(p.masks, &MaskController::editorClosed, this, [this] { showPage(Page::Images); });
    connect(p.masks, &MaskController::message, this, &MainWindow::showMessage);
    connect(p.masks, &MaskController::failed, this, [this](const Problem& problem) {
        showProblem(problem.reason, problem.hint);
    });
}

void MainWindow::connectProject() {
    Parts& p = *parts_;
    connect(p.document, &ProjectDocument::titleChanged, this, &MainWindow::updateTitle);
    connect(p.document, &ProjectDocument::modifiedChanged, this, &MainWindow::updateTitle);
    const auto show_results_folder = [this] {
        parts_->run_settings->setDefaultOutput(toPath(parts_->document->resultsFolder()));
    };
    connect(p.document, &ProjectDocument::opened, this, show_results_folder);
    connect(p.document, &ProjectDocument::titleChanged, this, show_results_folder);
    connect(p.document, &ProjectDocument::runsChanged, this, &MainWindow::updateSteps);
    connect(p.document, &ProjectDocument::opened, this, [this] {
        Parts& parts = *parts_;
        parts.notice->dismiss();
        parts.results->clear();
        parts.results->setView(parts.document->project().view);
        parts.results->showRuns(parts.document->project());
        parts.not_resumed.clear();
        if (parts.document->isReadOnly()) {
            showProblem(tr("The project is read-only. %1").arg(parts.document->readOnlyReason()),
                        tr("Save it under another name to keep changes."));
        }
        if (!parts.document->project().shown.empty()) {
            showStep(StepBar::Step::Inspect);
        }
        updateTitle();
        updateSteps();
    });
    connect(p.document, &ProjectDocument::closed, this, [this] {
        parts_->results->clear();
        updateTitle();
        updateSteps();
        showPage(Page::Start);
    });
    connect(p.document, &ProjectDocument::shownRunsChanged, this, [this] {
        parts_->results->showRuns(parts_->document->project());
        updateSteps();
    });
    connect(p.document, &ProjectDocument::inputsChanged, this, [this] {
        parts_->run_settings->setInputs(parts_->document->project().inputs);
    });
    connect(p.projects, &ProjectController::message, this, &MainWindow::showMessage);
    connect(p.projects, &ProjectController::failed, this, &MainWindow::showProblem);
    p.projects->setBusyReason([this] { return busyReason(); });
    p.projects->setStopWork(
        [this](std::function<void()> then) { parts_->runs->stopThen(std::move(then)); });
}

void MainWindow::connectRuns() {
    Parts& p = *parts_;
    const auto run = [this](const RunChoice& choice) {
        parts_->runs->takeChoice(choice);  // also one that the panel had to make
        runWhenCamerasAreThere();
    };
    connect(p.run_settings, &RunSettingsPanel::runRequested, this, run);
    connect(p.run_settings, &RunSettingsPanel::queueRequested, this, [this] {
        parts_->runs->addToQueue();
        bringUp(parts_->queue_dock);
    });
    connect(p.queue_view, &QueueView::addRequested, p.runs, &RunController::addToQueue);
    connect(p.runs, &RunController::runStarted, this, [this](const QString& id) {
        Parts& parts = *parts_;
        parts.plot->clear();
        parts.notice->dismiss();
        parts.drops->setAccepting(false, tr("A run is going on. Stop it first."));
        bringUp(parts.progress_dock);
        const auto job = parts.queue->job(id);
        parts.results->startRun(id, job ? job->title : QString());
        parts.desktop->inhibitSleep(tr("Reconstructing a mesh"));
        updateSteps();
    });
    connect(p.queue, &JobQueue::previewReady, this, [this](const QString& id, PreviewPointer mesh) {
        parts_->results->showPreview(id, mesh);
    });
    connect(p.queue,
            &JobQueue::stageStarted,
            this,
            [this](const QString&, const QString& name, qint64 steps) {
                parts_->plot->startStage(name, steps);
            });
    connect(p.queue,
            &JobQueue::metric,
            this,
            [this](const QString&, const QString& name, qint64 step, double value) {
                parts_->plot->addPoint(name, step, value);
            });
    connect(p.queue,
            &JobQueue::logged,
            this,
            [this](const QString&, LogLevel level, const QString& text) {
                parts_->log->append(level, text);
            });
    connect(p.queue, &JobQueue::warning, this, [this](const QString&, const QString& text) {
        parts_->log->append(LogLevel::Warning, text);
    });
    connect(p.queue, &JobQueue::processStarted, this, [this](const QString&, qint64 pid) {
        parts_->devices->watchProcess(pid);
    });
    connect(
        p.queue, &JobQueue::progressChanged, this, [this](const QString&, const RunProgress& now) {
            parts_->desktop->setProgress(now.fraction);
            updateTitle();
        });
    connect(p.queue, &JobQueue::idle, this, [this] {
        Parts& parts = *parts_;
        parts.desktop->allowSleep();
        parts.desktop->clearProgress();
        parts.devices->watchProcess(0);
        parts.drops->setAccepting(true);
        updateTitle();
        updateSteps();
    });
    connect(p.runs, &RunController::runEnded, this, &MainWindow::takeOutcome);
    connect(p.runs, &RunController::runStarted, this, &MainWindow::offerResume);
    connect(p.queue, &JobQueue::idle, this, &MainWindow::offerResume);
    connect(p.document, &ProjectDocument::opened, this, &MainWindow::offerResume);
    connect(p.document, &ProjectDocument::closed, this, &MainWindow::offerResume);
    connect(p.document, &ProjectDocument::runsChanged, this, &MainWindow::offerResume);
    connect(p.resume, &ResumeBar::resumeRequested, this, [this](const QString& id) {
        parts_->runs->resumeRun(id);
        showStep(StepBar::Step::Reconstruct);
    });
    connect(p.resume, &ResumeBar::dismissed, this, [this](const QString& id) {
        parts_->not_resumed.append(id);
        offerResume();
    });
    connect(p.progress, &ProgressPanel::showResultRequested, this, &MainWindow::showRun);
    connect(
        p.progress, &ProgressPanel::showLogRequested, this, [this] { bringUp(parts_->log_dock); });
    connect(p.queue_view, &QueueView::jobActivated, this, [this](const QString& id) {
        const auto outcome = parts_->queue->outcome(id);
        if (outcome && outcome->hasResult()) {
            showRun(id);
        }
    });
}

void MainWindow::connectSettings() {
    Parts& p = *parts_;
    connect(p.catalog, &EngineCatalog::loaded, this, [this] {
        parts_->run_settings->setEngines(parts_->catalog->engines());
        showChoice();
    });
    connect(
        p.catalog, &EngineCatalog::failed, p.run_settings, &RunSettingsPanel::setEnginesProblem);
    connect(p.run_settings, &RunSettingsPanel::enginesRequested, p.catalog, &EngineCatalog::load);
    connect(p.run_settings, &RunSettingsPanel::weightsRequested, this, &MainWindow::showWeights);
    connect(p.run_settings, &RunSettingsPanel::choiceChanged, p.runs, &RunController::takeChoice);
    connect(p.document, &ProjectDocument::settingsChanged, this, [this] {
        parts_->runs->showChoice(parts_->run_settings);
    });
    connect(p.document, &ProjectDocument::opened, this, &MainWindow::showChoice);
    connect(p.document, &ProjectDocument::opened, this, [this] {
        parts_->run_settings->setInputs(parts_->document->project().inputs);
    });
    connect(p.run_settings,
            &RunSettingsPanel::predictionChanged,
            this,
            [this](const std::optional<Prediction>& prediction) {
                parts_->memory->setPredictedHost(prediction ? std::optional(prediction->peak_bytes)
                                                            : std::nullopt);
            });
    connect(p.devices, &DeviceWatch::reported, p.memory, &MemoryPanel::setReport);
    connect(p.devices, &DeviceWatch::reported, p.memory_chip, &MemoryChip::setReport);
    connect(p.devices, &DeviceWatch::reported, p.run_settings, &RunSettingsPanel::setReport);
    connect(p.memory_chip, &QToolButton::clicked, this, [this] { bringUp(parts_->memory_dock); });
    p.results->setNavigation(p.preferences->navigation());
    connect(p.preferences, &Preferences::navigationChanged, p.results, &ResultArea::setNavigation);
}

void MainWindow::connectResults() {
    Parts& p = *parts_;
    connect(p.results, &ResultArea::message, this, &MainWindow::showMessage);
    connect(p.results, &ResultArea::failed, this, &MainWindow::showProblem);
    connect(p.results, &ResultArea::viewChanged, this, [this] {
        parts_->document->setView(parts_->results->view());
    });
    connect(p.results, &ResultArea::subjectChanged, this, [this] {
        if (parts_->export_dialog != nullptr) {
            parts_->export_dialog->setSubject(parts_->results->exportSubject());
        }
        updateSteps();
    });
    connect(p.steps, &StepBar::stepRequested, this, &MainWindow::showStep);
    connect(p.steps, &StepBar::homeRequested, this, [this] { showPage(Page::Start); });
}

void MainWindow::connectDesktop() {
    Parts& p = *parts_;
    connect(p.desktop, &DesktopIntegration::showRequested, this, [this] {
        showNormal();
        raise();
        activateWindow();
    });
    connect(p.desktop, &DesktopIntegration::openFolderRequested, this, [](const QString& folder) {
        openFolder(folder);
    });
}

}  // namespace bozzetto::ui
