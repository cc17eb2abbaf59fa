// SPDX-License-Identifier: Apache-2.0
// bozzetto-cli export: files, refusals with exit codes, and JSON for scripts.
#include "app/cli_process.h"
#include "io/textured_mesh_io.h"
#include "support/sample_mesh.h"

#include <QJsonArray>
#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::testing;

class TestCliExport : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void writesForATarget();
    void dryRunWritesNothing();
    void refusals_data();
    void refusals();

private:
    QString path(const QString& name) const { return folder_.filePath(name); }
    CliRun run(const QStringList& arguments) const {
        return runProgram(BOZZETTO_SCRIPTED_CLI, QStringList{"export", path("result")} + arguments);
    }
    QTemporaryDir folder_;
};

void TestCliExport::initTestCase() {
    QVERIFY(QDir().mkpath(path("result")));
    writeTexturedMesh(path("result").toStdString(), makeSampleMesh(32));
}

void TestCliExport::writesForATarget() {
    const QStringList arguments{
        "--to", path("out"), "--target", "unreal", "--name", "box", "--json"};
    const CliRun done = run(arguments);
    QVERIFY2(done.exit_code == 0, qPrintable(done.err));
    const QJsonObject json = QJsonDocument::fromJson(done.out.toUtf8()).object();
    QCOMPARE(json["unit"].toString(), QString("cm"));
    QCOMPARE(json["triangles"].toInt(), 12);
    QVERIFY(std::abs(json["size"].toArray()[1].toDouble() - 12345.7) < 0.1);  // up is y
    QCOMPARE(json["files"].toArray().size(), 5);
    for (const QJsonValue& file : json["files"].toArray()) {
        const QFileInfo info(file["path"].toString());
        QCOMPARE(static_cast<double>(info.size()), file["bytes"].toDouble());
    }
    QVERIFY(QFile::exists(path("out/box.obj")) && QFile::exists(path("out/T_box_ORM.png")));

    const CliRun again = run(arguments);
    QCOMPARE(again.exit_code, 7);
    QVERIFY(again.err.contains("exists already"));
    QCOMPARE(run(arguments + QStringList{"--overwrite"}).exit_code, 0);
}

void TestCliExport::dryRunWritesNothing() {
    const CliRun done = run({"--to", path("no/stool.ply"), "--dry-run", "--up=-y", "--unit", "mm"});
    QVERIFY2(done.exit_code == 0, qPrintable(done.err));
    QVERIFY2(done.out.contains("stool.ply") && done.out.contains("mm"), qPrintable(done.out));
    QVERIFY(!QFile::exists(path("no")));
}

void TestCliExport::refusals_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exit_code");
    QTest::addColumn<QString>("said");
    QTest::newRow("target") << QStringList{"--to", "x", "--target", "blendr"} << 2 << "blender";
    QTest::newRow("unit") << QStringList{"--to", "x", "--unit", "parsec"} << 2 << "unit";
    QTest::newRow("number") << QStringList{"--to", "x", "--triangles", "many"} << 2 << "many";
    QTest::newRow("option") << QStringList{"--to", "x", "--targt", "web"} << 2 << "--target";
    QTest::newRow("folder") << QStringList{"--to", "/proc/x"} << 6 << "/proc/x";
}

void TestCliExport::refusals() {
    QFETCH(QStringList, arguments);
    QFETCH(int, exit_code);
    QFETCH(QString, said);
    const CliRun done = run(arguments);
    QCOMPARE(done.exit_code, exit_code);
    QVERIFY2(done.err.contains(said), qPrintable(done.err));
}

QTEST_GUILESS_MAIN(TestCliExport)
#include "test_cli_export.moc"
