// SPDX-License-Identifier: Apache-2.0
// A window that is killed loses nothing that mattered, asks only when something would be lost, and
// writing all that down does not hold it up.
#include "base/files.h"
#include "ui/project/project_fixture.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>

using namespace bozzetto;
using namespace bozzetto::ui;

class TestProjectRecovery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void killedSessionIsRecovered();
    void openSavedDropsTheSession();
    void nothingLostNothingAsked();
    void autosaveDoesNotHoldUpTheWindow();
};

namespace {

/// What the one session's autosave says; 0: there is none yet.
uint64_t autosavedSeed(const QString& sessions) {
    try {
        const QStringList ids = QDir(sessions).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        const QString autosave = QStringLiteral("/autosave.bozzetto");
        return ids.isEmpty() ? 0
                             : readProject(toPath(sessions + QLatin1Char('/') + ids[0] + autosave))
                                   .project.seed;
    } catch (const std::exception&) {
        return 0;
    }
}

/// In a process of its own: edits, a run that is going on with a checkpoint, then waits to be
/// killed. `file` empty: an untitled session.
int runDoomedSession(const QString& sessions, const QString& file) {
    ProjectDocument document(nullptr, sessions);
    document.setAutosaveIntervals(20, 1000);
    document.startNew();
    document.setSeed(11);
    if (!file.isEmpty() && !saveAs(document, file)) {
        return 1;
    }
    document.setExcluded({QStringLiteral("r_3")}, true);
    const ProjectRun run = document.beginRun(QStringLiteral("nvdiffrec"));
    write(toQt(run.folder) + QStringLiteral("/.bozzetto/checkpoint-a"), "x");
    document.setSeed(12);
    if (!QTest::qWaitFor([&] { return autosavedSeed(sessions) == 12; }, kWaitMs)) {
        return 1;
    }
    QTextStream(stdout) << "ready\n" << Qt::flush;
    QTest::qWait(60000);
    return 1;
}

bool killDoomedSession(const QString& sessions, const QString& file) {
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("--doomed"), sessions, file});
    const bool ready = process.waitForReadyRead(kWaitMs) && process.readLine() == "ready\n";
    process.kill();  // SIGKILL
    return process.waitForFinished(kWaitMs) && ready;
}

}  // namespace

void TestProjectRecovery::killedSessionIsRecovered() {
    for (const bool titled : {false, true}) {
        ProjectFixture f;
        const QString file = titled ? f.file : QString();
        QVERIFY(killDoomedSession(f.sessions, file));
        const auto sessions = SessionStore(f.sessions).recoverable();
        QCOMPARE(sessions.size(), size_t{1});
        const RecoverableSession& session = sessions[0];
        QCOMPARE(session.project_path, file);
        QCOMPARE(session.saved_file_exists, titled);
        QCOMPARE(session.runs, 1);
        QVERIFY(!session.unfinished_run.isEmpty());
        QVERIFY(session.run_can_continue);
        QVERIFY(session.time.secsTo(QDateTime::currentDateTime()) < 60);

        QVERIFY(recover(f.document, session));
        const Project& project = f.document.project();
        QCOMPARE(f.document.path(), file);
        QCOMPARE(project.seed, uint64_t{12});
        QVERIFY(project.edits.excluded.contains("r_3"));
        QVERIFY(project.runs[0].state == ProjectRun::State::Crashed);
        QVERIFY(f.document.isModified());
        QTRY_COMPARE(f.document.resumableRuns(), QStringList{session.unfinished_run});
        QVERIFY(SessionStore(f.sessions).recoverable().empty());  // it is ours now
        QVERIFY(!f.document.isReadOnly());                        // the dead process's lock is void

        QVERIFY(saveAs(f.document, f.file));
        QVERIFY(f.document.runFolder(session.unfinished_run)
                    .startsWith(f.folder.filePath(QStringLiteral("cup study-results"))));
        f.document.close();
        QTRY_VERIFY(QDir(f.sessions).isEmpty());
        QCOMPARE(readProject(toPath(f.file)).project.seed, uint64_t{12});
    }
}

void TestProjectRecovery::openSavedDropsTheSession() {
    ProjectFixture f;
    QVERIFY(killDoomedSession(f.sessions, f.file));
    const auto sessions = SessionStore(f.sessions).recoverable();
    QCOMPARE(sessions.size(), size_t{1});
    SessionStore(f.sessions).discard(sessions[0].id);
    QVERIFY(SessionStore(f.sessions).recoverable().empty());
    QVERIFY(QDir(f.sessions).isEmpty());
    QVERIFY(open(f.document, f.file));
    QCOMPARE(f.document.project().seed, uint64_t{11});
}

void TestProjectRecovery::nothingLostNothingAsked() {
    ProjectFixture f;
    {
        ProjectDocument document(nullptr, f.sessions);
        document.setAutosaveIntervals(20, 1000);
        document.startNew();
        document.setSeed(3);
        QVERIFY(saveAs(document, f.file));
        document.setSeed(4);
        QSignalSpy autosaved(&document, &ProjectDocument::autosaved);
        QVERIFY(autosaved.wait(kWaitMs));
        document.undoStack()->undo();
        QVERIFY(autosaved.wait(kWaitMs));
    }  // left without close(), with an autosave that says what the file says
    QVERIFY(SessionStore(f.sessions).recoverable().empty());
}

void TestProjectRecovery::autosaveDoesNotHoldUpTheWindow() {
    ProjectFixture f;
    const QString photos = f.folder.filePath(QStringLiteral("photos"));
    QStringList names;
    for (int i = 0; i < 500; ++i) {
        names.append(QStringLiteral("a_rather_long_picture_name_%1").arg(i));
        write(photos + QLatin1Char('/') + names.back() + QStringLiteral(".png"), "x");
    }
    f.document.startNew();
    f.document.setInputs({photos});
    f.document.setExcluded(names, true);
    QSignalSpy autosaved(&f.document, &ProjectDocument::autosaved);
    qint64 longest_ns = 0;
    QElapsedTimer since_last, total;
    QTimer tick;
    tick.setInterval(0);
    int edits = 0;
    connect(&tick, &QTimer::timeout, this, [&] {
        longest_ns = std::max(longest_ns, since_last.isValid() ? since_last.nsecsElapsed() : 0);
        since_last.start();
        if (total.elapsed() > edits * 25) {
            f.document.setExcluded({names[edits++ % 500]}, edits % 2 == 0);
        }
    });
    total.start();
    tick.start();
    QTest::qWait(1500);
    tick.stop();
    qInfo("%d edits, %d autosaves, longest stall %.1f ms",
          edits,
          static_cast<int>(autosaved.count()),
          static_cast<double>(longest_ns) / 1e6);
    QVERIFY(autosaved.count() >= 3);
    QVERIFY(longest_ns < 150'000'000);  // three times the bar of 50 ms
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("bozzetto"));
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == QStringLiteral("--doomed")) {
        return runDoomedSession(arguments[2], arguments[3]);
    }
    TestProjectRecovery test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_project_recovery.moc"
