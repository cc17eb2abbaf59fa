// SPDX-License-Identifier: Apache-2.0
// Progress panel, curve, log and queue in a real window, driven by keyboard and mouse against real
// child processes.
#include "ui/job/job_support.h"
#include "ui/job/log_view.h"
#include "ui/job/loss_plot.h"
#include "ui/job/progress_panel.h"
#include "ui/job/queue_view.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

const QString kCli = QStringLiteral(BOZZETTO_SCRIPTED_CLI);
constexpr int kPatience = 30000;

/// All four side by side, as the main window has them.
struct Screen : QWidget {
    explicit Screen(JobQueue* queue) {
        auto* layout = new QGridLayout(this);
        panel = new ProgressPanel(queue, this);
        plot = new LossPlot(this);
        log = new LogView(this);
        list = new QueueView(queue, this);
        layout->addWidget(panel, 0, 0);
        layout->addWidget(plot, 0, 1);
        layout->addWidget(list, 1, 0);
        layout->addWidget(log, 1, 1);
        QObject::connect(queue, &JobQueue::jobStarted, plot, &LossPlot::clear);
        QObject::connect(queue,
                         &JobQueue::stageStarted,
                         plot,
                         [this](const QString&, const QString& name, qint64 steps) {
                             plot->startStage(name, steps);
                         });
        QObject::connect(queue,
                         &JobQueue::metric,
                         plot,
                         [this](const QString&, const QString& name, qint64 step, double value) {
                             plot->addPoint(name, step, value);
                         });
        QObject::connect(queue,
                         &JobQueue::logged,
                         log,
                         [this](const QString&, LogLevel level, const QString& text) {
                             log->append(level, text);
                         });
        resize(900, 620);
    }
    ProgressPanel* panel;
    LossPlot* plot;
    LogView* log;
    QueueView* list;
};

}  // namespace

class TestJobWidgets : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void runIsWatchedPausedAndFinished();
    void failureShowsItsRemedy();
    void stoppedRunGoesOn();
    void queueByKeyboard();
    void everythingHasANameAndIsReached();
    void manyPointsStayCheap();
    void valuesAreReadOffTheCurve();
    void logIsFilteredAndBounded();

private:
    template <class Widget>
    Widget* find(const char* name) const {
        auto* widget = screen_->findChild<Widget*>(QLatin1String(name));
        Q_ASSERT(widget != nullptr);
        return widget;
    }
    QPushButton* button(const char* name) const { return find<QPushButton>(name); }
    QString text(const char* name) const { return find<QLabel>(name)->text(); }
    void picture(const QString& name) const {
        const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
        if (!folder.isEmpty()) {
            QVERIFY(screen_->grab().save(folder + QStringLiteral("/job-") + name +
                                         QStringLiteral(".png")));
        }
    }
    void pictures(const QString& name) const {
        picture(name + QStringLiteral("-dark"));
        applyTheme(*qApp, Scheme::Light);
        picture(name + QStringLiteral("-light"));
        applyTheme(*qApp, Scheme::Dark);
    }

    JobFolder folder_;
    std::unique_ptr<JobQueue> queue_;
    std::unique_ptr<Screen> screen_;
};

void TestJobWidgets::init() {
    applyTheme(*qApp, Scheme::Dark);
    queue_ =
        std::make_unique<JobQueue>(kCli, folder_.path(QStringLiteral("jobs")), QString(), nullptr);
    screen_ = std::make_unique<Screen>(queue_.get());
    screen_->show();
    QVERIFY(QTest::qWaitForWindowExposed(screen_.get()));
    QApplication::setActiveWindow(screen_.get());  // there is no window manager to do it
}

void TestJobWidgets::cleanup() {
    screen_.reset();
    queue_.reset();
}

void TestJobWidgets::runIsWatchedPausedAndFinished() {
    QVERIFY(find<QWidget>("idlePage")->isVisible());
    pictures(QStringLiteral("idle"));
    Job job = folder_.job(QStringLiteral("Teapot"), "slow", {{"seconds", "6"}});
    queue_->add(job);
    queue_->add(folder_.job(QStringLiteral("Elephant on a rather long named shelf"), "quick"));
    queue_->start();
    QTRY_VERIFY_WITH_TIMEOUT(queue_->currentProgress().step > 40, kPatience);
    QVERIFY(find<QWidget>("runPage")->isVisible());
    QCOMPARE(text("runTitle"), QStringLiteral("Teapot"));
    QVERIFY(text("runSteps").startsWith(QStringLiteral("Step ")));
    QVERIFY(find<QProgressBar>("overallBar")->value() > 0);
    QVERIFY(find<QProgressBar>("phaseBar")->value() > 0);
    QTRY_VERIFY_WITH_TIMEOUT(text("runTimes").contains(QStringLiteral("left")), kPatience);
    QVERIFY(text("runWaiting").contains(QLatin1Char('1')));
    QVERIFY(screen_->plot->curve(QStringLiteral("shape")) != nullptr);
    pictures(QStringLiteral("running"));

    button("pauseButton")->setFocus();
    QTest::keyClick(button("pauseButton"), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(text("runState"), QStringLiteral("Paused"), kPatience);
    QVERIFY(
        button("pauseButton")->text().remove(QLatin1Char('&')).contains(QStringLiteral("Resume")));
    pictures(QStringLiteral("paused"));
    QTest::keyClick(button("pauseButton"), Qt::Key_Space);
    const qint64 step = queue_->currentProgress().step;
    QTRY_VERIFY_WITH_TIMEOUT(queue_->currentProgress().step > step, kPatience);

    QTest::mouseClick(button("finishButton"), Qt::LeftButton);
    QVERIFY(!button("finishButton")->isEnabled());
    QSignalSpy idle(queue_.get(), &JobQueue::idle);
    QVERIFY(idle.wait(kPatience));
    QCOMPARE(queue_->state(job.id), JobState::Incomplete);
    QVERIFY(text("endedHeadline").startsWith(QStringLiteral("Done in")));  // of the second
    screen_->panel->showEnded(job.id);
    QVERIFY(text("endedHeadline").startsWith(QStringLiteral("Finished early")));
    QVERIFY(text("endedText").contains(QStringLiteral("PSNR")));
    pictures(QStringLiteral("done"));
    QSignalSpy result(screen_->panel, &ProgressPanel::showResultRequested);
    button("showResultButton")->click();
    QCOMPARE(result[0][0].toString(), job.id);
    QVERIFY(QFile::exists(result[0][1].toString() + QStringLiteral("/mesh.obj")));
    QVERIFY(queue_->remove(job.id));
    QVERIFY(find<QWidget>("idlePage")->isVisible());
}

void TestJobWidgets::failureShowsItsRemedy() {
    queue_->add(folder_.job(QStringLiteral("Vase"), "broken", {{"seconds", "0.3"}}));
    QSignalSpy idle(queue_.get(), &JobQueue::idle);
    queue_->start();
    QVERIFY(idle.wait(kPatience));
    QCOMPARE(text("endedHeadline"), QStringLiteral("The run failed"));
    QVERIFY(text("endedText").contains(QStringLiteral("the mesh vanished")));
    QVERIFY(text("endedText").contains(QStringLiteral("Check the masks")));
    QVERIFY(!button("showResultButton")->isVisible() && !button("resumeButton")->isVisible());
    button("copyButton")->click();
    const QString details = QApplication::clipboard()->text();
    QVERIFY(details.contains(QStringLiteral("the mesh vanished")) &&
            details.contains(QStringLiteral("Exit code 5 engine")));
    QTRY_VERIFY(screen_->log->shownText().contains(QStringLiteral("the mesh vanished")));
    pictures(QStringLiteral("failed"));
    button("againButton")->click();
    QVERIFY(queue_->isRunning() && find<QWidget>("runPage")->isVisible());
    QVERIFY(idle.wait(kPatience));
}

void TestJobWidgets::stoppedRunGoesOn() {
    queue_->add(folder_.job(QStringLiteral("Chair"), "slow", {{"seconds", "1.5"}}));
    QSignalSpy idle(queue_.get(), &JobQueue::idle);
    queue_->start();
    QTRY_VERIFY_WITH_TIMEOUT(queue_->currentProgress().step > 3, kPatience);
    QVERIFY(button("stopButton")->toolTip().contains(QStringLiteral("safe")));
    button("stopButton")->click();
    QVERIFY(idle.wait(2500));
    QCOMPARE(text("endedHeadline"), QStringLiteral("Stopped"));
    QVERIFY(button("againButton")->text().contains(QStringLiteral("over")));
    picture(QStringLiteral("stopped"));
    button("resumeButton")->click();
    QVERIFY(idle.wait(kPatience));
    QVERIFY(text("endedHeadline").startsWith(QStringLiteral("Done in")));
}

void TestJobWidgets::queueByKeyboard() {
    auto* list = find<QListView>("queueList");
    QVERIFY(find<QLabel>("queueEmpty")->isVisible());
    queue_->addGroup({folder_.job(QStringLiteral("Both, first"), "broken", {{"seconds", "0.2"}}),
                      folder_.job(QStringLiteral("Both, second"), "quick")});
    queue_->add(folder_.job(QStringLiteral("c"), "quick"));
    QVERIFY(!find<QLabel>("queueEmpty")->isVisible());
    list->setFocus();
    screen_->list->select(QStringLiteral("c"));
    QTest::keyClick(list, Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(queue_->index(1).data(JobQueue::IdRole).toString(), QStringLiteral("c"));
    QCOMPARE(screen_->list->selectedId(), QStringLiteral("c"));
    QTest::keyClick(list, Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(queue_->index(2).data(JobQueue::IdRole).toString(), QStringLiteral("c"));
    QVERIFY(!find<QToolButton>("jobDownButton")->isEnabled());
    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(queue_->count(), 2);
    QSignalSpy activated(screen_->list, &QueueView::jobActivated);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QSignalSpy idle(queue_.get(), &JobQueue::idle);
    QTest::keyClick(find<QToolButton>("runQueueButton"), Qt::Key_Space);
    QVERIFY(idle.wait(kPatience));
    QCOMPARE(queue_->state(QStringLiteral("Both, second")), JobState::Skipped);
    pictures(QStringLiteral("queue"));
    find<QToolButton>("clearJobsButton")->click();
    QCOMPARE(queue_->count(), 0);
}

void TestJobWidgets::everythingHasANameAndIsReached() {
    queue_->add(folder_.job(QStringLiteral("Lamp"), "broken", {{"seconds", "0.2"}}));
    QSet<QWidget*> reached;
    screen_->setFocus();
    for (int i = 0; i < 40; ++i) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : screen_.get(),
                        Qt::Key_Tab);
        reached.insert(QApplication::focusWidget());
    }
    const QList<QWidget*> widgets = screen_->findChildren<QWidget*>();
    for (QWidget* widget : widgets) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) ||
            widget->focusProxy() != nullptr || !widget->isEnabled() ||
            widget->objectName().startsWith(QLatin1String("qt_"))) {
            continue;
        }
        const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(face != nullptr && !face->text(QAccessible::Name).isEmpty(),
                 qPrintable(widget->objectName()));
        QVERIFY2(reached.contains(widget), qPrintable(widget->objectName()));
    }
    QVERIFY(reached.size() >= 8);
}

void TestJobWidgets::manyPointsStayCheap() {
    screen_->plot->startStage(QStringLiteral("shape"), 100000);
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 100000; ++i) {
        screen_->plot->addPoint(
            QStringLiteral("shape"), i, std::exp(-i / 2e4) * (1 + 0.2 * std::sin(i * 0.7)));
    }
    QVERIFY2(clock.elapsed() < 300, qPrintable(QString::number(clock.elapsed())));
    screen_->plot->startStage(QStringLiteral("texture"), 2000);
    for (int i = 0; i < 2000; ++i) {
        screen_->plot->addPoint(QStringLiteral("texture"), i, 0.05 * std::exp(-i / 800.0));
    }
    clock.restart();
    for (int i = 0; i < 10; ++i) {
        screen_->plot->repaint();
    }
    QVERIFY2(clock.elapsed() < 10 * 50, qPrintable(QString::number(clock.elapsed())));
    pictures(QStringLiteral("plot"));
}

void TestJobWidgets::valuesAreReadOffTheCurve() {
    LossPlot* plot = screen_->plot;
    plot->startStage(QStringLiteral("shape"), 100);
    for (int i = 1; i <= 100; ++i) {
        plot->addPoint(QStringLiteral("shape"), i, 2.0 / i);
    }
    QVERIFY(plot->isLogarithmic());
    const QImage drawn = plot->grab().toImage();
    QSet<int> columns;  // where the curve is
    for (int x = 0; x < drawn.width(); ++x) {
        for (int y = drawn.height() / 6; y < drawn.height(); ++y) {
            if (drawn.pixelColor(x, y) == colors().series[0]) {
                columns.insert(x);
            }
        }
    }
    QVERIFY2(columns.size() > drawn.width() / 4, qPrintable(QString::number(columns.size())));
    QTest::mouseMove(plot, plot->rect().center());
    QTRY_VERIFY(plot->mark().has_value());
    QVERIFY2(std::abs(*plot->mark() - 50) < 10, qPrintable(QString::number(*plot->mark())));
    plot->setFocus();
    QTest::keyClick(plot, Qt::Key_End);
    QCOMPARE(*plot->mark(), 100.0);
    plot->repaint();
    QVERIFY2(plot->accessibleDescription().contains(QStringLiteral("0.02")),
             qPrintable(plot->accessibleDescription()));
    QTest::keyClick(plot, Qt::Key_Home);
    plot->repaint();
    QVERIFY2(plot->accessibleDescription().endsWith(QStringLiteral(" 2")),
             qPrintable(plot->accessibleDescription()));
    picture(QStringLiteral("plot-mark"));
    plot->clear();
    QVERIFY(plot->curve(QStringLiteral("shape")) == nullptr && !plot->mark().has_value());
    plot->addPoint(QStringLiteral("flat"), 1, 0.0);
    plot->repaint();  // one point, no span: nothing divides by zero
    QVERIFY(!plot->isLogarithmic());
}

void TestJobWidgets::logIsFilteredAndBounded() {
    LogView* log = screen_->log;
    log->append(LogLevel::Debug, QStringLiteral("a detail"));
    log->append(LogLevel::Info, QStringLiteral("a message"));
    log->append(LogLevel::Warning, QStringLiteral("a warning"));
    log->append(LogLevel::Error, QStringLiteral("an error"));
    QTRY_VERIFY(log->shownText().contains(QStringLiteral("an error")));
    QVERIFY(!log->shownText().contains(QStringLiteral("a detail")));
    find<QComboBox>("logLevel")->setCurrentIndex(0);
    QVERIFY(log->shownText().contains(QStringLiteral("a detail")));
    log->setLevel(LogLevel::Warning);
    QVERIFY(!log->shownText().contains(QStringLiteral("a message")));
    button("copyLogButton")->click();
    QCOMPARE(QApplication::clipboard()->text(), log->shownText());
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 20000; ++i) {
        log->append(LogLevel::Warning, QStringLiteral("line %1").arg(i));
    }
    QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
    QTRY_VERIFY(log->shownText().contains(QStringLiteral("line 19999")));
    QVERIFY(!log->shownText().contains(QStringLiteral("line 14999\n")));
    QVERIFY(find<QPlainTextEdit>("logText")->blockCount() <= int(LogView::kMaxLines));
    log->clear();
    QVERIFY(log->shownText().isEmpty());
}

QTEST_MAIN(TestJobWidgets)
#include "test_job_widgets.moc"
