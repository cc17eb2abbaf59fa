// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/run_types.h"
#include "ui/window/launch_options.h"
#include "ui/window/step_bar.h"

#include <QMainWindow>

#include <memory>

class QDockWidget;
class QLabel;
class QStackedWidget;

namespace bozzetto::ui {

class Preferences;

/// The window: the pages along the way from pictures to a file, the panels beside them, and the
/// parts of the program that they show. Joins modules that do not know each other; all work is
/// theirs.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// preferences: outlives the window.
    MainWindow(const LaunchOptions& options, Preferences& preferences, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens what a drop of the same files would open; a mesh.obj is shown.
    void open(const QStringList& paths);

private:
    struct Parts;
    friend class MainMenus;

    enum class Page { Start, Images, Cameras, Workspace, Masks };
    void makePages();
    void makeDocks();
    QDockWidget* makeDock(const QString& name, QWidget* content, Qt::DockWidgetArea area);
    void makeStatusBar();
    void connectImages();
    void connectCameras();
    void connectMasks();
    void connectProject();
    void connectRuns();
    void connectSettings();
    void connectResults();
    void connectDesktop();

    void showPage(Page page);
    void showStep(StepBar::Step step);
    void updateSteps();
    void updateTitle();
    void offerResume();
    void showChoice();
    void showMessage(const QString& text);
    void showProblem(const QString& reason, const QString& hint);
    void openSet(const QStringList& paths);
    void showMesh(const QString& obj_path);
    void showRun(const QString& id);
    void showExport();
    void showPreferences();
    void showWeights();
    void run();
    void runWhenCamerasAreThere();
    bool runNeedsCameras() const;
    bool camerasAreKnown() const;
    void takeOutcome(const QString& id, const RunOutcome& outcome);
    QString busyReason() const;

    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void retranslate();

    std::unique_ptr<Parts> parts_;
    bool closing_ = false;
    bool run_waits_ = false;     // for the cameras
    bool panels_sized_ = false;  // the user's sizes are kept from then on
};

}  // namespace bozzetto::ui
