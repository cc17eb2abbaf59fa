// SPDX-License-Identifier: Apache-2.0
// What is understood of a child's output, how its end is put into words, and the log file.
#include "ui/common/line_buffer.h"
#include "ui/job/metric_curve.h"
#include "ui/job/run_ending.h"
#include "ui/job/run_log.h"

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace bozzetto;
using namespace bozzetto::ui;

class TestRunEvents : public QObject {
    Q_OBJECT

private slots:
    void linesAreCutAndBounded();
    void eventsAreDecoded();
    void garbageIsNoEvent_data();
    void garbageIsNoEvent();
    void oddValuesStayInRange();
    void endingsHaveAReasonAndARemedy();
    void logKeepsTenFiles();
    void curveKeepsExtremesOfALongRun();
    void curveTakesBackWhatComesAgain();
};

void TestRunEvents::linesAreCutAndBounded() {
    LineBuffer buffer(10);
    QVERIFY(buffer.append("ab").isEmpty());
    QCOMPARE(buffer.append("c\r\n\nde\nf"), (QByteArrayList{"abc", "de"}));
    QVERIFY(buffer.append(QByteArray(100000, 'x')).isEmpty());
    QCOMPARE(buffer.append("\ng\n"), (QByteArrayList{"fxxxxxxxxx", "g"}));
    buffer.append("rest");
    QCOMPARE(buffer.takeRest(), QByteArray("rest"));
    QVERIFY(buffer.takeRest().isEmpty());
}

void TestRunEvents::eventsAreDecoded() {
    const auto progress = std::get<RunProgress>(
        *decodeRunEvent(R"({"v":1,"event":"progress","stage":"shape","step":3,"steps":10,)"
                        R"("fraction":0.25,"elapsed_s":1.5,"left_s":null,"new_key":[1]})"));
    QCOMPARE(progress.stage, QStringLiteral("shape"));
    QCOMPARE(progress.step, 3);
    QCOMPARE(progress.fraction, 0.25);
    QVERIFY(progress.left_s < 0);
    const auto result = std::get<ResultEvent>(*decodeRunEvent(
        R"({"v":1,"event":"result","folder":"/tmp/ä 漢","complete":false,"seconds":2,)"
        R"("peak_memory_bytes":3e9,"scores":{"views":"training","hull":{"psnr":20.5},)"
        R"("result":{"psnr":31.5,"lpips":null}}})"));
    QCOMPARE(result.folder, QStringLiteral("/tmp/ä 漢"));
    QVERIFY(!result.complete);
    QCOMPARE(result.peak_memory_bytes, 3000000000ULL);
    QCOMPARE(result.scores.size(), 2U);
    QCOMPARE(result.scores[1].first, QStringLiteral("psnr"));
    QCOMPARE(result.scores[1].second, 31.5);
    QVERIFY(std::holds_alternative<SkippedEvent>(
        *decodeRunEvent(R"({"v":1,"event":"metric","name":"loss","value":null})")));
    QVERIFY(
        std::holds_alternative<SkippedEvent>(*decodeRunEvent(R"({"v":1,"event":"of tomorrow"})")));
}

void TestRunEvents::garbageIsNoEvent_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("text") << QByteArray("Warning: something");
    QTest::newRow("array") << QByteArray("[1,2]");
    QTest::newRow("number") << QByteArray("12");
    QTest::newRow("no event") << QByteArray(R"({"v":1})");
    QTest::newRow("event of another type") << QByteArray(R"({"event":7})");
    QTest::newRow("cut short") << QByteArray(R"({"event":"progress","step":)");
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe{\"event\":\"log\"}");
    QTest::newRow("deep") << QByteArray(100000, '[');
}

void TestRunEvents::garbageIsNoEvent() {
    QFETCH(QByteArray, line);
    QVERIFY(!decodeRunEvent(line).has_value());
}

void TestRunEvents::oddValuesStayInRange() {
    const auto progress = std::get<RunProgress>(
        *decodeRunEvent(R"({"event":"progress","stage":7,"step":1e300,"steps":10,)"
                        R"("fraction":-3,"elapsed_s":"long","left_s":-8})"));
    QCOMPARE(progress.step, 10);
    QCOMPARE(progress.fraction, 0.0);
    QCOMPARE(progress.elapsed_s, 0.0);
    QVERIFY(progress.left_s < 0 && progress.stage.isEmpty());
    const auto start = std::get<RunStarted>(*decodeRunEvent(R"({"event":"start","views":-4})"));
    QCOMPARE(start.views, 0);
}

void TestRunEvents::endingsHaveAReasonAndARemedy() {
    RunEnding ending;
    ending.signal = SIGSEGV;
    RunOutcome outcome = describeEnding(ending);
    QCOMPARE(outcome.state, RunOutcome::State::Crashed);
    QCOMPARE(outcome.exit_code, 128 + SIGSEGV);
    QVERIFY(outcome.reason.contains(QString::number(SIGSEGV)) && !outcome.hint.isEmpty());
    QVERIFY(!outcome.resumable);

    ending.signal = SIGKILL;
    ending.ran_out_of_memory = true;
    ending.has_checkpoint = true;
    outcome = describeEnding(ending);
    QCOMPARE(outcome.code, QStringLiteral("out_of_memory"));
    QVERIFY(outcome.resumable && outcome.hint.contains(QStringLiteral("Resume")));

    ending.stop_asked = true;  // then the signal was ours
    outcome = describeEnding(ending);
    QCOMPARE(outcome.state, RunOutcome::State::Stopped);
    QVERIFY(outcome.reason.isEmpty() && outcome.resumable);

    RunEnding silent;
    silent.exit_code = 0;
    outcome = describeEnding(silent);
    QVERIFY2(outcome.wentWrong(), "leaving with 0 but without a result is no success");

    RunEnding late;  // the result is written, the crash comes on leaving
    late.result = ResultEvent{QStringLiteral("/x"), true, 1, 0, {}};
    late.signal = SIGSEGV;
    QCOMPARE(describeEnding(late).state, RunOutcome::State::Done);

    RunEnding locked;
    locked.error = ErrorEvent{QStringLiteral("locked"),
                              QStringLiteral("holds an interrupted run"),
                              QStringLiteral("Continue it with --resume"),
                              7};
    locked.has_checkpoint = true;
    outcome = describeEnding(locked);
    QCOMPARE(outcome.state, RunOutcome::State::Failed);
    QVERIFY2(!outcome.hint.contains(QStringLiteral("--")), "no options of the command line");
}

void TestRunEvents::logKeepsTenFiles() {
    QTemporaryDir folder;
    for (int i = 0; i < 14; ++i) {
        RunLog log(folder.path());
        log.write(LogLevel::Warning, QStringLiteral("line ä %1").arg(i));
        QVERIFY(QFile::exists(log.path()));
        QTest::qSleep(2);  // names hold milliseconds
    }
    const QStringList names =
        QDir(folder.path()).entryList({QStringLiteral("run-*.log")}, QDir::Files, QDir::Name);
    QCOMPARE(names.size(), RunLog::kMaxFiles);
    QFile last(folder.filePath(names.last()));
    QVERIFY(last.open(QIODevice::ReadOnly));
    QVERIFY(QString::fromUtf8(last.readAll()).contains(QStringLiteral("warning: line ä 13")));
    RunLog none{QString()};
    none.write(LogLevel::Info, QStringLiteral("nowhere"));
    QVERIFY(none.path().isEmpty());
    RunLog impossible(QStringLiteral("/proc/no such folder"));
    QVERIFY(impossible.path().isEmpty());
}

void TestRunEvents::curveKeepsExtremesOfALongRun() {
    MetricCurve curve;
    for (int i = 0; i < 100000; ++i) {
        curve.add(i, i == 77777 ? 50.0 : i == 33333 ? -2.0 : 1.0 + 1e-6 * i);
    }
    QVERIFY(curve.buckets().size() <= MetricCurve::kMaxBuckets);
    QVERIFY(curve.buckets().size() > MetricCurve::kMaxBuckets / 4);
    QCOMPARE(curve.high(), 50.0);
    QCOMPARE(curve.low(), -2.0);
    QCOMPARE(curve.lastStep(), 99999.0);
    QVERIFY(std::abs(*curve.valueAt(50000) - 1.05) < 1e-3);
    QVERIFY(!curve.valueAt(-1).has_value());
    int points = 0;
    for (const MetricCurve::Bucket& bucket : curve.buckets()) {
        points += bucket.count;
    }
    QCOMPARE(points, 100000);
}

void TestRunEvents::curveTakesBackWhatComesAgain() {
    MetricCurve curve;
    for (int i = 0; i <= 20; ++i) {
        curve.add(i, i);
    }
    curve.add(10, 100);  // a diverged stage goes back to its last good state
    QCOMPARE(curve.lastStep(), 10.0);
    QCOMPARE(curve.lastValue(), 100.0);
    QCOMPARE(*curve.valueAt(9), 9.0);
    QCOMPARE(curve.buckets().size(), 11U);
}

QTEST_GUILESS_MAIN(TestRunEvents)
#include "test_run_events.moc"
