// SPDX-License-Identifier: Apache-2.0
// What outlives a window: projects that are saved and opened again, one of them twice at a time,
// stopped runs, and the work of a window that was killed. 20 s.
#include "ui/job/job_support.h"
#include "ui/project/session_store.h"
#include "ui/window/session_support.h"

#include <QAbstractItemView>
#include <QLineEdit>
#include <QProcess>
#include <QSignalSpy>

using namespace bozzetto;
using namespace bozzetto::testing;

class TestSessionKept : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { set_ = makeSet(folder_.path()); }
    void init() { forgetSessions(); }
    void savedProjectComesBack();
    void secondWindowReadsOnly();
    void stoppedRunIsOfferedLater();
    void killedWindowIsRecovered();
    void leftSessionIsDiscarded();

private:
    QString path(const QString& name) const { return folder_.filePath(name); }
    bool save(SessionWindow& window, const QString& file) const;

    QTemporaryDir folder_{memoryFolderTemplate()};
    QString set_;
};

/// By the menu's key and the dialog, as a person does.
bool TestSessionKept::save(SessionWindow& window, const QString& file) const {
    QSignalSpy saved(window.document(), &ui::ProjectDocument::saved);
    QTest::keyClick(window.get(), Qt::Key_S, Qt::ControlModifier);
    if (auto* dialog = window.find<QDialog>("saveDialog"); dialog != nullptr) {
        auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        QTest::qWait(200);  // the list chooses a file of the project's name if there is one
        name->setText(file);
        dialog->findChild<QAbstractItemView*>(QStringLiteral("listView"))->clearSelection();
        QTest::keyClick(name, Qt::Key_Return);
    }
    return !saved.isEmpty() || saved.wait(5000);
}

void TestSessionKept::savedProjectComesBack() {
    const QString file = path(QStringLiteral("kept.bozzetto"));
    ui::ViewCamera camera;
    std::string run_id;
    {
        SessionWindow window;
        QVERIFY(window.start() && window.openSet(set_));
        window.document()->setExcluded({QStringLiteral("r_1")}, true);
        window.choose({"quick"}, {{"seconds", "0.3"}, {"finish", "gloss"}});
        window.document()->setSeed(7);
        QVERIFY(window.run() && window.waitForEnd());
        run_id = window.lastRun().id;
        QTRY_VERIFY(window.viewport()->mesh() != nullptr);
        window.viewport()->setMode(ui::ViewMode::Albedo);
        camera = window.viewport()->camera();
        camera.position = {0.5f, -4, 1};
        window.viewport()->setCamera(camera);
        QTest::qWait(700);  // the view is taken twice a second
        QVERIFY(save(window, file));
        QVERIFY(!window->isWindowModified());
        QVERIFY(window->windowTitle().contains(QStringLiteral("kept")));
        window->close();
        QTRY_VERIFY2(!window->isVisible(), "what is saved closes without a question");
    }
    SessionWindow window;
    QVERIFY(window.start());
    window->open({file});
    QTRY_VERIFY_WITH_TIMEOUT(window.viewport()->mesh() != nullptr, 10000);
    const Project& project = window.document()->project();
    QVERIFY(project.inputs == std::vector{ui::toPath(set_)});
    QVERIFY(project.edits.excluded == std::set<std::string>{"r_1"});
    QVERIFY(project.engines == std::vector<std::string>{"quick"});
    QCOMPARE(project.settings.at("quick").values.at("finish"), std::string("gloss"));
    QCOMPARE(project.seed, uint64_t{7});
    QCOMPARE(project.runs.size(), size_t{1});
    QVERIFY(project.runs.front().state == ProjectRun::State::Done);
    QVERIFY(!project.runs.front().scores.empty());
    QVERIFY(project.shown == std::vector{run_id});
    QVERIFY(ui::toQt(project.runs.front().folder).startsWith(path(QStringLiteral("kept-results"))));
    QVERIFY(window.viewport()->look().mode == ui::ViewMode::Albedo);
    const auto there = [&] {
        return length(window.viewport()->camera().position - camera.position) < 1e-3f;
    };
    QTRY_VERIFY2(there(), "the view comes back");
    QVERIFY(!window->isWindowModified());
    window.discard();
}

void TestSessionKept::secondWindowReadsOnly() {
    const QString file = path(QStringLiteral("shared.bozzetto"));
    SessionWindow first;
    QVERIFY(first.start() && first.openSet(set_));
    QVERIFY(save(first, file));
    SessionWindow second;
    QVERIFY(second.start());
    second->open({file});
    QTRY_VERIFY(second.document()->isOpen());
    QVERIFY(second.document()->isReadOnly());
    QTRY_VERIFY2(second.isShown("noticeBar"), "it is said, with what can be done");
    QVERIFY(!second.text("noticeReason").isEmpty() && !second.text("noticeHint").isEmpty());
    QVERIFY(!first.document()->isReadOnly());
    second.document()->setExcluded({QStringLiteral("r_2")}, true);
    QVERIFY(save(second, path(QStringLiteral("another.bozzetto"))));  // asks for a name
    QVERIFY(!second.document()->isReadOnly());
    QVERIFY(QFile::exists(path(QStringLiteral("another.bozzetto"))));
    second.discard();
    first.discard();
}

void TestSessionKept::stoppedRunIsOfferedLater() {
    const QString file = path(QStringLiteral("stopped.bozzetto"));
    {
        SessionWindow window;
        QVERIFY(window.start() && window.openSet(set_));
        window.choose({"slow"}, {{"seconds", "3"}});
        QVERIFY(window.run() && window.waitForStep(20));
        QVERIFY(window.press("stopButton"));
        QVERIFY(window.waitForEnd());
        QVERIFY(save(window, file));
        window.discard();
    }
    SessionWindow window;
    QVERIFY(window.start());
    QVERIFY(!window.isShown("resumeBar"));
    window->open({file});
    QTRY_VERIFY(window.isShown("resumeBar"));
    const std::string id = window.lastRun().id;
    QVERIFY(window.text("resumeBarText").contains(QStringLiteral("slow")));
    std::vector<qint64> stages;
    connect(window.queue(),
            &ui::JobQueue::stageStarted,
            this,
            [&](const QString& name, const QString& stage, qint64 steps) {
                QCOMPARE(name, ui::toQt(id));
                if (stage == QLatin1String("shape")) {
                    stages.push_back(steps);
                }
            });
    QVERIFY(window.press("resumeBarResume"));
    QVERIFY(!window.isShown("resumeBar"));
    QVERIFY(window.waitForEnd());
    QCOMPARE(stages.size(), size_t{1});
    QVERIFY2(stages.front() <= 60, "it goes on, after 20 of 80 steps, where it was stopped");
    QVERIFY(window.lastRun().id == id && window.lastRun().state == ProjectRun::State::Done);
    QTRY_VERIFY(window.viewport()->mesh() != nullptr);
    window.discard();
}

void TestSessionKept::killedWindowIsRecovered() {
    QProcess host;
    host.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    host.start(QStringLiteral(BOZZETTO_WINDOW_HOST), {kScriptedCli, set_});
    QVERIFY(host.waitForStarted());
    qint64 pid = 0, step = 0;
    const auto read = [&] {
        while (host.canReadLine()) {
            const QByteArrayList words = host.readLine().trimmed().split(' ');
            (words[0] == "pid" ? pid : step) = words.value(1).toLongLong();
        }
    };
    QTRY_VERIFY_WITH_TIMEOUT((read(), step >= 40), 20000);
    ::kill(static_cast<pid_t>(host.processId()), SIGKILL);
    QVERIFY(host.waitForFinished());
    read();
    QTRY_VERIFY2(isGone(pid), "the engine ends with its window");

    SessionWindow window;
    QVERIFY(window.start());
    QTRY_VERIFY(window.isShown("recovery_bar"));
    QVERIFY(window.press("recovery_recover"));
    QTRY_VERIFY(window.document()->isOpen());
    QVERIFY(!window.isShown("recovery_bar"));
    QVERIFY(window.document()->project().inputs == std::vector{ui::toPath(set_)});
    QVERIFY(window.lastRun().state == ProjectRun::State::Crashed);
    QTRY_VERIFY(window.isShown("resumeBar"));
    const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QTRY_VERIFY(window.isShown("reviewContinue"));
        QVERIFY(window->grab().save(folder + QStringLiteral("/recovered.png")));
    }
    constexpr qint64 kShapeSteps = 160;  // of "slow" in 6 s
    qint64 left = -1;
    connect(window.queue(),
            &ui::JobQueue::stageStarted,
            this,
            [&](const QString&, const QString& stage, qint64 steps) {
                left = stage == QLatin1String("shape") ? steps : left;
            });
    QVERIFY(window.press("resumeBarResume"));
    QTRY_VERIFY_WITH_TIMEOUT(left >= 0, 10000);
    const qint64 lost = std::max<qint64>(0, step - (kShapeSteps - left));
    qInfo("killed after step %lld, went on from step %lld", step, kShapeSteps - left);
    QVERIFY2(lost <= 40, "a second of work at most, far less than a checkpoint interval");
    QVERIFY(window.waitForEnd());
    QVERIFY(window.lastRun().state == ProjectRun::State::Done);
    window.discard();
}

void TestSessionKept::leftSessionIsDiscarded() {
    {
        SessionWindow window;
        window.document()->setAutosaveIntervals(50, 30000);
        QVERIFY(window.start() && window.openSet(set_));
        QSignalSpy autosaved(window.document(), &ui::ProjectDocument::autosaved);
        QVERIFY(!autosaved.isEmpty() || autosaved.wait(5000));
    }  // gone without a close, as in a crash
    const auto left = ui::SessionStore().recoverable();
    QCOMPARE(left.size(), size_t{1});
    SessionWindow window;
    QVERIFY(window.start());
    QTRY_VERIFY(window.isShown("recovery_bar"));
    QVERIFY(window.press("recovery_discard"));
    QTRY_VERIFY(!QDir(left.front().folder).exists());
    QVERIFY(!window.isShown("recovery_bar") && !window.document()->isOpen());
}

QTEST_MAIN(TestSessionKept)
#include "test_session_kept.moc"
