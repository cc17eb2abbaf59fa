// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/cameras/camera_finder.h"
#include "ui/desktop/color_scheme.h"
#include "ui/desktop/desktop_integration.h"
#include "ui/images/drop_target.h"
#include "ui/images/import_review.h"
#include "ui/images/import_session.h"
#include "ui/images/start_page.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/job/engine_catalog.h"
#include "ui/job/job_queue.h"
#include "ui/job/log_view.h"
#include "ui/job/loss_plot.h"
#include "ui/job/progress_panel.h"
#include "ui/job/queue_view.h"
#include "ui/project/project_document.h"
#include "ui/project/recent_list.h"
#include "ui/project/recovery_bar.h"
#include "ui/settings/device_watch.h"
#include "ui/settings/memory_panel.h"
#include "ui/settings/prediction.h"
#include "ui/settings/preferences.h"
#include "ui/settings/run_settings_panel.h"
#include "ui/window/camera_controller.h"
#include "ui/window/cameras_page.h"
#include "ui/window/image_controller.h"
#include "ui/window/launch_options.h"
#include "ui/window/main_window.h"
#include "ui/window/mask_controller.h"
#include "ui/window/notice_bar.h"
#include "ui/window/project_controller.h"
#include "ui/window/result_area.h"
#include "ui/window/resume_bar.h"
#include "ui/window/run_controller.h"

class QDockWidget;
class QStackedWidget;
class QUndoGroup;

namespace bozzetto::ui {

class ExportDialog;
class MainMenus;
class PreferencesDialog;
class WeightsDialog;

/// Everything the window joins. Objects are children of the window; the order here is the order in
/// which they are made.
struct MainWindow::Parts {
    LaunchOptions options;
    Preferences* preferences = nullptr;

    // What there is to show.
    ProjectDocument* document = nullptr;
    ImportSession* import_session = nullptr;
    ThumbnailCache* thumbnails = nullptr;
    CameraFinder* finder = nullptr;
    EngineCatalog* catalog = nullptr;
    JobQueue* queue = nullptr;
    CliPredictionSource* predictions = nullptr;
    DeviceWatch* devices = nullptr;
    DesktopIntegration* desktop = nullptr;
    RecentList* recent = nullptr;

    // Pages.
    QStackedWidget* pages = nullptr;
    StartPage* start = nullptr;
    ImportReviewPage* review = nullptr;
    CamerasPage* cameras_page = nullptr;
    ResultArea* results = nullptr;
    MaskEditor* mask_editor = nullptr;
    RecoveryBar* recovery = nullptr;
    ResumeBar* resume = nullptr;
    NoticeBar* notice = nullptr;

    // Panels.
    StepBar* steps = nullptr;
    RunSettingsPanel* run_settings = nullptr;
    ProgressPanel* progress = nullptr;
    LossPlot* plot = nullptr;
    QueueView* queue_view = nullptr;
    LogView* log = nullptr;
    MemoryPanel* memory = nullptr;
    MemoryChip* memory_chip = nullptr;
    QDockWidget *run_dock = nullptr, *inspect_dock = nullptr, *progress_dock = nullptr,
                *queue_dock = nullptr, *log_dock = nullptr, *memory_dock = nullptr;
    QList<QDockWidget*> docks() const {
        return {run_dock, inspect_dock, memory_dock, progress_dock, queue_dock, log_dock};
    }

    // What joins them.
    DropTarget* drops = nullptr;
    ImageController* images = nullptr;
    CameraController* cameras = nullptr;
    MaskController* masks = nullptr;
    QUndoGroup* undo = nullptr;  // what Ctrl+Z is about: the project, or the masks being painted
    ProjectController* projects = nullptr;
    RunController* runs = nullptr;
    MainMenus* menus = nullptr;

    // Made when first asked for.
    ExportDialog* export_dialog = nullptr;
    PreferencesDialog* preferences_dialog = nullptr;
    WeightsDialog* weights_dialog = nullptr;

    QStringList not_resumed;  // runs that the user does not want to go on with now
};

}  // namespace bozzetto::ui
