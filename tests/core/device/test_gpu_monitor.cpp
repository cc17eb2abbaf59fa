// SPDX-License-Identifier: Apache-2.0
// The GPU monitor against a driver library of our own (tests/support/fake_nvml.cpp) that works,
// fails, hangs or vanishes.
#include "device/gpu_monitor.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QtTest>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <unistd.h>

using namespace bozzetto;
using namespace std::chrono_literals;

class TestGpuMonitor : public QObject {
    Q_OBJECT

private slots:
    void computerWithoutADriver();
    void driverWithoutAGpu();
    void driverThatIsNotLoaded();
    void figuresOfTwoGpus();
    void shareOfAProcess();
    void errorIsToldInTheDriversWords();
    void oneLostGpuLeavesTheOther();
    void hangingCallIsReported();
    void hangingCallThatComesBack();
    void programEndsWhileACallHangs();
    void vanishedGpus();
    void gpusThatComeBack();
    void samplesTwiceASecond();
};

namespace {

/// A monitor with short times and all reports that it gave.
class Watched {
public:
    explicit Watched(const char* scenario, const char* library = "libnvidia-ml.so.1") {
        ::setenv("BOZZETTO_FAKE_NVML", scenario, 1);
        ::setenv("BOZZETTO_FAKE_NVML_ANEW", "1", 1);
        monitor_ = std::make_unique<GpuMonitor>(GpuMonitor::Options{20ms, 150ms, 100ms, library},
                                                [this](const DeviceReport& report) {
                                                    const std::lock_guard lock(mutex_);
                                                    reports_.push_back(report);
                                                });
    }
    std::vector<DeviceReport> reports() {
        const std::lock_guard lock(mutex_);
        return reports_;
    }
    bool waitFor(GpuState state, size_t count = 1) {
        return QTest::qWaitFor(
            [&] {
                const auto all = reports();
                return std::count_if(all.begin(), all.end(), [&](const DeviceReport& report) {
                           return report.state == state;
                       }) >= static_cast<std::ptrdiff_t>(count);
            },
            4000);
    }
    DeviceReport last() {
        const std::lock_guard lock(mutex_);
        return reports_.back();
    }
    GpuMonitor& monitor() { return *monitor_; }
    void end() { monitor_.reset(); }

private:
    std::mutex mutex_;
    std::vector<DeviceReport> reports_;
    std::unique_ptr<GpuMonitor> monitor_;
};

constexpr uint64_t kMiB = uint64_t{1} << 20;

}  // namespace

void TestGpuMonitor::computerWithoutADriver() {
    Watched watched("two", "libno-such-driver.so.1");
    QVERIFY(watched.waitFor(GpuState::NoDriver, 2));
    QVERIFY(watched.last().gpus.empty());
    QVERIFY(watched.last().host.total > 0);  // main memory is sampled all the same
}

void TestGpuMonitor::driverWithoutAGpu() {
    Watched watched("none");
    QVERIFY(watched.waitFor(GpuState::NoGpu));
    QCOMPARE(watched.last().driver_version, std::string("535.183.01"));
}

void TestGpuMonitor::driverThatIsNotLoaded() {
    Watched watched("no_driver");
    QVERIFY(watched.waitFor(GpuState::NoDriver, 3));
    QCOMPARE(watched.last().problem, std::string("Driver Not Loaded (code 9)"));
}

void TestGpuMonitor::figuresOfTwoGpus() {
    Watched watched("two");
    QVERIFY(watched.waitFor(GpuState::Ok, 5));
    watched.end();
    const auto reports = watched.reports();
    const DeviceReport& first = reports.front();
    QCOMPARE(first.cuda_version, std::string("12.2"));
    QCOMPARE(first.gpus.size(), size_t{2});
    QCOMPARE(first.gpus[0].name, std::string("Example Studio 24"));
    QCOMPARE(first.gpus[0].compute_capability, std::string("8.6"));
    QCOMPARE(first.gpus[0].total, 24576 * kMiB);
    QCOMPARE(first.gpus[0].utilisation, std::optional<int>(37));
    QCOMPARE(first.gpus[1].total, 8192 * kMiB);
    QVERIFY(!first.gpus[1].utilisation);
    for (size_t i = 1; i < 5; ++i) {
        QCOMPARE(reports[i].gpus[0].used - reports[i - 1].gpus[0].used, 64 * kMiB);
    }
}

void TestGpuMonitor::shareOfAProcess() {
    ::setenv("BOZZETTO_FAKE_NVML_PID", std::to_string(::getpid()).c_str(), 1);
    Watched watched("two");
    QVERIFY(watched.waitFor(GpuState::Ok));
    QVERIFY(!watched.last().gpus[0].own);  // nobody is watched yet
    watched.monitor().watch(::getpid());
    QVERIFY(QTest::qWaitFor([&] { return watched.last().gpus[0].own.has_value(); }, 2000));
    QCOMPARE(*watched.last().gpus[0].own, 1536 * kMiB);
    QVERIFY(!watched.last().gpus[1].own);  // the driver says: not available
    QVERIFY(*watched.last().own_resident > kMiB);
    watched.monitor().watch(std::nullopt);
    QVERIFY(QTest::qWaitFor([&] { return !watched.last().gpus[0].own; }, 2000));
    ::unsetenv("BOZZETTO_FAKE_NVML_PID");
}

void TestGpuMonitor::errorIsToldInTheDriversWords() {
    Watched watched("error");
    QVERIFY(watched.waitFor(GpuState::Error, 3));
    QCOMPARE(watched.last().problem, std::string("Unknown Error (code 999)"));
}

void TestGpuMonitor::oneLostGpuLeavesTheOther() {
    Watched watched("half");
    QVERIFY(watched.waitFor(GpuState::Ok, 2));
    QVERIFY(watched.last().gpus[0].problem.empty());
    QVERIFY(watched.last().gpus[0].used > 0);
    QCOMPARE(watched.last().gpus[1].problem, std::string("GPU is lost (code 15)"));
}

void TestGpuMonitor::hangingCallIsReported() {
    Watched watched("hang");
    QVERIFY(watched.waitFor(GpuState::Ok, 2));
    QVERIFY(watched.waitFor(GpuState::Unresponsive, 5));  // goes on reporting
    QCOMPARE(watched.last().gpus.size(), size_t{2});      // the last figures known
    QVERIFY(watched.last().host.total > 0);
    QElapsedTimer timer;
    timer.start();
    watched.end();
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

void TestGpuMonitor::hangingCallThatComesBack() {
    Watched watched("hang_once");
    QVERIFY(watched.waitFor(GpuState::Unresponsive));
    QVERIFY(QTest::qWaitFor([&] { return watched.last().state == GpuState::Ok; }, 3000));
}

void TestGpuMonitor::programEndsWhileACallHangs() {
    QProcess program;
    QElapsedTimer timer;
    timer.start();
    program.start(QCoreApplication::applicationFilePath(), {"--leave-while-hanging"});
    QVERIFY(program.waitForFinished(10000));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 42);  // it saw the hang, and left by its own return
    QVERIFY(timer.elapsed() < 5000);
}

void TestGpuMonitor::vanishedGpus() {
    Watched watched("vanish");
    QVERIFY(watched.waitFor(GpuState::Vanished, 5));
    QCOMPARE(watched.last().problem, std::string("GPU is lost (code 15)"));
    QVERIFY(watched.last().gpus.empty());
}

void TestGpuMonitor::gpusThatComeBack() {
    Watched watched("vanish_back");
    QVERIFY(watched.waitFor(GpuState::Vanished));
    QVERIFY(QTest::qWaitFor([&] { return watched.last().state == GpuState::Ok; }, 3000));
}

void TestGpuMonitor::samplesTwiceASecond() {
    ::setenv("BOZZETTO_FAKE_NVML", "two", 1);
    std::atomic<int> count{0};
    GpuMonitor monitor([&](const DeviceReport&) { ++count; });
    QTest::qWait(2200);
    QVERIFY2(count >= 4 && count <= 6, qPrintable(QString::number(count)));
}

int leaveWhileHanging() {
    Watched watched("hang");
    return watched.waitFor(GpuState::Unresponsive) ? 42 : 1;
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    if (argc > 1 && std::string(argv[1]) == "--leave-while-hanging") {
        return leaveWhileHanging();
    }
    TestGpuMonitor test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_gpu_monitor.moc"
