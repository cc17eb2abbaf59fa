// SPDX-License-Identifier: Apache-2.0
// packaging/check-style.sh finds what it is there to find. (The test `style` runs it over the whole
// tree.)
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

class TestStyle : public QObject {
    Q_OBJECT

private slots:
    void findingIsReported_data();
    void findingIsReported();
    void cleanFileIsNotReported();
};

namespace {

struct Outcome {
    int exit_code = -1;
    QString output;
};

Outcome checkStyle(const QString& path) {
    QProcess process;
    process.start(QStringLiteral(BOZZETTO_SOURCE_DIR "/packaging/check-style.sh"), {path});
    if (!process.waitForFinished(30000)) {
        return {};
    }
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput())};
}

void writeFile(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

const QByteArray kSpdx("// SPDX-License-Identifier: Apache-2.0\n");

}  // namespace

void TestStyle::findingIsReported_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("finding");
    QTest::newRow("no licence line") << "a.cpp" << QByteArray("int a = 0;\n") << "SPDX";
    QTest::newRow("trailing space")
        << "a.sh" << QByteArray("# SPDX-License-Identifier: Apache-2.0\nls \n")
        << "space at the end";
    QTest::newRow("no last line end") << "a.h" << kSpdx + "struct A {};"
                                      << "no line end";
    QTest::newRow("format") << "a.cpp" << kSpdx + "int  a=0;\n"
                            << "clang-format";
    QTest::newRow("unfinished work") << "a.md"
                                     << QByteArray(
                                            "TO"
                                            "DO: write this\n")
                                     << "forbidden";
    QTest::newRow("path of a machine") << "a.json"
                                       << QByteArray(
                                              "{\"path\": \"/ho"
                                              "me/someone/data\"}\n")
                                       << "forbidden";
    QTest::newRow("large file") << "a.bin" << QByteArray(600 * 1024, '\0') << "512 KB";
}

void TestStyle::findingIsReported() {
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, finding);
    const QTemporaryDir folder;
    const QString path = folder.filePath("with space " + name);
    writeFile(path, bytes);
    const Outcome outcome = checkStyle(path);
    QCOMPARE(outcome.exit_code, 1);
    QVERIFY2(outcome.output.contains(finding), qPrintable(outcome.output));
    QVERIFY(outcome.output.contains(name));
}

void TestStyle::cleanFileIsNotReported() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("a.cpp");
    writeFile(path, kSpdx + "int a = 0;\n");
    const Outcome outcome = checkStyle(path);
    QVERIFY2(outcome.exit_code == 0, qPrintable(outcome.output));
    QCOMPARE(outcome.output, QString());
}

QTEST_GUILESS_MAIN(TestStyle)
#include "test_style.moc"
