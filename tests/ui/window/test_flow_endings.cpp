// SPDX-License-Identifier: Apache-2.0
// How a run can end otherwise, in the joined window and with engines that only tests have: stopped
// by the user, killed from outside, failed, out of memory. 25 s.
#include "io/ply.h"
#include "ui/job/job_support.h"
#include "ui/window/export_helper.h"
#include "ui/window/run_controller.h"
#include "ui/window/session_support.h"

#include <QAbstractItemView>
#include <QPlainTextEdit>

using namespace bozzetto;
using namespace bozzetto::testing;
using ui::JobState;

namespace {

constexpr int kStopMs = 2000;

/// Remembers the process of the run that goes on.
class ProcessWatch {
public:
    explicit ProcessWatch(const TestWindow& window) {
        QObject::connect(window.queue(),
                         &ui::JobQueue::processStarted,
                         &here_,
                         [this](const QString&, qint64 pid) { pid_ = pid; });
    }
    qint64 pid() const { return pid_; }

private:
    QObject here_;
    qint64 pid_ = 0;
};

}  // namespace

class TestFlowEndings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { set_ = makeSet(folder_.path()); }
    void init() { forgetSessions(); }
    void stoppedRunGoesOn();
    void killedRunGoesOn();
    void failureIsShownWithItsRemedy();
    void memoryThatRanOutIsAnErrorOfItsOwn();

private:
    static void checkUsable(SessionWindow& window);
    static void checkResumed(SessionWindow& window, double whole_seconds);
    static void checkPreviewExport(SessionWindow& window);

    QTemporaryDir folder_{memoryFolderTemplate()};
    QString set_;
};

/// The window answers: pages and panels can be walked through, and a run could be started.
void TestFlowEndings::checkUsable(SessionWindow& window) {
    QVERIFY(!window.queue()->isRunning());
    QVERIFY(!window->windowTitle().contains(QLatin1Char('%')));
    QVERIFY(window.pressStep(1));
    QTRY_VERIFY(window.isShown("pictureGrid"));
    QCOMPARE(window.find<QAbstractItemView>("pictureGrid")->model()->rowCount(), 4);
    QVERIFY(window.pressStep(3));
    QTRY_VERIFY(window.widget("run")->isVisible() && window.widget("run")->isEnabled());
    QVERIFY(window.isShown("endedPage"));
    // A drop is answered, here with a refusal.
    QVERIFY(window.drop({QStringLiteral(BOZZETTO_SOURCE_DIR "/README.md")}) != Qt::IgnoreAction);
    QTRY_VERIFY(window.text("noticeReason").contains(QStringLiteral("README.md")));
    QVERIFY(window.press("noticeClose") && !window.isShown("noticeBar"));
}

/// Resume goes on where the run was: it does less than a whole run would.
void TestFlowEndings::checkResumed(SessionWindow& window, double whole_seconds) {
    QElapsedTimer clock;
    clock.start();
    QSignalSpy painted(window.viewport(), &ui::Viewport::previewPainted);
    QVERIFY(window.press("resumeButton"));
    QTRY_VERIFY(window.queue()->isRunning() && window.isShown("runPage"));
    QVERIFY(window.waitForEnd());
    QVERIFY2(window.lastRun().state == ProjectRun::State::Done, window.lastRun().reason.c_str());
    QVERIFY(clock.elapsed() < 1000 * whole_seconds);
    QVERIFY(!painted.isEmpty());
    QTRY_VERIFY(window.viewport()->mesh() != nullptr);
    QVERIFY(window.isShown("showResultButton") && !window.isShown("resumeButton"));
    QVERIFY(window.document()->project().runs.size() == 1);
}

/// What was on screen last becomes a coloured mesh.
void TestFlowEndings::checkPreviewExport(SessionWindow& window) {
    ExportHelper helper(window);
    QVERIFY(helper.dialog() != nullptr);
    const QString path = helper.exportTo(
        window.path(QStringLiteral("files")), QStringLiteral("Blender"), QStringLiteral("PLY"));
    QVERIFY2(path.endsWith(QStringLiteral(".ply")), qPrintable(path));
    const TexturedMesh mesh = readPly(ui::toPath(path));
    QCOMPARE(mesh.mesh.triangles.size(), size_t{24 * 11 * 2});
    QCOMPARE(mesh.normals.size(), mesh.mesh.positions.size());
    helper.dialog()->close();
}

void TestFlowEndings::stoppedRunGoesOn() {
    SessionWindow window;
    QVERIFY(window.start() && window.openSet(set_));
    window.choose({"slow"}, {{"seconds", "6"}});
    QSignalSpy painted(window.viewport(), &ui::Viewport::previewPainted);
    QVERIFY(window.run() && window.waitForStep(110));
    QVERIFY(!painted.isEmpty());
    QElapsedTimer clock;
    clock.start();
    QVERIFY(window.press("stopButton"));
    QVERIFY(window.waitForEnd());
    qInfo() << "stopped after" << clock.elapsed() << "ms";
    QVERIFY(clock.elapsed() <= kStopMs);
    QVERIFY(window.lastRun().state == ProjectRun::State::Stopped);
    QVERIFY(window.isShown("endedPage") && window.isShown("resumeButton"));
    QVERIFY2(!window.isShown("noticeBar"), "nothing went wrong");
    QVERIFY(window.viewport()->hasScene());
    checkUsable(window);
    checkPreviewExport(window);
    window.takePicture(QStringLiteral("flow_stopped"));
    checkResumed(window, 6);
    window.discard();
}

void TestFlowEndings::killedRunGoesOn() {
    SessionWindow window;
    const ProcessWatch process(window);
    QVERIFY(window.start() && window.openSet(set_));
    window.choose({"slow"}, {{"seconds", "4"}});
    QVERIFY(window.run() && window.waitForStep(60));
    QVERIFY(window.press("stopButton"));  // the checkpoint that stays
    QVERIFY(window.waitForEnd());
    QVERIFY(window.press("resumeButton") && window.waitForStep(10));
    ::kill(static_cast<pid_t>(process.pid()), SIGKILL);
    QVERIFY(window.waitForEnd());
    QVERIFY(isGone(process.pid()));
    QVERIFY(window.lastRun().state == ProjectRun::State::Crashed);
    QVERIFY(window.isShown("noticeBar") && window.isShown("endedPage"));
    QVERIFY2(window.text("noticeReason").contains(QStringLiteral("ended from outside")),
             qPrintable(window.text("noticeReason")));
    QVERIFY(window.text("endedText").contains(QStringLiteral("Resume goes on")));
    QVERIFY(window.isShown("resumeButton") && window.isShown("copyButton"));
    QVERIFY(window.viewport()->hasScene());
    window.takePicture(QStringLiteral("flow_killed"));
    checkUsable(window);
    checkResumed(window, 4);
    QVERIFY(!window.isShown("noticeBar"));
    window.discard();
}

void TestFlowEndings::failureIsShownWithItsRemedy() {
    SessionWindow window;
    QVERIFY(window.start() && window.openSet(set_));
    window.choose({"broken"}, {{"seconds", "1"}});
    QVERIFY(window.run() && window.waitForEnd());
    QVERIFY(window.lastRun().state == ProjectRun::State::Failed);
    QVERIFY(window.text("noticeReason").contains(QStringLiteral("the mesh vanished")));
    QVERIFY(window.text("noticeHint").contains(QStringLiteral("Check the masks")));
    QVERIFY(window.text("endedText").contains(QStringLiteral("the mesh vanished")));
    QVERIFY(window.text("endedText").contains(QStringLiteral("Check the masks")));
    QVERIFY(window.isShown("againButton") && !window.isShown("resumeButton"));
    window.takePicture(QStringLiteral("flow_failure"));

    // The log says it too, and the notice can be put away.
    QVERIFY(window.press("logButton"));
    QTRY_VERIFY(window.isShown("logText"));
    QTRY_VERIFY(window.find<QPlainTextEdit>("logText")->toPlainText().contains(
        QStringLiteral("the mesh vanished")));
    QVERIFY(window.press("noticeClose"));
    QVERIFY(!window.isShown("noticeBar"));
    checkUsable(window);
    window.discard();
}

void TestFlowEndings::memoryThatRanOutIsAnErrorOfItsOwn() {
    SessionWindow window;
    QVERIFY(window.start() && window.openSet(set_));
    window.choose({"hungry"}, {{"seconds", "1"}});
    QVERIFY(window.press("reviewContinue"));
    QTRY_VERIFY2(window.isShown("advice") && !window.widget("run")->isEnabled(),
                 "the window says before that the memory does not suffice");
    window.takePicture(QStringLiteral("flow_too_much"));

    // Nobody foresees everything: it is started all the same.
    QSignalSpy finished(window.queue(), &ui::JobQueue::jobFinished);
    window->findChild<ui::RunController*>()->run();
    QVERIFY(window.queue()->isRunning() && window.waitForEnd());
    QCOMPARE(finished.front().at(1).value<ui::RunOutcome>().code, QStringLiteral("out_of_memory"));
    QVERIFY2(window.text("noticeReason").contains(QStringLiteral("memory")),
             qPrintable(window.text("noticeReason")));
    QVERIFY2(!window.text("noticeHint").isEmpty(), "there is a remedy");
    QVERIFY(window.text("endedText").contains(window.text("noticeHint")));
    QVERIFY2(!window.text("noticeHint").contains(QStringLiteral("--")),
             "no options of the command line");
    window.takePicture(QStringLiteral("flow_out_of_memory"));

    // Less helps: the same window, the next run.
    window.choose({"quick"}, {{"seconds", "0.3"}});
    checkUsable(window);
    QVERIFY(window.run() && window.waitForEnd());
    QVERIFY(window.lastRun().state == ProjectRun::State::Done);
    QTRY_VERIFY(window.viewport()->mesh() != nullptr);
    QVERIFY(!window.isShown("noticeBar"));
    window.discard();
}

QTEST_MAIN(TestFlowEndings)
#include "test_flow_endings.moc"
