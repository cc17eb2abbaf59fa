// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "pipeline/checkpoint.h"
#include "pipeline/job_context.h"
#include "support/memory_folder.h"

#include <QTemporaryDir>
#include <QtTest>

#include <thread>

using namespace bozzetto;
namespace fs = std::filesystem;

class TestCheckpoint : public QObject {
    Q_OBJECT

private slots:
    void newestIsRead();
    void damageAnywhereFallsBackToTheOneBefore();
    void truncationAtEveryLengthIsRefused();
    void anotherJobAndAnotherVersionAreRefusedByName();
    void contextResumesWithEarlierTime();
    void pauseIsNotComputingTime();
    void stopIsThrownBetweenSteps();
};

namespace {

/// A sink for tests that look at the context only.
class NoSink final : public JobSink {
public:
    void onStage(const std::string&, int64_t, double) override {}
    void onProgress(int64_t, int64_t) override {}
    void onMetric(const std::string&, double, int64_t) override {}
    void onWarning(const std::string&) override {}
    void onPreview(const PreviewMesh&) override {}
};

std::string messageOf(const std::function<void()>& function) {
    try {
        function();
    } catch (const Error& error) {
        return error.hint().empty() ? "no hint" : error.what();
    }
    return "nothing was thrown";
}

bool contains(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

void TestCheckpoint::newestIsRead() {
    const QTemporaryDir folder(testing::memoryFolderTemplate());
    const fs::path path = fs::path(folder.path().toStdString()) / "work";
    QVERIFY(!hasCheckpoint(path) && !loadCheckpoint(path, "job").checkpoint);
    for (int i = 1; i <= 5; ++i) {
        saveCheckpoint(path, "job", i, "state " + std::to_string(i));
    }
    const LoadedCheckpoint loaded = loadCheckpoint(path, "job");
    QVERIFY(loaded.checkpoint && loaded.warning.empty());
    QCOMPARE(loaded.checkpoint->payload, std::string("state 5"));
    QCOMPARE(loaded.checkpoint->elapsed_s, 5.0);
    QCOMPARE(std::distance(fs::directory_iterator(path), fs::directory_iterator()), 2);
    removeCheckpoints(path);
    QVERIFY(!hasCheckpoint(path));
}

void TestCheckpoint::damageAnywhereFallsBackToTheOneBefore() {  // G02, J12
    const QTemporaryDir folder(testing::memoryFolderTemplate());
    const fs::path path = folder.path().toStdString();
    saveCheckpoint(path, "job", 1, "old");
    saveCheckpoint(path, "job", 2, "new");
    const std::string good = readFile(path / "checkpoint-b");
    for (size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 4);
        writeFileAtomically(path / "checkpoint-b", bad);
        const LoadedCheckpoint loaded = loadCheckpoint(path, "job");
        QVERIFY2(loaded.checkpoint && loaded.checkpoint->payload == "old",
                 qPrintable(QString::number(i)));
        QVERIFY(contains(loaded.warning, "checkpoint-b"));
    }
    saveCheckpoint(path, "job", 3, "newer");  // goes over the damaged one
    QCOMPARE(loadCheckpoint(path, "job").checkpoint->payload, std::string("newer"));
    QVERIFY(loadCheckpoint(path, "job").warning.empty());
}

void TestCheckpoint::truncationAtEveryLengthIsRefused() {  // G01
    const QTemporaryDir folder(testing::memoryFolderTemplate());
    const fs::path path = folder.path().toStdString();
    saveCheckpoint(path, "job", 1, std::string(300, 'x'));
    const std::string good = readFile(path / "checkpoint-a");
    for (size_t length = 0; length < good.size(); length += 5) {
        writeFileAtomically(path / "checkpoint-a", good.substr(0, length));
        const std::string said = messageOf([&] { loadCheckpoint(path, "job"); });
        QVERIFY2(contains(said, "checkpoint-a"), said.c_str());
    }
}

void TestCheckpoint::anotherJobAndAnotherVersionAreRefusedByName() {  // J11, G03
    const QTemporaryDir folder(testing::memoryFolderTemplate());
    const fs::path path = folder.path().toStdString();
    saveCheckpoint(path, "job", 1, "state");
    QVERIFY(contains(messageOf([&] { loadCheckpoint(path, "other"); }),
                     "checkpoint-a: belongs to another job"));
    std::string newer = readFile(path / "checkpoint-a");
    newer.resize(newer.size() - 64);
    newer[8] = 9;
    writeFileAtomically(path / "checkpoint-a", newer + sha256(newer));
    QVERIFY(contains(messageOf([&] { loadCheckpoint(path, "job"); }), "another version (format 9"));
}

void TestCheckpoint::contextResumesWithEarlierTime() {
    const QTemporaryDir folder(testing::memoryFolderTemplate());
    NoSink sink;
    JobContext::Options options;
    options.checkpoint_folder = folder.path().toStdString();
    options.fingerprint = "job";
    saveCheckpoint(options.checkpoint_folder, "job", 1000, "state");
    JobContext fresh(options, sink);
    QVERIFY(!fresh.loadCheckpoint());
    options.resume = true;
    options.time_limit = std::chrono::duration<double>(60);
    JobContext resumed(options, sink);
    QCOMPARE(*resumed.loadCheckpoint(), std::string("state"));
    QVERIFY(resumed.elapsed() >= 1000 && resumed.elapsed() < 1010);
    QVERIFY2(resumed.remaining() > 50, "the limit counts this run only");
    resumed.saveCheckpoint("more");
    QVERIFY(loadCheckpoint(options.checkpoint_folder, "job").checkpoint->elapsed_s >= 1000);
}

void TestCheckpoint::pauseIsNotComputingTime() {
    NoSink sink;
    JobContext::Options options;
    const auto start = std::chrono::steady_clock::now();
    options.paused = [&] {
        return std::chrono::steady_clock::now() - start < std::chrono::milliseconds(300);
    };
    options.time_limit = std::chrono::duration<double>(10);
    JobContext job(options, sink);
    job.stage("work", 2, 1);
    job.advance();
    job.finish();
    QVERIFY(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(300));
    QVERIFY(job.elapsed() < 0.2);
    QVERIFY(job.remaining() > 9.8);
    QVERIFY(job.stageTimes().at(0).seconds < 0.2);
}

void TestCheckpoint::stopIsThrownBetweenSteps() {
    NoSink sink;
    std::stop_source stop;
    JobContext::Options options;
    options.stop = stop.get_token();
    options.paused = [] { return true; };  // a stop ends a pause
    JobContext job(options, sink);
    std::thread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        stop.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(job.stage("work", 2, 1), Cancelled);
    later.join();
}

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "test_checkpoint.moc"
