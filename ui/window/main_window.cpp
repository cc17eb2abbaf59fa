// SPDX-License-Identifier: Apache-2.0
#include "ui/window/main_window.h"

#include "ui/common/state_folder.h"
#include "ui/export/export_dialog.h"
#include "ui/settings/preferences_dialog.h"
#include "ui/settings/weights_dialog.h"
#include "ui/theme/theme.h"
#include "ui/window/main_menus.h"
#include "ui/window/open_folder.h"
#include "ui/window/window_parts.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QLayout>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QUndoGroup>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr double kShareOfScreen = 0.94;  // that a new window takes at most: room for its frame
constexpr int kRunWidth = 340, kInspectWidth = 320, kProgressHeight = 230;  // of panels, at first
constexpr int kLeastForBothSides = 1240;

}  // namespace

MainWindow::MainWindow(const LaunchOptions& options, Preferences& preferences, QWidget* parent)
    : QMainWindow(parent), parts_(std::make_unique<Parts>()) {
    setObjectName(QStringLiteral("mainWindow"));
    Parts& p = *parts_;
    p.options = options;
    p.preferences = &preferences;
    const QString cache =
        preferences.cacheFolder().isEmpty() ? cacheFolder() : preferences.cacheFolder();
    p.document = new ProjectDocument(this);
    p.import_session = new ImportSession(this);
    p.thumbnails = new ThumbnailCache(
        cache.isEmpty() ? QString() : cache + QStringLiteral("/thumbnails"), this);
    p.finder = new CameraFinder(options.cli, this);
    p.catalog = new EngineCatalog(options.cli, this);
    const QString state = stateFolder();
    p.queue = new JobQueue(options.cli,
                           dataFolder() + QStringLiteral("/jobs"),
                           state.isEmpty() ? QString() : state + QStringLiteral("/logs"),
                           this);
    p.predictions = new CliPredictionSource(options.cli, this);
    p.devices = new DeviceWatch({}, this);
    p.desktop = new DesktopIntegration(this);
    p.recent = new RecentList(this);

    makePages();
    makeDocks();
    makeStatusBar();
    p.drops = new DropTarget(this);
    p.images = new ImageController(p.document, p.import_session, p.review, this);
    p.cameras = new CameraController(
        p.document, p.import_session, p.finder, p.cameras_page, p.preferences, this);
    p.masks = new MaskController(
        options.cli, p.document, p.import_session, p.thumbnails, p.review, p.mask_editor, this);
    p.undo = new QUndoGroup(this);
    p.undo->addStack(p.document->undoStack());
    p.undo->addStack(p.mask_editor->undoStack());
    p.undo->setActiveStack(p.document->undoStack());
    p.projects = new ProjectController(p.document, p.recent, p.recovery, this);
    p.runs = new RunController(p.document, p.queue, this);
    p.menus = new MainMenus(this, p);
    connectImages();
    connectCameras();
    connectMasks();
    connectProject();
    connectRuns();
    connectSettings();
    connectResults();
    connectDesktop();

    p.start->setSample(options.sample);
    p.start->setSamplePhotos(options.sample_photos);
    p.recent->refresh();
    p.catalog->load();
    p.projects->lookForCrashedSessions();
    retranslate();
    showPage(Page::Start);
    layout()->activate();  // the panels, hidden now, no longer want room
    resize(QSize(1600, 1000).boundedTo(screen()->availableSize() * kShareOfScreen));
}

MainWindow::~MainWindow() {
    // The parts talk to each other through this window; it must not listen while they go.
    for (QObject* part : {static_cast<QObject*>(parts_->queue),
                          static_cast<QObject*>(parts_->document),
                          static_cast<QObject*>(parts_->import_session),
                          static_cast<QObject*>(parts_->cameras),
                          static_cast<QObject*>(parts_->devices)}) {
        part->disconnect(this);
    }
    delete parts_->queue;  // ends a running child with a checkpoint while the rest still stands
    delete parts_->run_settings;  // takes its questions back from the predictions, which go earlier
}

void MainWindow::takeOutcome(const QString& id, const RunOutcome& outcome) {
    Parts& p = *parts_;
    p.results->endRun(id, outcome.hasResult());
    if (outcome.hasResult()) {
        // Runs of one group are shown side by side, whatever was on screen before them.
        QStringList shown{id};
        const auto job = p.queue->job(id);
        for (const std::string& other : p.document->project().shown) {
            const auto other_job = p.queue->job(toQt(other));
            if (job && other_job && !job->group.isEmpty() && job->group == other_job->group) {
                shown.prepend(toQt(other));
            }
        }
        p.document->setShownRuns(shown);
        showMessage(tr("The mesh is ready."));
    } else if (outcome.wentWrong()) {
        showProblem(outcome.reason, outcome.hint);
    }
    if (!isActiveWindow() && p.preferences->notifications() &&
        outcome.state != RunOutcome::State::Stopped) {
        p.desktop->notify(outcome.hasResult() ? tr("The mesh is ready") : tr("The run failed"),
                          outcome.hasResult() ? p.document->title() : outcome.reason,
                          outcome.folder);
    }
    updateSteps();
}

/// The project's choices in the panel; what the panel cannot show the project has to give up.
void MainWindow::showChoice() {
    Parts& p = *parts_;
    const auto problem = p.runs->showChoice(p.run_settings);
    if (!problem || !p.document->isOpen()) {
        return;
    }
    p.runs->takeChoice(p.run_settings->choice());
    if (!p.document->path().isEmpty()) {
        showProblem(problem->reason, problem->hint);
    }
}

/// The newest run that was left unfinished before this session; those of the session itself are
/// offered where their progress was shown.
void MainWindow::offerResume() {
    Parts& p = *parts_;
    p.resume->withdraw();
    if (p.queue->isRunning() || p.document->isReadOnly()) {
        return;
    }
    for (const QString& id : p.document->resumableRuns()) {
        const ProjectRun* run = findRun(p.document->project(), toStd(id));
        if (run == nullptr || p.queue->state(id) || p.not_resumed.contains(id)) {
            continue;
        }
        const QDateTime started = QDateTime::fromString(toQt(run->started), Qt::ISODate);
        const QString name =
            tr("%1 with %2, started %3", "run, engine, time")
                .arg(toQt(run->name),
                     toQt(run->engine),
                     QLocale().toString(started.toLocalTime(), QLocale::ShortFormat));
        p.resume->offer(id,
                        run->reason.empty() ? name : name + QLatin1Char('\n') + toQt(run->reason));
    }
}

QString MainWindow::busyReason() const {
    return parts_->queue->isRunning() ? tr("A run is going on.") : QString();
}

bool MainWindow::runNeedsCameras() const {
    const Parts& p = *parts_;
    const auto& engines = p.document->project().engines;
    return std::any_of(engines.begin(), engines.end(), [&](const std::string& id) {
        const EngineInfo* engine = p.catalog->find(toQt(id));
        return engine == nullptr || engine->needs_cameras;
    });
}

bool MainWindow::camerasAreKnown() const {
    const Parts& p = *parts_;
    if (const auto& solved = p.cameras->solved()) {
        return solved->hasCameras();
    }
    if (!p.import_session->isListed()) {
        return false;
    }
    const ImportReview& review = p.import_session->review();
    return review.assumed_cameras ||
           std::any_of(review.pictures.begin(),
                       review.pictures.end(),
                       [](const PictureReview& picture) { return picture.has_camera; });
}

void MainWindow::run() {
    parts_->runs->run();
    showStep(StepBar::Step::Reconstruct);
    parts_->results->focusView();  // the settings cannot be used now
}

/// A run would find the cameras itself, at the same time as the window: it begins when they are
/// there, and then takes them from where they are kept.
void MainWindow::runWhenCamerasAreThere() {
    Parts& p = *parts_;
    if (!p.cameras->isFinding() || !runNeedsCameras()) {
        run();
        return;
    }
    run_waits_ = true;
    p.run_settings->setBlocked(tr("The run begins when the cameras are found."));
    showStep(StepBar::Step::Reconstruct);
    showMessage(tr("The run begins when the cameras are found."));
}

void MainWindow::openSet(const QStringList& paths) {
    Parts& p = *parts_;
    const auto open = [this, paths] { parts_->images->open(paths); };
    if (p.document->isOpen() && p.document->project().runs.empty() && !p.queue->isRunning()) {
        open();  // the set is changed within the session, which can be undone
        return;
    }
    p.projects->closeThen([this, open] {
        parts_->document->startNew();
        open();
    });
}

void MainWindow::open(const QStringList& paths) {
    if (paths.size() == 1 && paths.front().endsWith(QStringLiteral(".obj"), Qt::CaseInsensitive)) {
        showMesh(paths.front());
    } else if (!paths.isEmpty()) {
        parts_->drops->openPaths(paths);
    }
}

void MainWindow::showMesh(const QString& obj_path) {
    parts_->results->showMesh(obj_path);
    showStep(StepBar::Step::Inspect);
}

void MainWindow::showRun(const QString& id) {
    parts_->document->setShownRuns({id});
    showStep(StepBar::Step::Inspect);
}

void MainWindow::showPage(Page page) {
    Parts& p = *parts_;
    p.pages->setCurrentIndex(static_cast<int>(page));
    p.undo->setActiveStack(page == Page::Masks ? p.mask_editor->undoStack()
                                               : p.document->undoStack());
    for (int i = 0; i < p.pages->count(); ++i) {
        // A page that is not shown does not make the window larger.
        const auto policy =
            i == p.pages->currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored;
        p.pages->widget(i)->setSizePolicy(policy, policy);
    }
    p.pages->updateGeometry();  // known at once to the panels that are shown next
    centralWidget()->updateGeometry();
    if (page != Page::Workspace) {
        for (QDockWidget* dock : p.docks()) {
            dock->hide();
        }
    }
    if (page == Page::Start) {
        p.steps->clearCurrent();
        p.recent->refresh();
    } else if (page == Page::Masks) {
        p.steps->setCurrent(StepBar::Step::Images);
    } else if (page == Page::Images) {
        p.steps->setCurrent(StepBar::Step::Images);
        p.review->focusGrid();
    } else if (page == Page::Cameras) {
        p.steps->setCurrent(StepBar::Step::Cameras);
        p.cameras_page->focusView();
    }
    updateSteps();
}

void MainWindow::showStep(StepBar::Step step) {
    Parts& p = *parts_;
    switch (step) {
        case StepBar::Step::Images:
            showPage(Page::Images);
            return;
        case StepBar::Step::Cameras:
            showPage(Page::Cameras);
            return;
        case StepBar::Step::Export:
            showExport();
            return;
        case StepBar::Step::Reconstruct:
        case StepBar::Step::Inspect:
            break;
    }
    const bool reconstruct = step == StepBar::Step::Reconstruct;
    const bool inspect = !reconstruct || width() >= kLeastForBothSides;
    showPage(Page::Workspace);
    // Those that go first: for a moment with all of them the window would have to grow.
    for (const bool visible : {false, true}) {
        for (QDockWidget* dock : {p.run_dock, p.progress_dock, p.queue_dock, p.log_dock}) {
            if (visible == reconstruct) {
                dock->setVisible(visible);
            }
        }
        for (QDockWidget* dock : {p.inspect_dock, p.memory_dock}) {
            if (visible == inspect) {
                dock->setVisible(visible);
            }
        }
    }
    if (reconstruct && !std::exchange(panels_sized_, true)) {
        resizeDocks({p.run_dock, p.inspect_dock}, {kRunWidth, kInspectWidth}, Qt::Horizontal);
        resizeDocks({p.progress_dock}, {kProgressHeight}, Qt::Vertical);
    }
    (reconstruct ? p.progress_dock : p.inspect_dock)->raise();
    p.inspect_dock->raise();
    p.steps->setCurrent(step);
    if (!reconstruct) {
        p.results->focusView();
    }
}

void MainWindow::updateSteps() {
    Parts& p = *parts_;
    const bool has_set = p.import_session->isListed();
    const QString no_set = tr("open some pictures first");
    p.steps->setAvailable(StepBar::Step::Images, has_set, no_set);
    p.steps->setAvailable(StepBar::Step::Cameras, has_set, no_set);
    p.steps->setAvailable(StepBar::Step::Reconstruct, has_set, no_set);
    p.steps->setAvailable(
        StepBar::Step::Inspect, p.results->hasScene(), tr("there is no mesh yet"));
    p.steps->setAvailable(StepBar::Step::Export,
                          !p.results->exportSubject().empty(),
                          tr("there is no finished mesh yet"));
    p.run_settings->setRunning(p.queue->isRunning());
    p.menus->update();
}

void MainWindow::updateTitle() {
    const Parts& p = *parts_;
    // "[*]" is where Qt puts the mark of unsaved changes; one in a name is doubled.
    const QString mark = QStringLiteral("[*]");
    const QString document =
        p.document->isOpen() ? p.document->title().replace(mark, mark + mark) + mark : QString();
    const double fraction = p.queue->isRunning() ? p.queue->currentProgress().fraction : -1;
    setWindowTitle(DesktopIntegration::windowTitle(document, fraction));
    setWindowModified(p.document->isOpen() && p.document->isModified());
}

void MainWindow::showMessage(const QString& text) {
    statusBar()->showMessage(text, 8000);
}

void MainWindow::showProblem(const QString& reason, const QString& hint) {
    parts_->notice->showProblem(reason, hint);
    qWarning("%s %s", qUtf8Printable(reason), qUtf8Printable(hint));
}

void MainWindow::showExport() {
    Parts& p = *parts_;
    if (p.export_dialog == nullptr) {
        p.export_dialog = new ExportDialog(this);
        connect(
            p.export_dialog, &ExportDialog::showInFolderRequested, this, [](const QString& file) {
                openFolder(QFileInfo(file).absolutePath());
            });
        connect(p.export_dialog, &ExportDialog::exported, this, [this](const QString& file) {
            showMessage(tr("Exported %1").arg(QFileInfo(file).fileName()));
        });
        p.menus->connectExport(p.export_dialog);
    }
    p.export_dialog->setSubject(p.results->exportSubject());
    p.export_dialog->show();
    p.export_dialog->raise();
    p.export_dialog->activateWindow();
}

void MainWindow::showPreferences() {
    Parts& p = *parts_;
    if (p.preferences_dialog == nullptr) {
        p.preferences_dialog = new PreferencesDialog(*p.preferences, this);
        connect(
            p.devices, &DeviceWatch::reported, p.preferences_dialog, &PreferencesDialog::setReport);
        connect(p.preferences_dialog,
                &PreferencesDialog::cacheCleared,
                p.thumbnails,
                &ThumbnailCache::clear);
    }
    p.preferences_dialog->setReport(p.devices->report());
    p.preferences_dialog->show();
    p.preferences_dialog->raise();
    p.preferences_dialog->activateWindow();
}

void MainWindow::showWeights() {
    Parts& p = *parts_;
    if (p.weights_dialog == nullptr) {
        p.weights_dialog = new WeightsDialog(p.options.cli, this);
        connect(p.weights_dialog,
                &WeightsDialog::weightsChanged,
                p.run_settings,
                &RunSettingsPanel::lookForWeights);
    }
    p.weights_dialog->show();
    p.weights_dialog->raise();
    p.weights_dialog->activateWindow();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (std::exchange(closing_, false)) {
        event->accept();
        return;
    }
    event->ignore();  // until the questions are answered
    parts_->projects->closeThen([this] {
        closing_ = true;
        // Without a question this is still inside the first try, and Qt does not close within that.
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::ActivationChange && isActiveWindow()) {
        parts_->desktop->withdrawNotification();
        parts_->run_settings->lookForWeights();  // the user may have fetched them elsewhere
    }
}

void MainWindow::retranslate() {
    Parts& p = *parts_;
    p.run_dock->setWindowTitle(tr("Reconstruct"));
    p.inspect_dock->setWindowTitle(tr("Inspect"));
    p.memory_dock->setWindowTitle(tr("Memory"));
    p.progress_dock->setWindowTitle(tr("Progress"));
    p.queue_dock->setWindowTitle(tr("Queue"));
    p.log_dock->setWindowTitle(tr("Log"));
    p.pages->setAccessibleName(tr("Page"));
    updateTitle();
}

}  // namespace bozzetto::ui
