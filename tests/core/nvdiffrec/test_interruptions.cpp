// SPDX-License-Identifier: Apache-2.0
// Runs that do not go straight to their end: stopped and resumed, ended early, short of memory.
#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "core/nvdiffrec/engine_runs.h"
#include "core/nvdiffrec/result_checks.h"
#include "io/ply.h"
#include "pipeline/checkpoint.h"
#include "tensor/tensor_bytes.h"

#include <ATen/Parallel.h>
#include <QTemporaryDir>
#include <QtTest>

using namespace bozzetto;

class TestInterruptions : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { setThreadCount(2); }
    void resumedRunEqualsAnUninterruptedOne_data();
    void resumedRunEqualsAnUninterruptedOne();
    void resumedTrialsEqualUninterruptedOnes_data();
    void resumedTrialsEqualUninterruptedOnes();
    void stoppedBetweenThePassesNothingIsDoneTwice_data();
    void stoppedBetweenThePassesNothingIsDoneTwice();
    void resultThatCannotBeWrittenCostsNoStep();
    void damagedStateIsAnInputError_data();
    void damagedStateIsAnInputError();
    void finishGivesWhatIsDone();
    void memoryThatRunsOutIsLivedWith();

private:
    /// Stopped after `steps` steps of the stage, or when the next one asks for the `questions`-th
    /// time, and resumed: the result. No other step is done twice.
    JobOutcome stoppedAndResumed(
        const Settings& settings, const QString& stage, int steps, int all, int questions = 0);
    ImageSet train_, test_;
    TriangleMesh truth_;
    std::optional<JobOutcome> uninterrupted_;
    /// The tiny run on two threads.
    const Reconstruction* tiny() { return reconstructionOf(*uninterrupted_); }
};

void TestInterruptions::initTestCase() {
    at::set_num_threads(1);  // as the application does: the parallel work is ours
    train_ = loadViews("transforms_train.json");
    test_ = loadViews("transforms_test.json");
    truth_ = readPly(kSample / "mesh_gt.ply").mesh;
    setThreadCount(2);
    Sink sink;
    uninterrupted_ = run(train_, tinySettings(), sink);
    QVERIFY(tiny() != nullptr);
}

void TestInterruptions::resumedRunEqualsAnUninterruptedOne_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<int>("steps");
    QTest::newRow("first level of the shape") << "shape" << 4;
    QTest::newRow("last level of the shape") << "shape" << 17;
    QTest::newRow("textures, before the second search") << "texture" << 2;
    QTest::newRow("textures, after the second search") << "texture" << 9;
    QTest::newRow("textures, after they were enlarged") << "texture" << 12;
}

JobOutcome TestInterruptions::stoppedAndResumed(
    const Settings& settings, const QString& stage, int steps, int all, int questions) {
    const TemporaryFolder folder(std::filesystem::temp_directory_path());
    JobContext::Options options;
    options.checkpoint_folder = folder.path();
    options.fingerprint = "end to end";
    Sink stopping;
    stopping.counted = stage.toStdString();
    stopping.limit = questions > 0 ? -1 : steps;
    options.paused = [&] {
        if (questions > 0 && stopping.seen == steps && ++stopping.asked == questions) {
            stopping.stop.request_stop();
        }
        return false;
    };
    JobOutcome outcome = run(train_, settings, stopping, options);
    options.paused = {};
    if (!std::holds_alternative<JobCancelled>(outcome) || stopping.seen != steps) {
        qWarning("it was not stopped after %d steps but %d", steps, stopping.seen);
        return JobCancelled{};
    }
    options.resume = true;
    Sink counting;
    counting.counted = stage.toStdString();
    outcome = run(train_, settings, counting, options);
    if (counting.seen != all - steps) {
        qWarning("%d steps were left instead of %d", counting.seen, all - steps);
        return JobCancelled{};
    }
    return outcome;
}

void TestInterruptions::resumedRunEqualsAnUninterruptedOne() {
    QFETCH(QString, stage);
    QFETCH(int, steps);
    const JobOutcome outcome =
        stoppedAndResumed(tinySettings(), stage, steps, stage == "shape" ? 24 : 16);
    const Reconstruction* resumed = reconstructionOf(outcome);
    QVERIFY(resumed != nullptr && tiny() != nullptr);
    QCOMPARE(firstDifference(*tiny(), *resumed), std::string());
}

void TestInterruptions::resumedTrialsEqualUninterruptedOnes_data() {
    // 6 and 6 of the first two levels, 8 of the field and 4 of its trial, 2 of each other trial
    QTest::addColumn<QString>("stage");
    QTest::addColumn<int>("steps");
    QTest::addColumn<int>("questions");  // whether to stop, in the middle of the next step
    QTest::newRow("in the radiance field") << "shape" << 15 << 0;
    QTest::newRow("while it is asked what it shows") << "shape" << 20 << 5;
    QTest::newRow("in the trial of what it shows") << "shape" << 22 << 0;
    QTest::newRow("while places are sought that do not fit") << "shape" << 24 << 5;
    QTest::newRow("in the first trial of doubtful parts") << "shape" << 25 << 0;
    QTest::newRow("in the last trial, which is smooth") << "shape" << 29 << 0;
    QTest::newRow("in the second search for materials") << "texture" << 4 << 20;
}

void TestInterruptions::resumedTrialsEqualUninterruptedOnes() {
    QFETCH(QString, stage);
    QFETCH(int, steps);
    QFETCH(int, questions);
    Settings settings = tinySettings();
    settings.values["field_steps"] = "8";
    settings.values["trials"] = "3";
    static const JobOutcome straight = [&] {
        Sink sink;
        return run(train_, settings, sink);
    }();
    const int all = stage == "shape" ? 24 + 8 + 4 + 3 * 2 : 16;
    const JobOutcome outcome = stoppedAndResumed(settings, stage, steps, all, questions);
    const Reconstruction *resumed = reconstructionOf(outcome),
                         *uninterrupted = reconstructionOf(straight);
    QVERIFY(resumed != nullptr && uninterrupted != nullptr);
    QCOMPARE(firstDifference(*uninterrupted, *resumed), std::string());
}

void TestInterruptions::stoppedBetweenThePassesNothingIsDoneTwice_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<int>("texture_steps");  // that are left
    QTest::newRow("at the atlas") << "unwrap" << 16;
    QTest::newRow("at the first step of the textures") << "texture" << 16;
    QTest::newRow("at the scores") << "finish" << 0;
}

void TestInterruptions::stoppedBetweenThePassesNothingIsDoneTwice() {
    QFETCH(QString, stage);
    QFETCH(int, texture_steps);
    const TemporaryFolder folder(std::filesystem::temp_directory_path());
    JobContext::Options options;
    options.checkpoint_folder = folder.path();
    options.fingerprint = "end to end";
    Sink stopping;
    stopping.stop_in = stage.toStdString();
    QVERIFY(std::holds_alternative<JobCancelled>(run(train_, tinySettings(), stopping, options)));
    QVERIFY(hasCheckpoint(folder.path()));

    options.resume = true;
    NarrowSink counting;
    counting.narrow = false;
    const JobOutcome outcome = run(train_, tinySettings(), counting, options);
    const Reconstruction* resumed = reconstructionOf(outcome);
    QVERIFY(resumed != nullptr && tiny() != nullptr);
    QCOMPARE(counting.steps["shape"], 0);
    QCOMPARE(counting.steps["texture"], texture_steps);
    QCOMPARE(firstDifference(*tiny(), *resumed), std::string());
}

void TestInterruptions::resultThatCannotBeWrittenCostsNoStep() {
    const TemporaryFolder folder(std::filesystem::temp_directory_path());
    JobContext::Options options;
    options.checkpoint_folder = folder.path();
    options.fingerprint = "end to end";
    int delivered = 0;
    options.deliver = [&](const Reconstruction&, const JobContext&) {
        if (++delivered == 1) {
            throw Error(Error::Kind::Output, "The disk is full", "Make room.");
        }
    };
    Sink failing;
    const JobOutcome first = run(train_, tinySettings(), failing, options);
    const auto* failure = std::get_if<Failure>(&first);
    QVERIFY(failure != nullptr && failure->kind == Error::Kind::Output);

    options.resume = true;
    NarrowSink counting;
    counting.narrow = false;
    const JobOutcome outcome = run(train_, tinySettings(), counting, options);
    const Reconstruction* resumed = reconstructionOf(outcome);
    QVERIFY(resumed != nullptr && tiny() != nullptr);
    QCOMPARE(delivered, 2);
    QCOMPARE(counting.steps["shape"], 0);
    QCOMPARE(counting.steps["texture"], 0);
    QCOMPARE(firstDifference(*tiny(), *resumed), std::string());
}

void TestInterruptions::damagedStateIsAnInputError_data() {
    QTest::addColumn<QByteArray>("payload");
    const auto join = [](const std::vector<std::string_view>& pieces) {
        return QByteArray::fromStdString(joinBytes(pieces));
    };
    const std::string empty = joinBytes({}), tensor = bytesOfTensors({at::zeros({3})});
    const std::string sizes = bytesOfTensors({at::tensor({32, 256}, at::kInt)});
    QTest::newRow("no state at all") << QByteArray("nothing");
    QTest::newRow("too few pieces") << join({"shape", ""});
    QTest::newRow("empty shape") << join({"shape", sizes, empty, "", "", ""});
    QTest::newRow("shape of wrong tensors")
        << join({"shape", sizes, joinBytes({tensor, "", "", "", "", ""}), "", "", ""});
}

void TestInterruptions::damagedStateIsAnInputError() {
    QFETCH(QByteArray, payload);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    saveCheckpoint(path, "job", 1, payload.toStdString());
    Sink sink;
    JobContext::Options options;
    options.checkpoint_folder = path;
    options.fingerprint = "job";
    options.resume = true;
    const JobOutcome outcome = run(train_, tinySettings(), sink, options);
    const auto* failure = std::get_if<Failure>(&outcome);
    QVERIFY(failure != nullptr);
    QVERIFY2(failure->kind == Error::Kind::BadInput, failure->reason.c_str());
    QVERIFY(failure->hint.find("--overwrite") != std::string::npos);
}

void TestInterruptions::finishGivesWhatIsDone() {
    Sink sink;
    JobContext::Options options;
    options.finish = [&] { return sink.seen >= 3; };
    sink.counted = "shape";
    const JobOutcome outcome = run(train_, tinySettings(), sink, options);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    QVERIFY(!result->complete);
    QCOMPARE(sink.seen, 3);
    QVERIFY(std::any_of(sink.warnings.begin(), sink.warnings.end(), [](const std::string& text) {
        return text.find("on request after 3 of 24 steps") != std::string::npos;
    }));
}

void TestInterruptions::memoryThatRunsOutIsLivedWith() {
    Settings settings = tinySettings();
    settings.values["batch"] = "2";
    settings.values["image_side"] = "288";
    NarrowSink sink;
    const JobOutcome outcome = run(train_, settings, sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr && result->complete);
    QCOMPARE(sink.warnings,
             (std::vector<std::string>{
                 "Out of memory at step 4: views a step 2 -> 1; going on from step 0",
                 "Out of memory at step 4: picture resolution 288 -> 256; going on from step 0"}));
    QCOMPARE(sink.steps["shape"], 24 + 3);  // the first three were done again
    QCOMPARE(sink.steps["texture"], 16 + 3);
    verifySound(result->mesh.mesh);
    const Scores scores = score(*result, test_, truth_);
    QVERIFY(scores.psnr > 20 && scores.surface_l1 < 0.008);  // 21.5 dB, 0.0054
}

QTEST_GUILESS_MAIN(TestInterruptions)
#include "test_interruptions.moc"
