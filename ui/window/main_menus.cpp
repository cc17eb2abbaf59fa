// SPDX-License-Identifier: Apache-2.0
#include "ui/window/main_menus.h"

#include "io/export_options.h"
#include "ui/common/file_patterns.h"
#include "ui/common/state_folder.h"
#include "ui/export/export_dialog.h"
#include "ui/theme/theme.h"
#include "ui/window/open_folder.h"
#include "ui/window/window_parts.h"

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QUndoGroup>

namespace bozzetto::ui {

MainMenus::MainMenus(MainWindow* window, MainWindow::Parts& parts)
    : QObject(window), window_(window), parts_(parts) {
    makeFileMenu();
    makeEditMenu();
    makeRunMenu();
    makeViewMenu();
    makeHelpMenu();
    retranslate();
    window->installEventFilter(this);
    connect(parts.start, &StartPage::openFolderRequested, this, &MainMenus::chooseFolder);
    connect(parts.start, &StartPage::openPicturesRequested, this, &MainMenus::choosePictures);
    connect(parts.start,
            &StartPage::openProjectRequested,
            parts.projects,
            &ProjectController::openProjectDialog);
}

QAction* MainMenus::add(QMenu* menu,
                        const char* name,
                        const QString& icon_name,
                        const QKeySequence& keys,
                        std::function<void()> call) {
    auto* action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    if (!icon_name.isEmpty()) {
        action->setIcon(icon(icon_name));
    }
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, std::move(call));
    menu->addAction(action);
    return action;
}

void MainMenus::makeFileMenu() {
    file_ = window_->menuBar()->addMenu(QString());
    new_ = add(file_, "newAction", QStringLiteral("add"), QKeySequence::New, [this] {
        parts_.projects->closeThen([this] { window_->showPage(MainWindow::Page::Start); });
    });
    open_folder_ =
        add(file_, "openFolderAction", QStringLiteral("folder"), QKeySequence::Open, [this] {
            chooseFolder();
        });
    open_pictures_ = add(
        file_, "openPicturesAction", QStringLiteral("images"), {}, [this] { choosePictures(); });
    open_project_ = add(file_,
                        "openProjectAction",
                        QStringLiteral("open"),
                        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
                        [this] { parts_.projects->openProjectDialog(); });
    recent_ = file_->addMenu(QString());
    connect(recent_, &QMenu::aboutToShow, this, &MainMenus::fillRecent);
    file_->addSeparator();
    save_ = add(file_, "saveAction", QStringLiteral("save"), QKeySequence::Save, [this] {
        parts_.projects->save();
    });
    save_as_ =
        add(file_, "saveAsAction", {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] {
            parts_.projects->saveAs();
        });
    file_->addSeparator();
    export_ = add(file_,
                  "exportAction",
                  QStringLiteral("export"),
                  QKeySequence(Qt::CTRL | Qt::Key_E),
                  [this] { window_->showExport(); });
    file_->addSeparator();
    close_ = add(file_, "closeAction", {}, QKeySequence::Close, [this] {
        parts_.projects->closeThen([] {});
    });
    quit_ = add(file_, "quitAction", {}, QKeySequence::Quit, [this] { window_->close(); });
    quit_->setMenuRole(QAction::QuitRole);
}

void MainMenus::makeEditMenu() {
    edit_ = window_->menuBar()->addMenu(QString());
    QUndoGroup* stack = parts_.undo;
    QAction* undo = stack->createUndoAction(this);
    undo->setObjectName(QStringLiteral("undoAction"));
    undo->setIcon(icon(QStringLiteral("undo")));
    undo->setShortcut(QKeySequence::Undo);
    QAction* redo = stack->createRedoAction(this);
    redo->setObjectName(QStringLiteral("redoAction"));
    redo->setIcon(icon(QStringLiteral("redo")));
    redo->setShortcuts(
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    edit_->addActions({undo, redo});
    edit_->addSeparator();
    paste_ = add(
        edit_, "pasteAction", {}, QKeySequence::Paste, [this] { parts_.drops->pasteRequested(); });
    edit_->addSeparator();
    preferences_ = add(edit_,
                       "preferencesAction",
                       QStringLiteral("settings"),
                       QKeySequence(Qt::CTRL | Qt::Key_Comma),
                       [this] { window_->showPreferences(); });
    preferences_->setMenuRole(QAction::PreferencesRole);
    weights_ = add(edit_, "weightsAction", {}, {}, [this] { window_->showWeights(); });
}

void MainMenus::makeRunMenu() {
    run_ = window_->menuBar()->addMenu(QString());
    start_ = add(
        run_, "runAction", QStringLiteral("play"), QKeySequence(Qt::CTRL | Qt::Key_Return), [this] {
            window_->showStep(StepBar::Step::Reconstruct);
            if (parts_.run_settings->canRun()) {
                Q_EMIT parts_.run_settings->runRequested(parts_.run_settings->choice());
            }
        });
    queue_ = add(
        run_, "queueAction", QStringLiteral("queue"), {}, [this] { parts_.runs->addToQueue(); });
    run_->addSeparator();
    pause_ = add(run_,
                 "pauseAction",
                 QStringLiteral("pause"),
                 QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P),
                 [this] {
                     if (parts_.queue->currentState() == JobState::Paused) {
                         parts_.queue->resumeCurrent();
                     } else {
                         parts_.queue->pauseCurrent();
                     }
                 });
    stop_ = add(run_,
                "stopAction",
                QStringLiteral("stop"),
                QKeySequence(Qt::CTRL | Qt::Key_Period),
                [this] { parts_.queue->stopCurrent(); });
    finish_ = add(run_, "finishAction", QStringLiteral("finish"), {}, [this] {
        parts_.queue->finishCurrent();
    });
    connect(parts_.queue, &JobQueue::stateChanged, this, &MainMenus::update);
    connect(parts_.queue, &JobQueue::idle, this, &MainMenus::update);
}

void MainMenus::makeViewMenu() {
    view_ = window_->menuBar()->addMenu(QString());
    for (const StepBar::Step step : {StepBar::Step::Images,
                                     StepBar::Step::Cameras,
                                     StepBar::Step::Reconstruct,
                                     StepBar::Step::Inspect}) {
        view_->addAction(parts_.steps->action(step));
    }
    view_->addSeparator();
    parts_.results->addActionsTo(view_);
    view_->addSeparator();
    panels_ = view_->addMenu(QString());
    for (QDockWidget* dock : parts_.docks()) {
        panels_->addAction(dock->toggleViewAction());
    }
    full_screen_ = add(view_, "fullScreenAction", {}, QKeySequence(Qt::Key_F11), [this] {
        window_->setWindowState(window_->windowState() ^ Qt::WindowFullScreen);
    });
}

void MainMenus::makeHelpMenu() {
    help_ = window_->menuBar()->addMenu(QString());
    parts_.results->addHelpTo(help_);
    logs_ = add(
        help_, "logsAction", {}, {}, [] { openFolder(stateFolder() + QStringLiteral("/logs")); });
    help_->addSeparator();
    about_ = add(help_, "aboutAction", QStringLiteral("info"), {}, [this] { showAbout(); });
    about_->setMenuRole(QAction::AboutRole);
}

void MainMenus::update() {
    const bool open = parts_.document->isOpen();
    const auto state = parts_.queue->currentState();
    const bool has_set = parts_.import_session->isListed();
    save_->setEnabled(open);  // a read-only one is saved under another name
    save_as_->setEnabled(open);
    close_->setEnabled(open);
    export_->setEnabled(!parts_.results->exportSubject().empty());
    start_->setEnabled(has_set && !parts_.queue->isRunning());
    queue_->setEnabled(has_set);
    pause_->setEnabled(state == JobState::Running || state == JobState::Paused);
    pause_->setText(state == JobState::Paused ? tr("&Resume") : tr("&Pause"));
    pause_->setIcon(
        icon(state == JobState::Paused ? QStringLiteral("play") : QStringLiteral("pause")));
    stop_->setEnabled(state.has_value() && *state != JobState::Stopping);
    finish_->setEnabled(state == JobState::Running || state == JobState::Paused);
}

void MainMenus::connectExport(ExportDialog* dialog) {
    const auto take_choices = [this, dialog] {
        const auto& choices = parts_.document->project().export_choices;
        if (choices.empty()) {
            return;  // what was chosen last is a good start for a new project
        }
        ExportMemory memory;
        for (const auto& [key, value] : choices) {
            if (key == "target") {
                memory.target = toQt(value);
            } else if (key == "folder") {
                memory.folder = toQt(value);
            } else {
                memory.options.insert(toQt(key), toQt(value));
            }
        }
        dialog->setMemory(memory);
    };
    dialog->setMemory({});
    take_choices();
    connect(parts_.document, &ProjectDocument::opened, dialog, take_choices);
    connect(dialog, &ExportDialog::memoryChanged, this, [this](const ExportMemory& now) {
        std::map<std::string, std::string> choices{{"target", toStd(now.target)},
                                                   {"folder", toStd(now.folder)}};
        for (auto entry = now.options.begin(); entry != now.options.end(); ++entry) {
            choices[toStd(entry.key())] = toStd(entry.value());
        }
        parts_.document->setExportChoices(choices);
    });
}

void MainMenus::fillRecent() {
    recent_->clear();
    for (const RecentEntry& entry : parts_.recent->entries()) {
        QAction* action = recent_->addAction(
            icon(entry.is_project ? QStringLiteral("open") : QStringLiteral("folder")), entry.path);
        action->setEnabled(!entry.missing);
        connect(action, &QAction::triggered, this, [this, entry] {
            Q_EMIT parts_.start->recentActivated(entry.path, entry.is_project);
        });
    }
    if (recent_->isEmpty()) {
        recent_->addAction(tr("Nothing yet"))->setEnabled(false);
    }
}

void MainMenus::chooseFolder() {
    auto* dialog = new QFileDialog(window_, tr("Open a folder of pictures"));
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::filesSelected, parts_.drops, &DropTarget::openPaths);
    dialog->open();
}

void MainMenus::choosePictures() {
    auto* dialog = new QFileDialog(window_, tr("Open pictures or a transforms file"));
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(
        {tr("Pictures and transforms files (%1)")
             .arg(QStringLiteral("%1 %2 *.json").arg(kPicturePatterns, kVideoPatterns)),
         tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, parts_.drops, &DropTarget::openPaths);
    dialog->open();
}

void MainMenus::chooseCameras() {
    auto* dialog = new QFileDialog(window_, tr("Use cameras from another program"));
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Camera files (%1)")
             .arg(QStringLiteral("*.json *.bin *.txt *.xml *.csv *.xmp *.npy *.npz")),
         tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, parts_.cameras, &CameraController::useFile);
    dialog->open();
}

void MainMenus::showAbout() {
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("About Bozzetto"), {}, QMessageBox::Close, window_);
    box->setObjectName(QStringLiteral("about"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::RichText);
    box->setText(QStringLiteral("<h3>Bozzetto %1</h3>").arg(QStringLiteral(BOZZETTO_VERSION)));
    box->setInformativeText(
        tr("Pictures in, a textured mesh out.<br>Apache License 2.0.<br><br>Made with Qt %1 "
           "(LGPL), VTK "
           "(BSD), LibTorch (BSD), OpenCV (Apache) and other free libraries, which are listed with "
           "their licences in packaging/licences.")
            .arg(QLatin1String(qVersion())));
    box->setIconPixmap(applicationIcon().pixmap(64));
    box->open();
}

void MainMenus::retranslate() {
    file_->setTitle(tr("&File"));
    new_->setText(tr("&New project"));
    open_folder_->setText(tr("&Open folder of pictures…"));
    open_pictures_->setText(tr("Open p&ictures…"));
    open_project_->setText(tr("Open &project…"));
    recent_->setTitle(tr("Open &recent"));
    save_->setText(tr("&Save project"));
    save_as_->setText(tr("Save project &as…"));
    export_->setText(tr("&Export mesh…"));
    close_->setText(tr("&Close project"));
    quit_->setText(tr("&Quit"));
    edit_->setTitle(tr("&Edit"));
    paste_->setText(tr("&Paste pictures"));
    preferences_->setText(tr("P&references…"));
    weights_->setText(tr("&Weights of the networks…"));
    run_->setTitle(tr("&Run"));
    start_->setText(tr("&Run"));
    queue_->setText(tr("&Add to queue"));
    stop_->setText(tr("&Stop"));
    finish_->setText(tr("&Finish now"));
    view_->setTitle(tr("&View"));
    panels_->setTitle(tr("&Panels"));
    full_screen_->setText(tr("F&ull screen"));
    help_->setTitle(tr("&Help"));
    logs_->setText(tr("Open &log folder"));
    about_->setText(tr("&About Bozzetto"));
}

bool MainMenus::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        update();
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace bozzetto::ui
