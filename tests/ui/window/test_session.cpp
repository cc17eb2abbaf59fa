// SPDX-License-Identifier: Apache-2.0
// Runs in the joined window, with engines that only tests have: pause, queue, both, closing during
// a run, undo, and what the desktop is told. 30 s.
#include "ui/desktop/fake_desktop.h"
#include "ui/job/job_support.h"
#include "ui/window/session_support.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCheckBox>
#include <QDialog>
#include <QDockWidget>
#include <QLineEdit>
#include <QSignalSpy>

using namespace bozzetto;
using namespace bozzetto::testing;
using ui::JobState;

namespace {

constexpr auto kAll = QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals;

std::vector<JobState> statesOf(const ui::JobQueue& queue) {
    std::vector<JobState> states;
    for (int row = 0; row < queue.count(); ++row) {
        states.push_back(
            static_cast<JobState>(queue.index(row).data(ui::JobQueue::StateRole).toInt()));
    }
    return states;
}

bool isSeenFrom(const ui::Viewport& viewport, const Vec3f& direction) {
    const ui::ViewCamera camera = viewport.camera();
    return dot(normalize(camera.position - camera.focal_point), direction) > 0.999f;
}

}  // namespace

class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { forgetSessions(); }
    void pausedRunGivesTheSameMesh();
    void queueOfTwo();
    void bothAreShownSideBySide();
    void bothStopAtTheFirstFailure();
    void closingDuringARunAsks();
    void closingWithChangesAsks();
    void undoAndRedo();
    void namedFolderIsUsed();
    void desktopIsTold();

private:
    QTemporaryDir folder_{memoryFolderTemplate()};
    QString set_;
};

void TestSession::initTestCase() {
    const QByteArray address = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    QVERIFY2(!address.isEmpty(), "run this test through dbus-run-session");
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", address);
    set_ = makeSet(folder_.path());
}

void TestSession::pausedRunGivesTheSameMesh() {
    SessionWindow window;
    qint64 pid = 0;
    connect(window.queue(), &ui::JobQueue::processStarted, this, [&](const QString&, qint64 id) {
        pid = id;
    });
    QVERIFY(window.start() && window.openSet(set_));
    window.choose({"quick"}, {{"seconds", "1"}, {"dents", "on"}});
    QVERIFY(window.run() && window.waitForEnd());
    const ProjectRun whole = window.lastRun();
    QVERIFY(whole.state == ProjectRun::State::Done);

    QVERIFY(window.run() && window.waitForStep(5));
    QVERIFY(window.press("pauseButton"));
    QTRY_VERIFY(window.queue()->currentState() == JobState::Paused);
    const qint64 ticks = ticksOf(pid);
    QTest::qWait(1000);
    const double used = static_cast<double>(ticksOf(pid) - ticks) / ::sysconf(_SC_CLK_TCK);
    qInfo("paused: %.1f %% of a processor", used * 100);
    QVERIFY2(used < 0.05, "a paused run computes nothing");
    QVERIFY(window.queue()->isRunning());
    QVERIFY(window.press("pauseButton"));  // says Resume now
    QVERIFY(window.waitForEnd());
    const ProjectRun paused = window.lastRun();
    QVERIFY(paused.state == ProjectRun::State::Done && paused.id != whole.id);
    const QByteArray mesh = bytesOf(window.meshPath(whole));
    QVERIFY(mesh.size() > 1000);
    QCOMPARE(bytesOf(window.meshPath(paused)), mesh);
    window.discard();
}

void TestSession::queueOfTwo() {
    SessionWindow window;
    QVERIFY(window.start() && window.openSet(set_));
    QVERIFY(window.press("reviewContinue"));
    window.choose({"broken"}, {{"seconds", "0.3"}});
    QVERIFY(window.press("add_to_queue"));
    window.choose({"quick"}, {{"seconds", "0.3"}});
    QVERIFY(window.press("addJobButton"));
    QVERIFY(!window.queue()->isRunning());
    for (const ProjectRun& run : window.document()->project().runs) {
        QVERIFY2(run.state != ProjectRun::State::Running, "what only waits does not run");
    }
    QVERIFY(window.press("runQueueButton"));
    QTRY_VERIFY_WITH_TIMEOUT(statesOf(*window.queue()).front() == JobState::Failed, 10000);
    QVERIFY(window.waitForEnd());
    QVERIFY(statesOf(*window.queue()) == std::vector({JobState::Failed, JobState::Waiting}));
    QTRY_VERIFY(window.isShown("noticeBar"));
    QVERIFY(window.text("noticeReason").contains(QStringLiteral("masks")));

    auto* go_on = window.find<QCheckBox>("continueOnErrorBox");
    go_on->setChecked(true);
    window.choose({"broken"}, {{"seconds", "0.3"}});
    window.find<QDockWidget>("queueDock")->raise();  // the run brought its progress to the front
    QVERIFY(window.press("addJobButton"));
    window.queue()->move(window.queue()->index(2).data(ui::JobQueue::IdRole).toString(), -1);
    QVERIFY(window.press("runQueueButton"));
    QTRY_VERIFY_WITH_TIMEOUT(statesOf(*window.queue()).back() == JobState::Done, 15000);
    QVERIFY(statesOf(*window.queue()) ==
            std::vector({JobState::Failed, JobState::Failed, JobState::Done}));
    QTRY_VERIFY(window.viewport()->mesh() != nullptr);
    window.discard();
    QCOMPARE(window.queue()->count(), 0);  // its jobs went with the project
}

void TestSession::bothAreShownSideBySide() {
    SessionWindow window;
    QVERIFY(window.start() && window.openSet(set_));
    window.choose({"slow", "quick"}, {{"seconds", "0.6"}});
    QSignalSpy started(window.queue(), &ui::JobQueue::jobStarted);
    QVERIFY(window.run());
    QTRY_COMPARE_WITH_TIMEOUT(started.size(), 2, 15000);
    QVERIFY(statesOf(*window.queue()) == std::vector({JobState::Done, JobState::Running}));
    QVERIFY(window.waitForEnd());
    QTRY_COMPARE(window.document()->project().shown.size(), size_t{2});
    QTRY_VERIFY(window.isShown("viewport2"));
    auto* left = window.viewport();
    auto* right = window.find<ui::Viewport>("viewport2");
    QTRY_VERIFY(left->mesh() != nullptr && right->mesh() != nullptr);
    QVERIFY2(left->mesh() != right->mesh(), "each shows its own");
    // A mesh that has just come turns the view to itself.
    QTRY_VERIFY_WITH_TIMEOUT(left->isSettled() && right->isSettled(), 20000);
    left->setFocus();
    QTest::keyClick(left, Qt::Key_3);
    // Software OpenGL beside other work takes seconds for its first pictures.
    QTRY_VERIFY2_WITH_TIMEOUT(isSeenFrom(*left, {1, 0, 0}), "from the right", 20000);
    QTRY_VERIFY2_WITH_TIMEOUT(isSeenFrom(*right, {1, 0, 0}), "the other follows", 20000);
    QTRY_VERIFY_WITH_TIMEOUT(left->isSettled() && right->isSettled(), 20000);  // it turns smoothly
    right->setFocus();
    QTest::keyClick(right, Qt::Key_1);
    QTRY_VERIFY_WITH_TIMEOUT(isSeenFrom(*right, {0, -1, 0}) && isSeenFrom(*left, {0, -1, 0}),
                             20000);
    right->setMode(ui::ViewMode::Roughness);
    QTRY_VERIFY(left->look().mode == ui::ViewMode::Roughness);
    QVERIFY(qAbs(left->width() - right->width()) < 20);
    const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QTRY_VERIFY_WITH_TIMEOUT(left->isSettled() && right->isSettled(), 20000);
        QVERIFY(window->grab().save(folder + QStringLiteral("/both.png")));
    }
    window.discard();
}

void TestSession::bothStopAtTheFirstFailure() {
    SessionWindow window;
    QVERIFY(window.start() && window.openSet(set_));
    window.choose({"broken", "quick"}, {{"seconds", "0.3"}});
    window.find<QCheckBox>("continueOnErrorBox")->setChecked(true);  // it is about other jobs
    QVERIFY(window.run() && window.waitForEnd());
    QVERIFY(statesOf(*window.queue()) == std::vector({JobState::Failed, JobState::Skipped}));
    QVERIFY(window.lastRun().state == ProjectRun::State::Stopped);
    QVERIFY(!window.lastRun().reason.empty());
    window.discard();
}

void TestSession::closingDuringARunAsks() {
    SessionWindow window;
    qint64 pid = 0;
    connect(window.queue(), &ui::JobQueue::processStarted, this, [&](const QString&, qint64 id) {
        pid = id;
    });
    QVERIFY(window.start() && window.openSet(set_));
    window.choose({"slow"}, {{"seconds", "20"}});
    QVERIFY(window.run() && window.waitForStep(3));
    window->close();
    QVERIFY(window.answer(QStringLiteral("Keep it running")));
    QVERIFY(window->isVisible() && window.queue()->isRunning());

    window->close();
    QElapsedTimer clock, tick;
    qint64 longest_gap = 0;
    QTimer heartbeat;
    connect(&heartbeat, &QTimer::timeout, this, [&] {
        longest_gap = std::max(longest_gap, tick.restart());
    });
    QVERIFY(window.answer(QStringLiteral("Stop the run")));
    clock.start();
    tick.start();
    heartbeat.start(5);
    QTRY_VERIFY_WITH_TIMEOUT(!window.queue()->isRunning(), 5000);
    const qint64 stop_ms = clock.elapsed();
    QTRY_VERIFY(window.question() != nullptr);  // about the changes
    heartbeat.stop();
    qInfo("stopped in %lld ms, longest gap of the event loop %lld ms", stop_ms, longest_gap);
    QVERIFY(stop_ms <= 2500);
    QVERIFY2(longest_gap < 300, "waiting for the run's end does not freeze the window");
    QVERIFY(window.answer(QStringLiteral("Cancel")));
    QTRY_VERIFY(window.question() == nullptr);
    QVERIFY(window->isVisible());
    QVERIFY(window.lastRun().state == ProjectRun::State::Stopped);
    QTRY_VERIFY(window.isShown("resumeButton"));  // where its progress was

    window->close();
    QVERIFY(window.answer(QStringLiteral("Do not save")));
    QTRY_VERIFY(!window->isVisible());
    QVERIFY(isGone(pid));
}

void TestSession::closingWithChangesAsks() {
    SessionWindow window;
    QVERIFY(window.start());
    window->close();
    QTRY_VERIFY2(!window->isVisible(), "an empty window has nothing to ask");
    QVERIFY(window.show() && window.openSet(set_));
    window->close();
    QVERIFY(window.answer(QStringLiteral("Save")));
    auto* dialog = window.find<QDialog>("saveDialog");
    QVERIFY(dialog != nullptr);
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    name->setText(folder_.filePath(QStringLiteral("closing")));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY2(!window->isVisible(), "it closes once the project is saved");
    QVERIFY(QFile::exists(folder_.filePath(QStringLiteral("closing.bozzetto"))));
}

void TestSession::undoAndRedo() {
    SessionWindow window;
    QVERIFY(window.start() && window.openSet(set_));
    auto* undo = window.find<QAction>("undoAction");
    auto* redo = window.find<QAction>("redoAction");
    auto* grid = window.find<QAbstractItemView>("pictureGrid");
    const auto excluded = [&] { return window.document()->project().edits.excluded; };
    grid->setFocus();
    grid->setCurrentIndex(grid->model()->index(1, 0));
    QTest::keyClick(grid, Qt::Key_Delete);
    QTRY_COMPARE(excluded().size(), size_t{1});
    QVERIFY(undo->isEnabled() && undo->text().contains(QStringLiteral("picture")));
    undo->trigger();
    QVERIFY(excluded().empty());
    redo->trigger();
    QCOMPARE(excluded().size(), size_t{1});

    QVERIFY(window.press("reviewContinue"));
    const auto preset = [&] {
        const auto& project = window.document()->project();
        const auto settings = project.settings.find(project.engines.front());
        return settings == project.settings.end() ? std::string() : settings->second.preset;
    };
    QVERIFY(window.press("preset_high"));
    QTRY_COMPARE(preset(), std::string("high"));
    auto* high = window.find<QAbstractButton>("preset_high");
    QVERIFY(high->isChecked());
    undo->trigger();
    QVERIFY(preset() != "high");
    QTRY_VERIFY2(!high->isChecked(), "the panel follows");
    redo->trigger();
    QCOMPARE(preset(), std::string("high"));
    QTRY_VERIFY(high->isChecked());
    QCOMPARE(excluded().size(), size_t{1});
    window.discard();
}

void TestSession::namedFolderIsUsed() {
    SessionWindow window;
    QVERIFY(window.start() && window.openSet(set_) && window.press("reviewContinue"));
    const QString place = folder_.filePath(QStringLiteral("my results"));
    auto* output = window.find<QLineEdit>("output");
    output->setText(place);
    Q_EMIT output->editingFinished();
    window.choose({"quick"}, {{"seconds", "0.2"}});
    QVERIFY(window.run() && window.waitForEnd());
    const QString mesh = window.meshPath(window.lastRun());
    QVERIFY2(mesh.startsWith(place), qPrintable(mesh));
    window.discard();
    QTest::qWait(200);
    QVERIFY2(QFile::exists(mesh), "what lies in a folder of the user's own stays");
}

void TestSession::desktopIsTold() {
    FakeNotifications server;
    FakeInhibitPortal portal;
    FakeRequest request;
    auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("fakes"));
    const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
    QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &server, kAll));
    QVERIFY(bus.registerObject(path, &portal, kAll));
    QVERIFY(bus.registerObject(path + QStringLiteral("/request/1"), &request, kAll));
    QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
    QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
    SessionWindow window;
    QVERIFY(window.start() && window.openSet(set_));
    window.choose({"quick"}, {{"seconds", "1"}});
    QTRY_VERIFY(window->isActiveWindow());
    QVERIFY(window.run());
    QTRY_COMPARE(portal.asked, 1);
    QCOMPARE(request.closed, 0);
    QVERIFY(window.waitForEnd());
    QTRY_COMPARE(request.closed, 1);
    QTest::qWait(200);
    QCOMPARE(server.shown, 0);  // whoever looks at the window needs no notification

    QVERIFY(window.run());
    QWidget other;
    other.show();
    other.activateWindow();
    QTRY_VERIFY(!window->isActiveWindow());
    QTRY_COMPARE(portal.asked, 2);
    QVERIFY(window.waitForEnd());
    QTRY_COMPARE(server.shown, 1);
    QCOMPARE(server.title, QStringLiteral("The mesh is ready"));
    QTRY_COMPARE(request.closed, 2);
    window->activateWindow();
    QTRY_VERIFY2(server.closed != 0, "the notification goes when the window is looked at");
    window.discard();
    QDBusConnection::disconnectFromBus(QStringLiteral("fakes"));
}

QTEST_MAIN(TestSession)
#include "test_session.moc"
