// SPDX-License-Identifier: Apache-2.0
// Writing a result with the disk failing at every single call, and with the process killed at any
// moment: what stands in the output folder is the old result or the new one, whole. The linker
// sends write, fsync, close and the renames of our code through this file (--wrap).
#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "pipeline/output_lock.h"
#include "pipeline/write_result.h"
#include "support/memory_folder.h"
#include "support/sample_mesh.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cerrno>
#include <csignal>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

using namespace bozzetto;
namespace fs = std::filesystem;

namespace {

enum class Call { None, Write, Fsync, Close, Rename };

/// Fails the `at`-th call of a kind with `error`; counts them all.
struct Fault {
    Call call = Call::None;
    int at = 0, error = 0, seen = 0;
    bool hits(Call kind) { return call == kind && ++seen == at; }
} fault;

}  // namespace

extern "C" {
ssize_t __real_write(int fd, const void* data, size_t size);
int __real_fsync(int fd);
int __real_close(int fd);
int __real_rename(const char* from, const char* to);
int __real_renameat2(
    int from_folder, const char* from, int to_folder, const char* to, unsigned flags);

ssize_t __wrap_write(int fd, const void* data, size_t size) {
    if (fault.hits(Call::Write)) {
        if (fault.error == 0) {
            return __real_write(fd, data, size / 2 + 1);  // a short write is no failure
        }
        errno = fault.error;
        return -1;
    }
    return __real_write(fd, data, size);
}
int __wrap_fsync(int fd) {
    if (fault.hits(Call::Fsync)) {
        errno = fault.error;
        return -1;
    }
    return __real_fsync(fd);
}
int __wrap_close(int fd) {
    const int result = __real_close(fd);
    if (fault.hits(Call::Close)) {
        errno = fault.error;
        return -1;
    }
    return result;
}
int __wrap_rename(const char* from, const char* to) {
    if (fault.hits(Call::Rename)) {
        errno = fault.error;
        return -1;
    }
    return __real_rename(from, to);
}
int __wrap_renameat2(
    int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
    if (fault.hits(Call::Rename)) {
        errno = fault.error;
        return -1;
    }
    return __real_renameat2(from_folder, from, to_folder, to, flags);
}
}

class TestExportFaults : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyFailingCallLeavesTheOldOrTheNewResult_data();
    void everyFailingCallLeavesTheOldOrTheNewResult();
    void shortAndInterruptedWritesAreContinued();
    void fullDiskIsReportedWithItsNeed();
    void killedProcessLeavesAWholeResult();

private:
    void write(int version);
    std::map<std::string, std::string> content() const;

    QTemporaryDir folder_{testing::memoryFolderTemplate()};
    fs::path output_, work_;
    EngineInfo engine_;
    std::map<std::string, std::string> versions_[2];
};

void TestExportFaults::initTestCase() {
    // So that the n-th call is the same one each time, and a forked process, which has none of its
    // parent's other threads, does not wait for them.
    setThreadCount(1);
    QVERIFY(folder_.isValid());
    output_ = fs::path(folder_.path().toStdString()) / "out";
    work_ = output_ / ".bozzetto";
    fs::create_directories(work_);
    engine_.id = "scripted";
    for (int version = 0; version < 2; ++version) {
        write(version);
        versions_[version] = content();
    }
    QVERIFY(versions_[0].size() == 11 && versions_[0] != versions_[1]);
}

void TestExportFaults::write(int version) {
    Reconstruction result;
    result.mesh = testing::makeSampleMesh();
    result.mesh.mesh.positions[0].x = static_cast<float>(version);
    result.mesh.material.base_color.pixels[0] = static_cast<float>(version);
    result.light = Image(16, 8, 3, 1.0f);
    RunRecord run;
    run.job.output = "out";
    writeResult(output_, work_, engine_, result, run);
}

/// Bytes of every file of the result; the report without the memory, which changes from run to run.
std::map<std::string, std::string> TestExportFaults::content() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(output_ / "scripted")) {
        const std::string name = entry.path().filename().string();
        files[name] = name == "report.json" ? "present" : readFile(entry.path());
    }
    return files;
}

void TestExportFaults::everyFailingCallLeavesTheOldOrTheNewResult_data() {
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("error");
    QTest::addColumn<bool>("must_fail");
    QTest::newRow("H01 ENOSPC on write") << static_cast<int>(Call::Write) << ENOSPC << true;
    QTest::newRow("H02 EDQUOT on write") << static_cast<int>(Call::Write) << EDQUOT << true;
    QTest::newRow("H02 EFBIG on write") << static_cast<int>(Call::Write) << EFBIG << true;
    QTest::newRow("H03 EIO on write") << static_cast<int>(Call::Write) << EIO << true;
    QTest::newRow("H03 EIO on fsync")
        << static_cast<int>(Call::Fsync) << EIO << false;  // of a folder it is only a precaution
    QTest::newRow("H03 EIO on close") << static_cast<int>(Call::Close) << EIO
                                      << false;  // of a file that was read it says nothing
    QTest::newRow("H03 EROFS on rename") << static_cast<int>(Call::Rename) << EROFS
                                         << false;  // a swap that fails is done in two steps
}

void TestExportFaults::everyFailingCallLeavesTheOldOrTheNewResult() {
    QFETCH(int, call);
    QFETCH(int, error);
    QFETCH(bool, must_fail);
    write(0);
    int failures = 0;
    for (int at = 1;; ++at) {
        fault = {static_cast<Call>(call), at, error, 0};
        std::optional<Error> caught;
        try {
            write(1);
        } catch (const Error& what) {
            caught = what;
        }
        const bool struck = fault.seen >= at;
        fault = {};
        if (!struck) {
            QVERIFY(!caught);
            break;
        }
        QVERIFY(caught || !must_fail);
        QVERIFY2(content() == versions_[caught ? 0 : 1], qPrintable(QString::number(at)));
        QVERIFY(fs::is_empty(work_));
        if (caught) {
            ++failures;
            QCOMPARE(caught->kind(), Error::Kind::Output);
            QVERIFY2(std::string(caught->what()).find(output_.string()) != std::string::npos,
                     caught->what());
            QVERIFY2(std::string(caught->what()).find(std::strerror(error)) != std::string::npos,
                     caught->what());
            QVERIFY(!caught->hint().empty());
        }
        write(0);
    }
    QVERIFY2(failures >= 11, qPrintable(QString::number(failures)));  // once for each file at least
}

void TestExportFaults::shortAndInterruptedWritesAreContinued() {
    for (const int error : {0, EINTR}) {
        write(0);
        fault = {Call::Write, 3, error, 0};
        write(1);
        fault = {};
        QVERIFY(content() == versions_[1]);
    }
}

void TestExportFaults::fullDiskIsReportedWithItsNeed() {
    fault = {Call::Write, 1, ENOSPC, 0};
    QString said;
    try {
        writeFileAtomically(output_ / "big", std::string(3 << 20, 'x'));
    } catch (const Error& error) {
        said = error.what() + QString::fromStdString(error.hint());
    }
    fault = {};
    QVERIFY2(said.contains("3 MiB are needed") && said.contains("are free") &&
                 said.contains("Free some space"),
             qPrintable(said));
    QVERIFY(!fs::exists(output_ / "big"));
}

void TestExportFaults::killedProcessLeavesAWholeResult() {  // H12
    write(0);
    int versions_seen[2] = {0, 0};
    for (int round = 0; round < 60; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            for (int version = 1;; version = 1 - version) {
                write(version);
            }
        }
        QVERIFY(child > 0);
        ::usleep(static_cast<useconds_t>(3000 + 977 * (round % 30)));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const auto found = content();
        QVERIFY(found == versions_[0] || found == versions_[1]);
        ++versions_seen[found == versions_[1] ? 1 : 0];
    }
    QVERIFY2(versions_seen[0] > 0 && versions_seen[1] > 0, "the children wrote nothing");
    { const OutputLock next(output_); }
    QVERIFY2(!fs::exists(work_), "the next run clears away what was half-written");
    fs::create_directories(work_);
}

QTEST_GUILESS_MAIN(TestExportFaults)
#include "test_export_faults.moc"
