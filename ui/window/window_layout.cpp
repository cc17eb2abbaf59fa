// SPDX-License-Identifier: Apache-2.0
// What stands where in the window; what it does is in main_window.cpp.
#include "ui/theme/theme.h"
#include "ui/window/main_window.h"
#include "ui/window/window_parts.h"

#include <QDockWidget>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace bozzetto::ui {
namespace {

constexpr int kRunLeast = 300;

/// So that what is tall does not make the window so.
QWidget* scrolled(QWidget* content) {
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);  // what is inside is reached by itself
    area->setWidget(content);
    return area;
}

}  // namespace

void MainWindow::makePages() {
    Parts& p = *parts_;
    p.start = new StartPage(p.thumbnails);
    p.review = new ImportReviewPage(p.import_session, p.thumbnails);
    p.cameras_page = new CamerasPage(p.thumbnails);
    p.results = new ResultArea(p.thumbnails);
    p.results->attachActions(p.cameras_page->controller());
    p.pages = new QStackedWidget;
    p.pages->setObjectName(QStringLiteral("pages"));
    p.pages->addWidget(scrolled(p.start));
    p.pages->addWidget(p.review);
    p.pages->addWidget(p.cameras_page);
    p.pages->addWidget(p.results);
    p.mask_editor = new MaskEditor;
    p.pages->addWidget(p.mask_editor);
    p.recovery = new RecoveryBar;
    p.resume = new ResumeBar;
    p.notice = new NoticeBar;
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(p.recovery);
    column->addWidget(p.resume);
    column->addWidget(p.notice);
    column->addWidget(p.pages, 1);
    setCentralWidget(centre);
    p.steps = new StepBar(this);
    addToolBar(p.steps);
}

QDockWidget* MainWindow::makeDock(const QString& name, QWidget* content, Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(this);
    dock->setObjectName(name);
    dock->setWidget(content);
    // Shown and hidden from the View menu; the tabs say what a panel is.
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    dock->setTitleBarWidget(new QWidget(dock));
    addDockWidget(area, dock);
    // Behind the tab of another it would still take the keyboard and answer to keys.
    connect(dock, &QDockWidget::visibilityChanged, content, &QWidget::setEnabled);
    return dock;
}

void MainWindow::makeDocks() {
    Parts& p = *parts_;
    setDockNestingEnabled(true);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    p.run_settings = new RunSettingsPanel(*p.predictions);
    p.run_settings->setMinimumWidth(kRunLeast);
    p.progress = new ProgressPanel(p.queue);
    p.plot = new LossPlot;
    p.queue_view = new QueueView(p.queue);
    p.log = new LogView;
    for (QWidget* list : {static_cast<QWidget*>(p.queue_view), static_cast<QWidget*>(p.log)}) {
        list->setContentsMargins(spacing::kPanel, spacing::kUnit, spacing::kPanel, spacing::kUnit);
    }
    p.memory = new MemoryPanel;
    auto* progress = new QSplitter(Qt::Horizontal);
    progress->addWidget(p.progress);
    progress->addWidget(p.plot);
    progress->setStretchFactor(0, 3);
    progress->setStretchFactor(1, 2);
    progress->setChildrenCollapsible(false);
    p.run_dock = makeDock(QStringLiteral("runDock"), p.run_settings, Qt::LeftDockWidgetArea);
    p.inspect_dock =
        makeDock(QStringLiteral("inspectDock"), p.results->inspectPanel(), Qt::RightDockWidgetArea);
    p.memory_dock =
        makeDock(QStringLiteral("memoryDock"), scrolled(p.memory), Qt::RightDockWidgetArea);
    p.progress_dock = makeDock(QStringLiteral("progressDock"), progress, Qt::BottomDockWidgetArea);
    p.queue_dock = makeDock(QStringLiteral("queueDock"), p.queue_view, Qt::BottomDockWidgetArea);
    p.log_dock = makeDock(QStringLiteral("logDock"), p.log, Qt::BottomDockWidgetArea);
    tabifyDockWidget(p.progress_dock, p.queue_dock);
    tabifyDockWidget(p.queue_dock, p.log_dock);
    tabifyDockWidget(p.inspect_dock, p.memory_dock);
    p.progress_dock->raise();
    p.inspect_dock->raise();
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
}

void MainWindow::makeStatusBar() {
    Parts& p = *parts_;
    p.memory_chip = new MemoryChip;
    statusBar()->addPermanentWidget(p.memory_chip);
    statusBar()->setSizeGripEnabled(false);
}

}  // namespace bozzetto::ui
