// SPDX-License-Identifier: Apache-2.0
// Jobs one after the other: order, failures, groups, stopping and going on.
#include "ui/job/job_support.h"

#include <QAbstractItemModelTester>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

const QString kCli = QStringLiteral(BOZZETTO_SCRIPTED_CLI);
constexpr int kPatience = 30000;  // milliseconds
const std::map<std::string, std::string> kShort{{"seconds", "0.2"}};

QStringList idsOf(const JobQueue& queue) {
    QStringList ids;
    for (int row = 0; row < queue.rowCount(); ++row) {
        ids.append(queue.index(row).data(JobQueue::IdRole).toString());
    }
    return ids;
}

/// Runs what waits, to the moment when nothing more starts by itself.
bool runAll(JobQueue& queue) {
    QSignalSpy idle(&queue, &JobQueue::idle);
    queue.start();
    return idle.wait(kPatience) && !queue.isRunning();
}

}  // namespace

class TestJobQueue : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { queue_.reset(); }
    void runsInOrder();
    void failureHoldsTheQueueUnlessToldOtherwise();
    void bothStopAtTheFirstFailure();
    void jobsAreReordered();
    void activeJobStays();
    void stopHoldsTheQueueAndResumeGoesOn();
    void pauseAndResumeAreStates();
    void startAgainFromTheBeginning();
    void crashInTheMiddleOffersResume();

private:
    JobState stateOf(const QString& id) const { return queue_->state(id).value(); }
    bool waitForStep(qint64 step) {
        return QTest::qWaitFor([&] { return queue_->currentProgress().step >= step; }, kPatience);
    }

    JobFolder folder_;
    int round_ = 0;
    std::unique_ptr<JobQueue> queue_;
    std::unique_ptr<QAbstractItemModelTester> tester_;
    /// Outputs of one test do not meet those of another.
    Job job(const QString& id,
            const std::string& engine,
            const std::map<std::string, std::string>& values = kShort) const {
        Job job = folder_.job(id + QString::number(round_), engine, values);
        job.id = id;
        return job;
    }
};

void TestJobQueue::init() {
    ++round_;
    queue_ =
        std::make_unique<JobQueue>(kCli, folder_.path(QStringLiteral("jobs")), QString(), nullptr);
    tester_ = std::make_unique<QAbstractItemModelTester>(
        queue_.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestJobQueue::runsInOrder() {
    QSignalSpy started(queue_.get(), &JobQueue::jobStarted);
    QSignalSpy finished(queue_.get(), &JobQueue::jobFinished);
    QSignalSpy previews(queue_.get(), &JobQueue::previewReady);
    queue_->add(job(QStringLiteral("a"), "quick"));
    queue_->add(job(QStringLiteral("b"), "quick"));
    QCOMPARE(queue_->waitingCount(), 2);
    QVERIFY2(started.isEmpty(), "nothing starts before start()");
    QVERIFY(runAll(*queue_));
    QCOMPARE(started.size(), 2);
    QCOMPARE(started[0][0].toString(), QStringLiteral("a"));
    QCOMPARE(finished[1][0].toString(), QStringLiteral("b"));
    QCOMPARE(stateOf(QStringLiteral("b")), JobState::Done);
    QVERIFY(!previews.isEmpty());
    QVERIFY(queue_->index(0)
                .data(JobQueue::StateTextRole)
                .toString()
                .startsWith(QStringLiteral("Done in")));
    queue_->clearEnded();
    QCOMPARE(queue_->count(), 0);
}

void TestJobQueue::failureHoldsTheQueueUnlessToldOtherwise() {
    queue_->add(job(QStringLiteral("bad"), "broken"));
    queue_->add(job(QStringLiteral("good"), "quick"));
    QVERIFY(runAll(*queue_));
    QCOMPARE(stateOf(QStringLiteral("bad")), JobState::Failed);
    QCOMPARE(stateOf(QStringLiteral("good")), JobState::Waiting);
    QVERIFY(queue_->index(0)
                .data(JobQueue::StateTextRole)
                .toString()
                .contains(QStringLiteral("vanished")));
    QVERIFY(runAll(*queue_));
    QCOMPARE(stateOf(QStringLiteral("good")), JobState::Done);

    queue_->setContinueOnError(true);
    queue_->add(job(QStringLiteral("bad2"), "hungry"));
    queue_->add(job(QStringLiteral("good2"), "quick"));
    QVERIFY(runAll(*queue_));
    QCOMPARE(stateOf(QStringLiteral("bad2")), JobState::Failed);
    QCOMPARE(stateOf(QStringLiteral("good2")), JobState::Done);
}

void TestJobQueue::bothStopAtTheFirstFailure() {
    queue_->setContinueOnError(true);
    queue_->addGroup(
        {job(QStringLiteral("first"), "broken"), job(QStringLiteral("second"), "quick")});
    queue_->add(job(QStringLiteral("other"), "quick"));
    QVERIFY(runAll(*queue_));
    QCOMPARE(stateOf(QStringLiteral("first")), JobState::Failed);
    QCOMPARE(stateOf(QStringLiteral("second")), JobState::Skipped);
    QCOMPARE(stateOf(QStringLiteral("other")), JobState::Done);

    // Trying again gives the second its turn, too.
    QSignalSpy finished(queue_.get(), &JobQueue::jobFinished);
    queue_->restartJob(QStringLiteral("first"));
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
    QCOMPARE(stateOf(QStringLiteral("second")), JobState::Skipped);

    queue_->addGroup({job(QStringLiteral("one"), "quick"), job(QStringLiteral("two"), "slow")});
    QVERIFY(runAll(*queue_));
    QCOMPARE(stateOf(QStringLiteral("one")), JobState::Done);
    QCOMPARE(stateOf(QStringLiteral("two")), JobState::Done);
    QCOMPARE(queue_->job(QStringLiteral("one"))->group, queue_->job(QStringLiteral("two"))->group);
}

void TestJobQueue::jobsAreReordered() {
    for (const char* id : {"a", "b", "c", "d"}) {
        queue_->add(job(QLatin1String(id), "quick"));
    }
    QVERIFY(queue_->move(QStringLiteral("d"), -2));
    QCOMPARE(idsOf(*queue_).join(QString()), QStringLiteral("adbc"));
    QVERIFY(queue_->move(QStringLiteral("a"), 1));
    QCOMPARE(idsOf(*queue_).join(QString()), QStringLiteral("dabc"));
    QVERIFY(!queue_->move(QStringLiteral("d"), -1));
    QVERIFY(!queue_->move(QStringLiteral("c"), 1));
    QVERIFY(queue_->moveRows({}, 0, 2, {}, 4));  // as a drag of two to the end
    QCOMPARE(idsOf(*queue_).join(QString()), QStringLiteral("bcda"));
    QVERIFY(!queue_->moveRows({}, 3, 2, {}, 0));
    QVERIFY(queue_->remove(QStringLiteral("c")));
    QSignalSpy started(queue_.get(), &JobQueue::jobStarted);
    QVERIFY(runAll(*queue_));
    QCOMPARE(started.size(), 3);
    QCOMPARE(started[2][0].toString(), QStringLiteral("a"));
}

void TestJobQueue::activeJobStays() {
    const QString id = queue_->add(job(QStringLiteral("active"), "slow", {}));
    queue_->start();
    QVERIFY(waitForStep(1));
    QVERIFY(!queue_->remove(id));
    queue_->clearEnded();
    QCOMPARE(queue_->count(), 1);
    const QString again = queue_->add(job(QStringLiteral("active"), "quick"));
    QVERIFY2(again != id, "ids stay unique");
}

void TestJobQueue::stopHoldsTheQueueAndResumeGoesOn() {
    queue_->setContinueOnError(true);
    const QString id = queue_->add(job(QStringLiteral("long"), "slow", {{"seconds", "2"}}));
    queue_->add(job(QStringLiteral("next"), "quick"));
    QSignalSpy idle(queue_.get(), &JobQueue::idle);
    queue_->start();
    QVERIFY(waitForStep(4));
    queue_->stopCurrent();
    QCOMPARE(stateOf(id), JobState::Stopping);
    QVERIFY(idle.wait(2500));
    QCOMPARE(stateOf(id), JobState::Stopped);
    QCOMPARE(stateOf(QStringLiteral("next")), JobState::Waiting);
    QVERIFY(queue_->outcome(id)->resumable);

    QSignalSpy started(queue_.get(), &JobQueue::jobStarted);
    queue_->resumeJob(id);
    QVERIFY(idle.wait(kPatience));
    QCOMPARE(started[0][0].toString(), id);
    QCOMPARE(stateOf(id), JobState::Done);
    QCOMPARE(stateOf(QStringLiteral("next")), JobState::Done);
}

void TestJobQueue::pauseAndResumeAreStates() {
    const QString id = queue_->add(job(QStringLiteral("paused"), "slow", {}));
    QSignalSpy idle(queue_.get(), &JobQueue::idle);
    queue_->start();
    QVERIFY(waitForStep(2));
    queue_->pauseCurrent();
    QCOMPARE(stateOf(id), JobState::Pausing);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), JobState::Paused, kPatience);
    queue_->resumeCurrent();
    QCOMPARE(stateOf(id), JobState::Running);
    queue_->pauseCurrent();
    queue_->resumeCurrent();  // before the engine has answered
    const qint64 step = queue_->currentProgress().step;
    QVERIFY(waitForStep(step + 3));
    QCOMPARE(stateOf(id), JobState::Running);
    queue_->finishCurrent();
    QCOMPARE(stateOf(id), JobState::Finishing);
    QVERIFY(idle.wait(kPatience));
    QCOMPARE(stateOf(id), JobState::Incomplete);
}

void TestJobQueue::startAgainFromTheBeginning() {
    const QString id = queue_->add(job(QStringLiteral("again"), "quick"));
    QVERIFY(runAll(*queue_));
    QSignalSpy idle(queue_.get(), &JobQueue::idle);
    queue_->restartJob(id);  // over the result that is there
    QVERIFY(idle.wait(kPatience));
    QCOMPARE(stateOf(id), JobState::Done);
    QCOMPARE(queue_->job(id)->start, RunStart::Overwrite);
    queue_->resumeJob(QStringLiteral("unknown"));
    QVERIFY(!queue_->isRunning());
}

void TestJobQueue::crashInTheMiddleOffersResume() {
    queue_->add(job(QStringLiteral("crash"), "scripted", {{"act", "crash"}}));
    queue_->add(job(QStringLiteral("after"), "quick"));
    QVERIFY(runAll(*queue_));
    QCOMPARE(stateOf(QStringLiteral("crash")), JobState::Crashed);
    QCOMPARE(stateOf(QStringLiteral("after")), JobState::Waiting);
    QVERIFY(!queue_->outcome(QStringLiteral("crash"))->hint.isEmpty());
}

QTEST_GUILESS_MAIN(TestJobQueue)
#include "test_job_queue.moc"
