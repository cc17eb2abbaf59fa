// SPDX-License-Identifier: Apache-2.0
// Main memory as the kernel tells it, with the limits of control groups of both versions.
#include "device/host_memory.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace bozzetto;

class TestHostMemory : public QObject {
    Q_OBJECT

private slots:
    void computerWithoutLimits();
    void limitOfAGroupAboveCounts();
    void firstVersionOfControlGroups();
    void nothingKnown();
    void ownProcess();
    void thisComputer();
};

namespace {

constexpr uint64_t kMiB = uint64_t{1} << 20;
const QByteArray kMeminfo(
    "MemTotal:       16384000 kB\nMemFree:         1000 kB\n"
    "MemAvailable:    8192000 kB\n");

class Root {
public:
    void write(const QString& name, const QByteArray& text) const {
        const QString path = folder_.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    HostMemory read() const { return readHostMemory(folder_.path().toStdString()); }
    std::string path() const { return folder_.path().toStdString(); }

private:
    QTemporaryDir folder_;
};

}  // namespace

void TestHostMemory::computerWithoutLimits() {
    const Root root;
    root.write("proc/meminfo", kMeminfo);
    root.write("proc/self/cgroup", "0::/user.slice/a\n");
    root.write("sys/fs/cgroup/user.slice/a/memory.max", "max\n");
    const HostMemory memory = root.read();
    QCOMPARE(memory.total, 16000 * kMiB);
    QCOMPARE(memory.available, 8000 * kMiB);
    QCOMPARE(memory.used(), 8000 * kMiB);
    QVERIFY(!memory.limited);
}

void TestHostMemory::limitOfAGroupAboveCounts() {
    const Root root;
    root.write("proc/meminfo", kMeminfo);
    root.write("proc/self/cgroup", "0::/jobs/a\n");
    root.write("sys/fs/cgroup/jobs/a/memory.max", "max\n");
    root.write("sys/fs/cgroup/jobs/memory.max", QByteArray::number(qint64(4096 * kMiB)));
    root.write("sys/fs/cgroup/jobs/memory.current", QByteArray::number(qint64(3000 * kMiB)));
    root.write("sys/fs/cgroup/jobs/memory.stat",
               "anon 5\ninactive_file " + QByteArray::number(qint64(1000 * kMiB)) + "\n");
    const HostMemory memory = root.read();
    QCOMPARE(memory.total, 4096 * kMiB);
    QCOMPARE(memory.available, 2096 * kMiB);  // read files make room
    QVERIFY(memory.limited);
}

void TestHostMemory::firstVersionOfControlGroups() {
    const Root root;
    root.write("proc/meminfo", kMeminfo);
    root.write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/box\n0::/\n");
    root.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    root.write("sys/fs/cgroup/memory/box/memory.limit_in_bytes",
               QByteArray::number(qint64(2048 * kMiB)));
    root.write("sys/fs/cgroup/memory/box/memory.usage_in_bytes",
               QByteArray::number(qint64(2048 * kMiB)));
    const HostMemory memory = root.read();
    QCOMPARE(memory.total, 2048 * kMiB);
    QCOMPARE(memory.available, uint64_t{0});
}

void TestHostMemory::nothingKnown() {
    const Root root;
    QCOMPARE(root.read().total, uint64_t{0});
    root.write("proc/meminfo", "rubbish\nMemTotal: many kB\n");
    QCOMPARE(root.read().total, uint64_t{0});
    QVERIFY(!readProcessMemory(7, root.path()));
    QVERIFY(!readProcessMemory(-1));
}

void TestHostMemory::ownProcess() {
    const auto before = readProcessMemory(::getpid());
    QVERIFY(before.has_value());
    {
        std::vector<char> block(96 * kMiB, 1);
        const auto during = readProcessMemory(::getpid());
        QVERIFY(during->resident >= before->resident + 90 * kMiB);
        QVERIFY(block[12345] == 1);
    }
    const auto after = readProcessMemory(::getpid());
    QVERIFY(after->resident < before->resident + 40 * kMiB);
    QVERIFY(after->peak >= before->resident + 90 * kMiB);
}

void TestHostMemory::thisComputer() {
    const HostMemory memory = readHostMemory();
    QVERIFY(memory.total > 256 * kMiB);
    QVERIFY(memory.available <= memory.total);
    QVERIFY(readProcessMemory(::getpid())->resident <= memory.total);
}

QTEST_GUILESS_MAIN(TestHostMemory)
#include "test_host_memory.moc"
