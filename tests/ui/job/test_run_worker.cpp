// SPDX-License-Identifier: Apache-2.0
// One run in a child process: steering it, and every way in which it can end.
#include "ui/job/engine_catalog.h"
#include "ui/job/job_support.h"
#include "ui/job/run_worker.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QThread>

#include <unistd.h>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

const QString kCli = QStringLiteral(BOZZETTO_SCRIPTED_CLI);
constexpr int kPatience = 20000;  // milliseconds

/// A worker on its thread, and all that it has said.
class Host {
public:
    explicit Host(const QString& cli = kCli, const QString& logs = {})
        : worker_(new RunWorker(cli, logs)) {
        worker_->moveToThread(&thread_);
        QObject::connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
        QObject::connect(
            worker_, &RunWorker::processStarted, &here_, [this](qint64 p) { pid = p; });
        QObject::connect(
            worker_, &RunWorker::started, &here_, [this](const RunStarted& s) { views = s.views; });
        QObject::connect(worker_, &RunWorker::progress, &here_, [this](const RunProgress& p) {
            progress.append(p);
        });
        QObject::connect(
            worker_, &RunWorker::metric, &here_, [this](const QString& name, qint64, double value) {
                metrics[name].append(value);
            });
        QObject::connect(worker_, &RunWorker::previewReady, &here_, [this](PreviewPointer mesh) {
            previews.append(mesh);
        });
        QObject::connect(
            worker_, &RunWorker::logged, &here_, [this](LogLevel, const QString& text) {
                log.append(text);
            });
        QObject::connect(worker_, &RunWorker::paused, &here_, [this] { ++pauses; });
        QObject::connect(worker_, &RunWorker::resumed, &here_, [this] { ++resumes; });
        QObject::connect(
            worker_, &RunWorker::finished, &here_, [this](const RunOutcome& o) { outcome = o; });
        thread_.start();
    }
    ~Host() {
        thread_.quit();
        thread_.wait();
    }
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    void start(const JobFile& job, RunStart start = RunStart::Fresh) {
        outcome.reset();
        progress.clear();
        RunRequest request{job, start, job.output.string() + "-job.json", QStringLiteral("test")};
        QMetaObject::invokeMethod(worker_, [this, request] { worker_->start(request); });
    }
    void ask(void (RunWorker::*command)()) {
        QMetaObject::invokeMethod(worker_, [this, command] { (worker_->*command)(); });
    }
    bool waitForSteps(qint64 steps) {
        return QTest::qWaitFor([&] { return !progress.isEmpty() && progress.last().step >= steps; },
                               kPatience);
    }
    bool waitForEnd() {
        return QTest::qWaitFor([&] { return outcome.has_value(); }, kPatience);
    }

    qint64 pid = 0;
    int views = 0, pauses = 0, resumes = 0;
    QList<RunProgress> progress;
    QMap<QString, QList<double>> metrics;
    QList<PreviewPointer> previews;
    QStringList log;
    std::optional<RunOutcome> outcome;

private:
    QObject here_;
    QThread thread_;
    RunWorker* worker_;
};

/// A program that is no command line of ours.
QString writeScript(const QString& path, const QByteArray& text) {
    QFile file(path);
    file.open(QIODevice::WriteOnly);
    file.write("#!/bin/sh\n" + text);
    file.close();
    file.setPermissions(file.permissions() | QFile::ExeOwner);
    return path;
}

}  // namespace

class TestRunWorker : public QObject {
    Q_OBJECT

private slots:
    void enginesAreListed();
    void missingProgramHasARemedy();
    void runsToAResult();
    void pauseLeavesTheProcessorFree();
    void resumeGivesTheBytesOfAnUninterruptedRun();
    void finishWritesAResultEarly();
    void stopEndsAChildThatDoesNotListen();
    void killedChildIsACrashThatCanGoOn();
    void failureHasAReasonAndARemedy();
    void outOfMemoryIsSaidAsSuch();
    void badJobIsRefused();
    void garbageIsLogged();
    void deletedWorkerTakesItsChildAlong();
    void killedWindowLeavesACheckpoint();

private:
    JobFolder folder_;
};

void TestRunWorker::enginesAreListed() {
    EngineCatalog catalog(kCli);
    QSignalSpy loaded(&catalog, &EngineCatalog::loaded);
    catalog.load();
    QCOMPARE(catalog.state(), EngineCatalog::State::Loading);
    QVERIFY(loaded.wait(kPatience));
    QVERIFY(catalog.find(QStringLiteral("scripted")) != nullptr);
    QVERIFY(!catalog.find(QStringLiteral("quick"))->fields.empty());
    QVERIFY(catalog.find(QStringLiteral("none")) == nullptr);
}

void TestRunWorker::missingProgramHasARemedy() {
    EngineCatalog catalog(folder_.path(QStringLiteral("no-such-cli")));
    QSignalSpy failed(&catalog, &EngineCatalog::failed);
    catalog.load();
    QVERIFY(failed.size() == 1 || failed.wait(kPatience));
    QVERIFY(catalog.problem().reason.contains(QStringLiteral("no-such-cli")));
    QVERIFY(!catalog.problem().hint.isEmpty());

    EngineCatalog foreign(writeScript(folder_.path(QStringLiteral("foreign")), "echo hello\n"));
    QSignalSpy refused(&foreign, &EngineCatalog::failed);
    foreign.load();
    QVERIFY(refused.wait(kPatience));
    QVERIFY(!foreign.problem().hint.isEmpty());

    Host host(folder_.path(QStringLiteral("no-such-cli")));
    host.start(folder_.file(QStringLiteral("missing"), "quick"));
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Failed);
    QVERIFY(!host.outcome->hint.isEmpty());
}

void TestRunWorker::runsToAResult() {
    Host host(kCli, folder_.path(QStringLiteral("logs")));
    host.start(folder_.file(QStringLiteral("ä done"), "quick", {{"seconds", "1"}}));
    QTRY_VERIFY_WITH_TIMEOUT(host.pid > 0, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(niceOf(host.pid), 10, 2000);
    QVERIFY(host.waitForEnd());
    const RunOutcome& outcome = *host.outcome;
    QVERIFY2(outcome.state == RunOutcome::State::Done, qPrintable(outcome.reason));
    QCOMPARE(outcome.folder, folder_.path(QStringLiteral("ä done/quick")));
    QVERIFY(QFile::exists(outcome.folder + QStringLiteral("/mesh.obj")));
    QCOMPARE(outcome.scores.front().second, 30.25);
    QVERIFY(outcome.peak_memory_bytes > 1000000);
    QVERIFY(!outcome.resumable && outcome.exit_code == 0);
    QCOMPARE(host.views, 4);
    QCOMPARE(host.progress.last().fraction, 1.0);
    QVERIFY(host.metrics[QStringLiteral("shape")].size() >= 2);
    QVERIFY(host.metrics[QStringLiteral("shape")].first() >
            host.metrics[QStringLiteral("texture")].last());
    QVERIFY(host.previews.size() >= 2 && !host.previews.first()->mesh.triangles.empty());
    QFile log(outcome.log_path);
    QVERIFY(log.open(QIODevice::ReadOnly) && log.readAll().contains("quick"));
}

void TestRunWorker::pauseLeavesTheProcessorFree() {
    Host host;
    host.start(folder_.file(QStringLiteral("paused"), "slow"));
    QVERIFY(host.waitForSteps(3));
    host.ask(&RunWorker::pause);
    QTRY_COMPARE_WITH_TIMEOUT(host.pauses, 1, kPatience);
    const qsizetype said = host.progress.size();
    const qint64 ticks = ticksOf(host.pid);
    QTest::qWait(1000);
    const double used = static_cast<double>(ticksOf(host.pid) - ticks) / ::sysconf(_SC_CLK_TCK);
    QVERIFY2(used < 0.05, qPrintable(QStringLiteral("%1 s").arg(used)));
    QCOMPARE(host.progress.size(), said);
    host.ask(&RunWorker::resume);
    QTRY_COMPARE_WITH_TIMEOUT(host.resumes, 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(host.progress.size() > said, kPatience);
    host.ask(&RunWorker::pause);
    QTRY_COMPARE_WITH_TIMEOUT(host.pauses, 2, kPatience);
    host.ask(&RunWorker::stop);  // also while it is paused
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Stopped);
}

void TestRunWorker::resumeGivesTheBytesOfAnUninterruptedRun() {
    const std::map<std::string, std::string> values{{"act", "slow"}, {"steps", "60"}};
    Host host;
    host.start(folder_.file(QStringLiteral("whole"), "scripted", values));
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Done);

    const JobFile job = folder_.file(QStringLiteral("parts"), "scripted", values);
    host.start(job);
    QVERIFY(host.waitForSteps(5));
    host.ask(&RunWorker::pause);
    QTRY_COMPARE_WITH_TIMEOUT(host.pauses, 1, kPatience);
    host.ask(&RunWorker::resume);
    QTRY_COMPARE_WITH_TIMEOUT(host.resumes, 1, kPatience);
    QElapsedTimer clock;
    clock.start();
    host.ask(&RunWorker::stop);
    QVERIFY(host.waitForEnd());
    QVERIFY2(clock.elapsed() <= 2000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(isGone(host.pid));
    QCOMPARE(host.outcome->state, RunOutcome::State::Stopped);
    QVERIFY(host.outcome->resumable);

    host.start(job, RunStart::Resume);
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Done);
    QCOMPARE(folder_.bytes(QStringLiteral("parts/scripted/mesh.obj")),
             folder_.bytes(QStringLiteral("whole/scripted/mesh.obj")));

    host.start(job);  // there is a result now
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->code, QStringLiteral("locked"));
    host.start(folder_.file(QStringLiteral("parts"), "scripted"), RunStart::Overwrite);
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Done);
}

void TestRunWorker::finishWritesAResultEarly() {
    Host host;
    host.start(folder_.file(QStringLiteral("early"), "slow"));
    QVERIFY(host.waitForSteps(4));
    host.ask(&RunWorker::pause);
    QTRY_COMPARE_WITH_TIMEOUT(host.pauses, 1, kPatience);
    host.ask(&RunWorker::finish);  // also while it is paused
    QVERIFY(host.waitForEnd());
    QVERIFY2(host.outcome->state == RunOutcome::State::Incomplete,
             qPrintable(host.outcome->reason));
    QVERIFY(QFile::exists(host.outcome->folder + QStringLiteral("/mesh.obj")));
    QVERIFY(host.outcome->resumable);
}

void TestRunWorker::stopEndsAChildThatDoesNotListen() {
    Host host;
    host.start(
        folder_.file(QStringLiteral("deaf"), "scripted", {{"act", "slow"}, {"steps", "500"}}));
    QVERIFY(host.waitForSteps(2));
    ::kill(static_cast<pid_t>(host.pid), SIGSTOP);  // the whole process, watchdogs included
    QElapsedTimer clock;
    clock.start();
    host.ask(&RunWorker::stop);
    QVERIFY(host.waitForEnd());
    QVERIFY2(clock.elapsed() <= 2000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(isGone(host.pid));
    QCOMPARE(host.outcome->state, RunOutcome::State::Stopped);
    QVERIFY(!host.outcome->resumable);
}

void TestRunWorker::killedChildIsACrashThatCanGoOn() {
    const std::map<std::string, std::string> values{{"act", "slow"}, {"steps", "80"}};
    const JobFile job = folder_.file(QStringLiteral("killed"), "scripted", values);
    Host host;
    host.start(job);
    QVERIFY(host.waitForSteps(3));
    ::kill(static_cast<pid_t>(host.pid), SIGKILL);
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Crashed);
    QVERIFY2(!host.outcome->resumable, "nothing was saved yet");
    QVERIFY(!host.outcome->reason.isEmpty() && !host.outcome->hint.isEmpty());

    host.start(job);  // a checkpoint, by a stop; then the crash
    QVERIFY(host.waitForSteps(20));
    host.ask(&RunWorker::stop);
    QVERIFY(host.waitForEnd());
    QVERIFY(host.outcome->resumable);
    host.start(job, RunStart::Resume);
    QVERIFY(host.waitForSteps(3));
    ::kill(static_cast<pid_t>(host.pid), SIGKILL);
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Crashed);
    QCOMPARE(host.outcome->exit_code, 128 + SIGKILL);
    QVERIFY(host.outcome->resumable);
    QVERIFY(host.outcome->hint.contains(QStringLiteral("Resume")));
    host.start(job, RunStart::Resume);
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Done);
}

void TestRunWorker::failureHasAReasonAndARemedy() {
    Host host;
    host.start(folder_.file(QStringLiteral("fails"), "broken", {{"seconds", "0.2"}}));
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Failed);
    QCOMPARE(host.outcome->code, QStringLiteral("engine"));
    QVERIFY(host.outcome->reason.contains(QStringLiteral("the mesh vanished")));
    QVERIFY(host.outcome->hint.contains(QStringLiteral("masks")));
    QVERIFY(host.outcome->last_words.contains(QStringLiteral("the mesh vanished")));
    QCOMPARE(host.outcome->exit_code, 5);
}

void TestRunWorker::outOfMemoryIsSaidAsSuch() {
    Host host;
    host.start(folder_.file(QStringLiteral("hungry"), "hungry", {{"seconds", "0.2"}}));
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Failed);
    QCOMPARE(host.outcome->code, QStringLiteral("out_of_memory"));
    QVERIFY(host.outcome->hint.contains(QStringLiteral("lower preset")));
    QVERIFY2(!host.outcome->hint.contains(QStringLiteral("--")), "no options of the command line");
}

void TestRunWorker::badJobIsRefused() {
    Host host;
    host.start(folder_.file(QStringLiteral("bad"), "quick", {{"seconds", "soon"}}));
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->code, QStringLiteral("usage"));
    QVERIFY(host.outcome->reason.contains(QStringLiteral("soon")));

    JobFile job = folder_.file(QStringLiteral("x"), "quick");
    job.output = "/proc/nowhere/x";  // no folder can be made there, nor the job file beside it
    host.start(job);
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Failed);
    QVERIFY(!host.outcome->reason.isEmpty());
}

void TestRunWorker::garbageIsLogged() {
    const QString cli = writeScript(folder_.path(QStringLiteral("babble")),
                                    "echo 'hello {'\n"
                                    "head -c 3000000 /dev/zero | tr '\\0' x; echo\n"
                                    "i=0; while [ $i -lt 3000 ]; do echo noise; i=$((i+1)); done\n"
                                    "printf '\\377\\376 bytes\\n'\n"
                                    "echo 'last words' >&2\n"
                                    "printf '{\"event\":\"log\",\"level\":\"info\",\"text\":\"a "
                                    "tail without an end\"}'\n"
                                    "exit 3\n");
    Host host(cli);
    host.start(folder_.file(QStringLiteral("garbage"), "quick"));
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Crashed);
    QCOMPARE(host.outcome->exit_code, 3);
    QCOMPARE(host.outcome->last_words, QStringLiteral("last words"));
    QCOMPARE(host.log.first(), QStringLiteral("hello {"));
    QVERIFY(host.log.contains(QStringLiteral("a tail without an end")));
    QVERIFY2(host.log.size() < 600, qPrintable(QString::number(host.log.size())));
}

void TestRunWorker::deletedWorkerTakesItsChildAlong() {
    qint64 pid = 0;
    QElapsedTimer clock;
    {
        Host host;
        host.start(folder_.file(QStringLiteral("left"), "slow"));
        QVERIFY(host.waitForSteps(3));
        pid = host.pid;
        clock.start();
    }
    QVERIFY2(clock.elapsed() <= 2000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(isGone(pid));
    QVERIFY(QFile::exists(folder_.path(QStringLiteral("left/.bozzetto"))));
}

void TestRunWorker::killedWindowLeavesACheckpoint() {
    const JobFile job = folder_.file(QStringLiteral("orphan"), "slow", {{"seconds", "1.5"}});
    const QString job_path = folder_.path(QStringLiteral("orphan.json"));
    writeFileAtomically(job_path.toStdString(), encodeJobFile(job));
    QProcess window;
    window.start(QStringLiteral(BOZZETTO_QUEUE_HOST),
                 {kCli, job_path, folder_.path(QStringLiteral("jobs"))});
    QByteArray said;
    while (said.count("step ") < 4 && window.waitForReadyRead(kPatience)) {
        said += window.readAllStandardOutput();
    }
    const qint64 pid = said.mid(said.indexOf("pid ") + 4).split('\n').first().toLongLong();
    QVERIFY(pid > 0 && !isGone(pid));
    window.kill();
    window.waitForFinished();
    QTRY_VERIFY_WITH_TIMEOUT(isGone(pid), 2500);

    Host host;
    host.start(job, RunStart::Resume);
    QTRY_VERIFY_WITH_TIMEOUT(!host.progress.isEmpty(), kPatience);
    QVERIFY(host.waitForEnd());
    QCOMPARE(host.outcome->state, RunOutcome::State::Done);
    const RunProgress* shape = nullptr;
    for (const RunProgress& progress : host.progress) {
        if (progress.stage == QLatin1String("shape")) {
            shape = &progress;
            break;
        }
    }
    QVERIFY(shape != nullptr);
    QVERIFY2(shape->steps < 40, "less is left than the 40 steps of a run from the beginning");
}

QTEST_GUILESS_MAIN(TestRunWorker)
#include "test_run_worker.moc"
