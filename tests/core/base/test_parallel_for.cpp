// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"

#include <QtTest>

#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <tuple>

using namespace bozzetto;

class TestParallelFor : public QObject {
    Q_OBJECT

private slots:
    void partitionCoversEveryElementOnceAndIsFixed_data();
    void partitionCoversEveryElementOnceAndIsFixed();
    void tasksAreAllDone();
    void firstExceptionComesBackAndThePoolGoesOn();
    void nestedCallsRunInPlace();
    void cleanup() { setThreadCount(2); }
    void differentTasksAllRunAndTheFirstFailureIsTold();
};

void TestParallelFor::partitionCoversEveryElementOnceAndIsFixed_data() {
    QTest::addColumn<int>("threads");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("grain");
    for (const int threads : {1, 2, 3, 8}) {
        for (const int count : {0, 1, 7, 1000}) {
            for (const int grain : {1, 100}) {
                QTest::newRow(qPrintable(QString("%1 threads, %2 elements, grain %3")
                                             .arg(threads)
                                             .arg(count)
                                             .arg(grain)))
                    << threads << count << grain;
            }
        }
    }
}

void TestParallelFor::partitionCoversEveryElementOnceAndIsFixed() {
    QFETCH(int, threads);
    QFETCH(int, count);
    QFETCH(int, grain);
    setThreadCount(threads);
    using Ranges = std::set<std::tuple<int64_t, int64_t, int>>;
    const auto partition = [&] {
        Ranges ranges;
        std::mutex mutex;
        parallelFor(count, grain, [&](int64_t begin, int64_t end, int worker) {
            const std::lock_guard lock(mutex);
            ranges.insert({begin, end, worker});
        });
        return ranges;
    };
    const Ranges ranges = partition();
    QVERIFY(static_cast<int>(ranges.size()) <= threads);
    int64_t next = 0;
    int worker = 0;
    for (const auto& [begin, end, of] : ranges) {
        QCOMPARE(begin, next);
        QCOMPARE(of, worker++);
        QVERIFY(end > begin && (ranges.size() == 1 || end - begin >= grain));
        next = end;
    }
    QCOMPARE(next, int64_t{count});
    for (int i = 0; i < 20; ++i) {
        QVERIFY(partition() == ranges);
    }
}

void TestParallelFor::tasksAreAllDone() {
    setThreadCount(4);
    std::vector<std::atomic<int>> done(500);
    parallelTasks(500, [&](int64_t task, int worker) {
        QVERIFY(worker >= 0 && worker < 4);
        ++done[static_cast<size_t>(task)];
    });
    for (const auto& count : done) {
        QCOMPARE(count.load(), 1);
    }
}

void TestParallelFor::firstExceptionComesBackAndThePoolGoesOn() {
    setThreadCount(3);
    for (int round = 0; round < 20; ++round) {
        QVERIFY_EXCEPTION_THROWN(parallelFor(300,
                                             1,
                                             [](int64_t begin, int64_t, int) {
                                                 if (begin > 0) {
                                                     throw std::runtime_error("worker");
                                                 }
                                             }),
                                 std::runtime_error);
        std::atomic<int64_t> sum{0};
        parallelFor(300, 1, [&](int64_t begin, int64_t end, int) { sum += end - begin; });
        QCOMPARE(sum.load(), int64_t{300});
    }
}

void TestParallelFor::nestedCallsRunInPlace() {
    setThreadCount(4);
    std::atomic<int64_t> sum{0};
    parallelFor(8, 1, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            parallelFor(100, 1, [&](int64_t b, int64_t e, int) { sum += e - b; });
        }
    });
    QCOMPARE(sum.load(), int64_t{800});
}

void TestParallelFor::differentTasksAllRunAndTheFirstFailureIsTold() {
    for (const int threads : {1, 4}) {
        setThreadCount(threads);
        std::atomic<int> done{0};
        std::vector<std::function<void()>> tasks(20, [&] { ++done; });
        parallelRun(tasks);
        QCOMPARE(done.load(), 20);
        tasks[17] = [] { throw std::runtime_error("the second"); };
        tasks[3] = [] {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            throw std::runtime_error("the first");
        };
        try {
            parallelRun(tasks);
            QFAIL("nothing was thrown");
        } catch (const std::runtime_error& error) {
            QCOMPARE(std::string(error.what()), std::string("the first"));
        }
        QCOMPARE(done.load(), 38);
    }
    parallelRun({});
}

QTEST_GUILESS_MAIN(TestParallelFor)
#include "test_parallel_for.moc"
