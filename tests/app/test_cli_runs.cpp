// SPDX-License-Identifier: Apache-2.0
// What the command line does when it works, is interrupted, killed, resumed, locked out or has
// nobody to talk to.
#include "app/cli_process.h"
#include "pipeline/output_lock.h"
#include "support/memory_folder.h"
#include "support/tiny_set.h"

#include <QElapsedTimer>
#include <QtTest>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace bozzetto;
using namespace bozzetto::testing;

class TestCliRuns : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void writesResultAndReport();
    void eventsAreVersionedJson();
    void autoFallsBackToTheCpuAndSaysSo();
    void settingsAreListed();
    void sameSeedGivesTheSameBytesInAnyLocale();
    void jobFileReplaysTheRun();
    void interruptKeepsCheckpointAndResumeGivesTheSameBytes_data();
    void interruptKeepsCheckpointAndResumeGivesTheSameBytes();
    void secondInterruptStopsAtOnce();
    void interruptEndsAStuckStep();
    void killedRunIsCleanedUpAfter();
    void timeLimitWritesTheBestAndResumes();
    void secondWriterIsRefusedByName();
    void resumeRefusesAnotherJobAndUsesTheOlderCheckpoint();
    void nobodyListens();
    void runsWithoutHomeAndDisplay();
    void fileSizeLimitLeavesTheOldResult();
    void batchGoesOnAfterABadItem();
    void oddNamesWork_data();
    void oddNamesWork();
    void overwriteOfAMistypedInputKeepsTheCheckpoint();

private:
    QString path(const QString& name) const { return folder_.filePath(name); }
    QStringList command(const QString& out, const QStringList& more = {}) const {
        return QStringList{"reconstruct",
                           path("set"),
                           "--output",
                           path(out),
                           "--engine",
                           "scripted",
                           "--threads",
                           "2"} +
               more;
    }
    QByteArray mesh(const QString& out) const { return bytesOf(path(out) + "/scripted/mesh.obj"); }
    QJsonObject report(const QString& out) const {
        return QJsonDocument::fromJson(bytesOf(path(out) + "/scripted/report.json")).object();
    }
    bool exists(const QString& name) const { return QFile::exists(path(name)); }
    /// Starts a slow run and returns when it has done a few steps.
    void startSlow(QProcess& process, const QString& out, const QString& act = "slow") const {
        process.start(BOZZETTO_SCRIPTED_CLI,
                      command(out, {"--set", "act=" + act, "--set", "steps=60", "--events"}));
        QByteArray seen;
        while (!seen.contains("\"progress\"") && process.waitForReadyRead(20000)) {
            seen += process.readAllStandardOutput();
        }
        QVERIFY(seen.contains("\"progress\""));
        QTest::qWait(100);  // the act "stuck" is stuck by then
    }

    QTemporaryDir folder_{memoryFolderTemplate()};
};

namespace {

/// A process that has ended has the id 0, which would signal everybody here.
void send(const QProcess& process, int signal) {
    const auto id = static_cast<pid_t>(process.processId());
    QVERIFY2(id > 0, "the process has ended already");
    ::kill(id, signal);
}

/// Runs the scripted command line (scripted_cli.cpp).
CliRun runScripted(
    const QStringList& arguments,
    const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment()) {
    return runProgram(BOZZETTO_SCRIPTED_CLI, arguments, environment);
}

}  // namespace

void TestCliRuns::initTestCase() {
    QVERIFY(folder_.isValid());
    writeTinySet(path("set").toStdString(), 4);
}

void TestCliRuns::writesResultAndReport() {
    const CliRun run = runScripted(command("plain", {"--seed", "5", "--preset", "draft"}));
    QVERIFY2(run.exit_code == 0, qPrintable(run.err));
    QCOMPARE(run.out, path("plain/scripted") + "\n");
    QVERIFY2(!run.err.contains('\x1b') && !run.err.contains('\r'),
             "no terminal codes when stderr is not a terminal");
    QVERIFY(run.err.contains("optimise"));
    for (const char* name : {"mesh.obj",
                             "mesh.mtl",
                             "mesh.ply",
                             "mesh_BaseColor.png",
                             "mesh_Roughness.png",
                             "mesh_Metallic.png",
                             "mesh_Normal.png",
                             "light.hdr",
                             "cameras.json",
                             "report.json",
                             "job.json"}) {
        QVERIFY2(exists(QString("plain/scripted/") + name), name);
    }
    QVERIFY2(!exists("plain/.bozzetto"), "checkpoints and locks go when the run succeeded");
    const QJsonObject r = report("plain");
    QCOMPARE(r["complete"].toBool(), true);
    QCOMPARE(r["seed"].toInt(), 5);
    QCOMPARE(r["threads"].toInt(), 2);
    QCOMPARE(r["settings"].toObject()["steps"].toString(), "5");
    QCOMPARE(r["scores"].toObject()["psnr"].toDouble(), 31.5);
    QCOMPARE(r["scripted"].toObject()["steps"].toInt(), 5);
    QCOMPARE(r["inputs"].toArray().size(), 4);
    QCOMPARE(r["inputs"].toArray()[0].toObject()["sha256"].toString().toStdString(),
             sha256OfFile(path("set/train/r_0.png").toStdString()));
    QVERIFY(r["peak_memory_bytes"].toDouble() > 1e6);
    QCOMPARE(r["phases"].toArray().size(), 3);
    QVERIFY(!r["versions"].toObject()["bozzetto"].toString().isEmpty());
}

void TestCliRuns::eventsAreVersionedJson() {
    const CliRun run = runScripted(command("events", {"--events"}));
    QCOMPARE(run.exit_code, 0);
    QStringList names;
    double fraction = 0;
    for (const QJsonObject& event : run.events()) {
        QCOMPARE(event["v"].toInt(), 1);
        names.append(event["event"].toString());
        if (names.last() == "progress") {
            QVERIFY(event["fraction"].toDouble() >= fraction);
            fraction = event["fraction"].toDouble();
        }
    }
    QVERIFY(names.indexOf("start") >= 0 && names.indexOf("start") < names.indexOf("stage"));
    QVERIFY(names.contains("metric"));
    QCOMPARE(names.last(), "result");
    QCOMPARE(fraction, 1.0);
    QCOMPARE(run.event("start")["views"].toInt(), 4);
    QCOMPARE(run.event("result")["complete"].toBool(), true);
    QCOMPARE(run.event("result")["scores"].toObject()["psnr"].toDouble(), 31.5);
}

void TestCliRuns::autoFallsBackToTheCpuAndSaysSo() {
    const CliRun run = runScripted(command("auto", {"--device", "auto"}));
    QCOMPARE(run.exit_code, 0);
    QVERIFY(run.err.contains("device auto") && run.err.contains("CPU"));
    QCOMPARE(report("auto")["device"].toString(), "cpu");
}

void TestCliRuns::settingsAreListed() {
    const CliRun run = runScripted(
        {"reconstruct", "--list-settings", "--engine", "scripted", "--preset", "draft"});
    QCOMPARE(run.exit_code, 0);
    QVERIFY2(run.out.contains("steps=5  (1 to 1e+05)") && run.out.contains("depth=on  (off or on)"),
             qPrintable(run.out));
    QCOMPARE(
        runScripted({"reconstruct", "--list-settings", "--engine", "scripted", "--preset", "draf"})
            .exit_code,
        2);
}

void TestCliRuns::sameSeedGivesTheSameBytesInAnyLocale() {
    QProcessEnvironment german = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"LC_ALL", "LANG", "LC_NUMERIC"}) {
        german.insert(name, "de_DE.UTF-8");
    }
    QCOMPARE(runScripted(command("c")).exit_code, 0);
    QCOMPARE(runScripted(command("de"), german).exit_code, 0);
    QCOMPARE(runScripted(command("other", {"--seed", "2"})).exit_code, 0);
    QCOMPARE(mesh("de"), mesh("c"));
    QVERIFY(mesh("other") != mesh("c"));
    for (const char* name :
         {"mesh.ply", "mesh.mtl", "mesh_BaseColor.png", "light.hdr", "cameras.json"}) {
        QCOMPARE(bytesOf(path("de/scripted/") + name), bytesOf(path("c/scripted/") + name));
    }
}

void TestCliRuns::jobFileReplaysTheRun() {
    QCOMPARE(runScripted(command("first", {"--seed", "9", "--set", "steps=7", "--preset", "high"}))
                 .exit_code,
             0);
    const CliRun again = runScripted(
        {"reconstruct", "--job", path("first/scripted/job.json"), "--output", path("second")});
    QVERIFY2(again.exit_code == 0, qPrintable(again.err));
    QCOMPARE(mesh("second"), mesh("first"));
    QCOMPARE(report("second")["preset"].toString(), "high");
    QCOMPARE(report("second")["settings"].toObject()["steps"].toString(), "7");
    const CliRun changed = runScripted({"reconstruct",
                                        "--job",
                                        path("first/scripted/job.json"),
                                        "--output",
                                        path("third"),
                                        "--seed",
                                        "10"});
    QCOMPARE(changed.exit_code, 0);
    QVERIFY(mesh("third") != mesh("first"));
}

void TestCliRuns::interruptKeepsCheckpointAndResumeGivesTheSameBytes_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("M05 Ctrl-C") << SIGINT;
    QTest::newRow("K03 SIGTERM") << SIGTERM;
}

void TestCliRuns::interruptKeepsCheckpointAndResumeGivesTheSameBytes() {
    QFETCH(int, signal);
    const QString out = "stopped" + QString::number(signal);
    QProcess process;
    startSlow(process, out);
    QElapsedTimer timer;
    timer.start();
    send(process, signal);
    const CliRun stopped = finishCli(process);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(stopped.exit_code, 128 + signal);
    QCOMPARE(stopped.event("interrupted")["resumable"].toBool(), true);
    QVERIFY(!exists(out + "/scripted") && exists(out + "/.bozzetto/checkpoint-a"));

    QCOMPARE(runScripted(command(out)).exit_code, 7);  // neither --resume nor --overwrite
    const CliRun resumed = runScripted({"reconstruct", "--resume", "--output", path(out)});
    QVERIFY2(resumed.exit_code == 0, qPrintable(resumed.err));
    QVERIFY(resumed.err.contains("resumed after"));
    QCOMPARE(runScripted(command(out + "whole", {"--set", "steps=60"})).exit_code, 0);
    QCOMPARE(mesh(out), mesh(out + "whole"));
    QVERIFY(!exists(out + "/.bozzetto"));
}

void TestCliRuns::secondInterruptStopsAtOnce() {
    QProcess process;
    startSlow(process, "twice", "stuck");
    QElapsedTimer timer;
    timer.start();
    send(process, SIGINT);
    QTest::qWait(100);
    send(process, SIGINT);
    QCOMPARE(finishCli(process).exit_code, 130);
    QVERIFY(timer.elapsed() < 1000);
}

void TestCliRuns::interruptEndsAStuckStep() {
    QProcess process;
    startSlow(process, "stuck", "stuck");
    QElapsedTimer timer;
    timer.start();
    send(process, SIGTERM);
    const CliRun run = finishCli(process);
    QCOMPARE(run.exit_code, 143);
    QVERIFY(timer.elapsed() < 6500);
    QVERIFY(run.err.contains("in the middle of a step"));
}

void TestCliRuns::killedRunIsCleanedUpAfter() {
    QProcess process;
    process.start(BOZZETTO_SCRIPTED_CLI, command("killed", {"--set", "act=crash"}));
    QVERIFY(process.waitForFinished(20000));
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    QVERIFY(!exists("killed/scripted"));
    QDir().mkpath(
        path("killed/.bozzetto/partial-0123"));  // as a run killed while writing leaves it
    QCOMPARE(runScripted(command("killed")).exit_code, 0);
    QVERIFY(!exists("killed/.bozzetto"));
    QVERIFY(exists("killed/scripted/mesh.obj"));
}

void TestCliRuns::timeLimitWritesTheBestAndResumes() {
    const CliRun run = runScripted(
        command("limit", {"--set", "act=late", "--set", "steps=100", "--time-limit", "0.01"}));
    QVERIFY2(run.exit_code == 9, qPrintable(run.err));
    QVERIFY(run.err.contains("time limit"));
    QCOMPARE(report("limit")["complete"].toBool(), false);
    QVERIFY(exists("limit/scripted/mesh.obj") && exists("limit/.bozzetto/checkpoint-a"));
    const CliRun resumed =
        runScripted(command("limit", {"--resume", "--set", "act=late", "--set", "steps=100"}));
    QVERIFY2(resumed.exit_code == 0, qPrintable(resumed.err));
    QCOMPARE(report("limit")["complete"].toBool(), true);
}

void TestCliRuns::secondWriterIsRefusedByName() {
    const OutputLock lock(path("shared").toStdString());
    const CliRun run = runScripted(command("shared", {"--events", "--overwrite"}));
    QCOMPARE(run.exit_code, 7);
    QVERIFY2(run.err.contains("process " + QString::number(::getpid())), qPrintable(run.err));
    QVERIFY(run.err.contains(path("shared")) && run.err.contains("Wait until it ends"));
    QCOMPARE(run.event("error")["code"].toString(), "locked");
}

void TestCliRuns::resumeRefusesAnotherJobAndUsesTheOlderCheckpoint() {
    QProcess process;
    startSlow(process, "again");
    send(process, SIGINT);
    QCOMPARE(finishCli(process).exit_code, 130);
    const QStringList same =
        command("again", {"--resume", "--set", "act=slow", "--set", "steps=60"});

    const CliRun other =
        runScripted(command("again", {"--resume", "--set", "steps=61", "--set", "act=slow"}));
    QCOMPARE(other.exit_code, 3);
    QVERIFY(other.err.contains("checkpoint-a: belongs to another job") &&
            other.err.contains("--overwrite"));

    QFile::copy(path("again/.bozzetto/checkpoint-a"), path("again/.bozzetto/checkpoint-b"));
    QFile damaged(path("again/.bozzetto/checkpoint-a"));
    QVERIFY(damaged.open(QIODevice::ReadWrite) && damaged.seek(30) && damaged.putChar('\x7f'));
    damaged.close();
    const CliRun resumed = runScripted(same);
    QVERIFY2(resumed.exit_code == 0, qPrintable(resumed.err));
    QVERIFY(resumed.err.contains("checkpoint-a") && resumed.err.contains("checksum"));
}

void TestCliRuns::nobodyListens() {
    for (const QString& redirection : {QString(">&-"),
                                       QString("2>&-"),
                                       QString(">&- 2>&-"),
                                       QString(">/dev/full 2>/dev/full"),
                                       QString("| true")}) {
        const QString words = command("deaf", {"--events", "--overwrite"}).join("' '");
        QProcess shell;
        shell.start("bash",
                    {"-c",
                     QString("set -o pipefail; '%1' '%2' %3")
                         .arg(BOZZETTO_SCRIPTED_CLI, words, redirection)});
        const CliRun run = finishCli(shell);
        QVERIFY2(run.exit_code == 0, qPrintable(redirection + ": " + run.err));
        QVERIFY(exists("deaf/scripted/mesh.obj"));
    }
}

void TestCliRuns::runsWithoutHomeAndDisplay() {
    const CliRun run = runScripted(command("bare"), QProcessEnvironment());
    QVERIFY2(run.exit_code == 0, qPrintable(run.err));
}

void TestCliRuns::fileSizeLimitLeavesTheOldResult() {
    QCOMPARE(runScripted(command("limited")).exit_code, 0);
    const QByteArray old = mesh("limited");
    QProcess process;
    process.setChildProcessModifier([] {
        const rlimit small{700, 700};
        ::setrlimit(RLIMIT_FSIZE, &small);
    });
    process.start(BOZZETTO_SCRIPTED_CLI, command("limited", {"--overwrite", "--seed", "3"}));
    const CliRun run = finishCli(process);
    QVERIFY2(run.exit_code == 6, qPrintable(run.err));
    QVERIFY(run.err.contains("File too large") && run.err.contains(path("limited")));
    QCOMPARE(mesh("limited"), old);
    QVERIFY(!exists("limited/.bozzetto"));
}

void TestCliRuns::batchGoesOnAfterABadItem() {
    writeTinySet(path("more/set").toStdString(), 3);
    const CliRun run = runScripted({"reconstruct",
                                    path("set"),
                                    path("gone"),
                                    path("more/set"),
                                    "--output",
                                    path("batch"),
                                    "--engine",
                                    "scripted"});
    QVERIFY2(run.exit_code == 5, qPrintable(run.err));
    QVERIFY(run.err.contains(path("gone")) && run.err.contains("2 of 3 inputs"));
    QVERIFY(exists("batch/set/scripted/mesh.obj") && exists("batch/set-2/scripted/mesh.obj"));
    QVERIFY(!exists("batch/gone/scripted"));
}

void TestCliRuns::oddNamesWork_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("B08 umlaut, CJK, emoji")
        << QString::fromUtf8("Bild \xC3\xA4 \xE5\x83\x8F \xF0\x9F\x90\xA6");
    QTest::newRow("B09 quotes and signs") << "a'b\"#%20&;$(x)`y`=*?";
    QTest::newRow("B09 line end") << "a\nb";
    QTest::newRow("B09 leading minus") << "-rf";
}

void TestCliRuns::oddNamesWork() {
    QFETCH(QString, name);
    const QString input = path(name);
    writeTinySet(input.toStdString(), 3);
    const QString output = path(name + " out");
    const CliRun run =
        runScripted({"reconstruct", input, "--output", output, "--engine", "scripted", "--events"});
    QVERIFY2(run.exit_code == 0, qPrintable(run.err));
    QVERIFY(QFile::exists(output + "/scripted/mesh.obj"));
    QVERIFY(!run.event("result").isEmpty() && !run.event("start").isEmpty());
    const CliRun again =
        runScripted({"reconstruct", "--job", output + "/scripted/job.json", "--overwrite"});
    QVERIFY2(again.exit_code == 0, qPrintable(again.err));
}

void TestCliRuns::overwriteOfAMistypedInputKeepsTheCheckpoint() {
    QProcess process;
    startSlow(process, "kept");
    send(process, SIGINT);
    QCOMPARE(finishCli(process).exit_code, 130);
    const CliRun run = runScripted({"reconstruct",
                                    path("sett"),
                                    "--output",
                                    path("kept"),
                                    "--engine",
                                    "scripted",
                                    "--overwrite"});
    QCOMPARE(run.exit_code, 3);
    QVERIFY(exists("kept/.bozzetto/checkpoint-a"));
    QCOMPARE(runScripted(command("kept", {"--overwrite"})).exit_code, 0);
    QVERIFY(!exists("kept/.bozzetto"));
}

QTEST_GUILESS_MAIN(TestCliRuns)
#include "test_cli_runs.moc"
