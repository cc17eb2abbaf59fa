// SPDX-License-Identifier: Apache-2.0
// A run under another program's control, as the window has it: commands on standard input, events
// and previews back.
#include "app/cli_process.h"
#include "io/preview_file.h"
#include "pipeline/engine_description.h"
#include "support/memory_folder.h"
#include "support/tiny_set.h"

#include <QElapsedTimer>
#include <QThread>
#include <QtTest>

#include <unistd.h>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

/// A run whose standard input stays open and whose events are read as they come.
class ControlledRun {
public:
    explicit ControlledRun(const QStringList& arguments) {
        process.start(BOZZETTO_SCRIPTED_CLI, arguments + QStringList{"--events", "--control"});
    }
    void command(const QByteArray& word) {
        process.write(word + "\n");
        process.waitForBytesWritten();
    }
    /// The first event of that name not yet given; empty if none comes.
    QJsonObject next(const QString& name) {
        for (;;) {
            while (!process.canReadLine()) {
                if (!process.waitForReadyRead(10000)) {
                    return {};
                }
            }
            const QJsonObject event = QJsonDocument::fromJson(process.readLine()).object();
            if (event["event"].toString() == name) {
                return event;
            }
        }
    }
    int finish() {
        return process.waitForFinished(20000) && process.exitStatus() == QProcess::NormalExit
                   ? process.exitCode()
                   : -1;
    }
    /// Processor time that the process has used so far, seconds.
    double processorSeconds() const {
        const QByteArray stat = bytesOf(QString("/proc/%1/stat").arg(process.processId()));
        const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        return (fields[11].toDouble() + fields[12].toDouble()) /
               static_cast<double>(::sysconf(_SC_CLK_TCK));
    }

    QProcess process;
};

}  // namespace

class TestCliControl : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void enginesReadBackFromTheCommand();
    void pauseUsesNoProcessorAndChangesNothing();
    void stopKeepsCheckpointAndPreview();
    void stopEndsAPausedRun();
    void endOfInputStops();
    void finishWritesWhatIsDone();
    void unknownCommandIsSaid();
    void inputIsLeftAloneWithoutControl();
    void previewsAreValidAndGoneAtTheEnd();
    void noPreviewsUnlessAskedFor();
    void enginesOfTheWindowEndAsTheyShould_data();
    void enginesOfTheWindowEndAsTheyShould();

private:
    QString path(const QString& name) const { return folder_.filePath(name); }
    QStringList command(const QString& out,
                        const QString& engine,
                        const QStringList& more = {}) const {
        return QStringList{"reconstruct", path("set"), "--output", path(out), "--engine", engine} +
               more;
    }
    QStringList filesIn(const QString& folder) const {
        return QDir(path(folder)).entryList(QDir::Files);
    }
    QByteArray mesh(const QString& out, const QString& engine) const {
        return bytesOf(path(out + "/" + engine + "/mesh.obj"));
    }

    QTemporaryDir folder_{memoryFolderTemplate()};
};

void TestCliControl::initTestCase() {
    QVERIFY(folder_.isValid());
    writeTinySet(path("set").toStdString(), 4);
}

void TestCliControl::enginesReadBackFromTheCommand() {
    const CliRun run = runProgram(BOZZETTO_SCRIPTED_CLI, {"engines", "--json"});
    QCOMPARE(run.exit_code, 0);
    const std::vector<EngineInfo> engines = decodeEngines(run.out.toStdString());
    QCOMPARE(engines.size(), size_t{5});
    QCOMPARE(engines[0].minimum_views, 3);
    QCOMPARE(engines[1].id, std::string("quick"));
    QSet<int> types;
    for (const SettingField& field : engines[1].fields) {
        types.insert(static_cast<int>(field.type));
    }
    QCOMPARE(types.size(), 4);
    const CliRun text = runProgram(BOZZETTO_SCRIPTED_CLI, {"engines"});
    QVERIFY2(text.out.contains("slow: A ball after a while."), qPrintable(text.out));
}

void TestCliControl::pauseUsesNoProcessorAndChangesNothing() {
    const QStringList settings{"--set", "seconds=1", "--seed", "3", "--set", "dents=on"};
    ControlledRun run(command("paused", "quick", settings));
    QVERIFY(!run.next("metric").isEmpty());
    run.command("pause");
    const QJsonObject paused = run.next("paused");
    QCOMPARE(paused["stage"].toString(), QString("shape"));
    QThread::msleep(200);
    const double before = run.processorSeconds();
    QElapsedTimer timer;
    timer.start();
    QThread::msleep(1000);
    const double used = run.processorSeconds() - before;
    QVERIFY2(used < 0.05 * static_cast<double>(timer.elapsed()) / 1000,
             qPrintable(QString::number(used)));
    QVERIFY(!run.process.canReadLine() || !run.process.readLine().contains("progress"));
    run.command("resume");
    QVERIFY(!run.next("resumed").isEmpty());
    const QJsonObject result = run.next("result");
    QCOMPARE(result["complete"].toBool(), true);
    QVERIFY2(result["seconds"].toDouble() < 2.2, "the pause does not count");
    QCOMPARE(run.finish(), 0);
    QCOMPARE(runProgram(BOZZETTO_SCRIPTED_CLI, command("whole", "quick", settings)).exit_code, 0);
    QCOMPARE(mesh("paused", "quick"), mesh("whole", "quick"));
}

void TestCliControl::stopKeepsCheckpointAndPreview() {
    ControlledRun run(command("stopped", "slow", {"--previews"}));
    run.next("preview");
    QVERIFY(!run.next("preview").isEmpty());
    QElapsedTimer timer;
    timer.start();
    run.command("stop");
    const QJsonObject interrupted = run.next("interrupted");
    QCOMPARE(run.finish(), 130);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(interrupted["resumable"].toBool(), true);
    const QString preview = interrupted["preview"].toString();
    QVERIFY(preview.startsWith(path("stopped/.bozzetto/")));
    QVERIFY(!readPreview(preview.toStdString()).mesh.triangles.empty());

    ControlledRun resumed({"reconstruct", "--resume", "--output", path("stopped")});
    QVERIFY(!resumed.next("metric").isEmpty());
    QVERIFY(filesIn("stopped/.bozzetto").contains(QFileInfo(preview).fileName()));
    resumed.command("finish");
    QCOMPARE(resumed.finish(), 9);
}

void TestCliControl::stopEndsAPausedRun() {
    ControlledRun run(command("held", "slow"));
    QVERIFY(!run.next("metric").isEmpty());
    run.command("pause");
    QVERIFY(!run.next("paused").isEmpty());
    run.command("stop");
    QCOMPARE(run.next("interrupted")["resumable"].toBool(), true);
    QCOMPARE(run.finish(), 130);
}

void TestCliControl::endOfInputStops() {
    ControlledRun run(command("orphan", "slow"));
    QVERIFY(!run.next("metric").isEmpty());
    run.process.closeWriteChannel();
    QCOMPARE(run.next("interrupted")["resumable"].toBool(), true);
    QCOMPARE(run.finish(), 130);
}

void TestCliControl::finishWritesWhatIsDone() {
    ControlledRun run(command("cut", "slow", {"--previews"}));
    QVERIFY(!run.next("metric").isEmpty());
    run.command("pause");
    QVERIFY(!run.next("paused").isEmpty());
    run.command("finish");  // a paused run too
    const QJsonObject result = run.next("result");
    QCOMPARE(run.finish(), 9);
    QCOMPARE(result["complete"].toBool(), false);
    QVERIFY(filesIn("cut/slow").contains("mesh.obj"));
    QVERIFY2(filesIn("cut/.bozzetto").filter("preview").isEmpty(),
             qPrintable(filesIn("cut/.bozzetto").join(' ')));
    QVERIFY(filesIn("cut/.bozzetto").contains("checkpoint-a"));
}

void TestCliControl::unknownCommandIsSaid() {
    ControlledRun run(command("odd", "quick", {"--set", "seconds=1"}));
    run.command("\r\n  explode  ");
    for (QJsonObject log = run.next("log");; log = run.next("log")) {
        QVERIFY(!log.isEmpty());
        if (log["text"].toString().contains("explode")) {
            QVERIFY(log["text"].toString().contains("pause, resume, stop, finish"));
            break;
        }
    }
    QVERIFY(!run.next("result").isEmpty());
    QCOMPARE(run.finish(), 0);
}

void TestCliControl::inputIsLeftAloneWithoutControl() {
    QProcess process;
    process.start(BOZZETTO_SCRIPTED_CLI, command("free", "quick"));
    process.write("stop\n");
    process.closeWriteChannel();
    QCOMPARE(finishCli(process).exit_code, 0);
}

void TestCliControl::previewsAreValidAndGoneAtTheEnd() {
    ControlledRun run(command("seen", "slow", {"--previews", "--set", "seconds=1.5"}));
    std::vector<PreviewMesh> meshes;
    for (int i = 0; i < 4; ++i) {
        const QJsonObject event = run.next("preview");
        QVERIFY(!event.isEmpty());
        // Read late: the file must still be there when one more has come.
        meshes.push_back(readPreview(event["path"].toString().toStdString()));
        QCOMPARE(event["vertices"].toInt(), static_cast<int>(meshes.back().mesh.positions.size()));
        QCOMPARE(event["triangles"].toInt(), static_cast<int>(meshes.back().mesh.triangles.size()));
        QVERIFY(filesIn("seen/.bozzetto").filter("preview").size() <= 3);
    }
    QVERIFY(meshes[0].mesh.positions[0].z > meshes[3].mesh.positions[0].z + 0.05f);
    QVERIFY(!run.next("result").isEmpty());
    QCOMPARE(run.finish(), 0);
    QVERIFY(!QFile::exists(path("seen/.bozzetto")));
}

void TestCliControl::noPreviewsUnlessAskedFor() {
    const CliRun run = runProgram(BOZZETTO_SCRIPTED_CLI, command("unseen", "quick", {"--events"}));
    QCOMPARE(run.exit_code, 0);
    QVERIFY(run.event("preview").isEmpty() && !run.event("metric").isEmpty());
    QCOMPARE(run.event("metric")["stage"].toString(), QString("shape"));
    QCOMPARE(run.event("metric")["step"].toInt(), 1);
    QCOMPARE(
        runProgram(BOZZETTO_SCRIPTED_CLI, command("unseen", "quick", {"--previews"})).exit_code, 2);
}

void TestCliControl::enginesOfTheWindowEndAsTheyShould_data() {
    QTest::addColumn<QString>("engine");
    QTest::addColumn<int>("exit_code");
    QTest::addColumn<QString>("code");
    QTest::newRow("hungry") << "hungry" << 8 << "out_of_memory";
    QTest::newRow("broken") << "broken" << 5 << "engine";
}

void TestCliControl::enginesOfTheWindowEndAsTheyShould() {
    QFETCH(QString, engine);
    QFETCH(int, exit_code);
    QFETCH(QString, code);
    const CliRun run = runProgram(BOZZETTO_SCRIPTED_CLI,
                                  command(engine, engine, {"--events", "--set", "seconds=0.2"}));
    QCOMPARE(run.exit_code, exit_code);
    QCOMPARE(run.event("error")["code"].toString(), code);
    QVERIFY(!run.event("error")["hint"].toString().isEmpty());
    QVERIFY(!QFile::exists(path(engine + "/" + engine)));
}

QTEST_GUILESS_MAIN(TestCliControl)
#include "test_cli_control.moc"
