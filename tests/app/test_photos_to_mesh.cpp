// SPDX-License-Identifier: Apache-2.0
// Photographs on a table and nothing else, to a mesh: cameras, masks and surface against the truth
// of the bundled photographs, of which two thirds are enough. The bars are those of an artist who
// wants to use the mesh; the usual figures are much better (tests/bench/README.md).
#include "app/cli_process.h"

#include <QStandardPaths>
#include <QtTest>

using namespace bozzetto::testing;

class TestPhotosToMesh : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void phasesComeInOrder();
    void camerasAreRight();
    void masksAreRight();
    void surfaceIsRightWhereItIsSeen();
    void camerasAreNotEstimatedTwice();

private:
    QString path(const QString& name) const { return folder_.filePath(name); }
    CliRun run(const QStringList& arguments) const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_CACHE_HOME", path("cache"));
        return runProgram(BOZZETTO_CLI, arguments, environment, 280'000);
    }
    static QString sample(const QString& name) {
        return QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/samples/") + name;
    }

    QTemporaryDir folder_;
    CliRun run_;
    QString cameras_;  // the second estimate's report
    QJsonObject scores_;
};

void TestPhotosToMesh::initTestCase() {
    if (QStandardPaths::findExecutable("colmap").isEmpty()) {
        QSKIP("COLMAP is not installed (Debian package colmap)");
    }
    // The truth knows its pictures by their place beside it.
    QVERIFY(QDir().mkdir(path("images")));
    for (int i = 1; i <= 30; ++i) {
        const QString name = QString("/IMG_%1.jpg").arg(i, 4, 10, QChar('0'));
        QVERIFY(i % 3 == 0 || QFile::link(sample("pip7-photos") + name, path("images") + name));
    }
    QVERIFY(QFile::link(QStringLiteral(BOZZETTO_TEST_DATA "/photos/masks"), path("masks")));
    QVERIFY(
        QFile::copy(QStringLiteral(BOZZETTO_TEST_DATA "/photos/truth.json"), path("truth.json")));
    run_ = run({"reconstruct",
                path("images"),
                "--output",
                path("out"),
                "--preset",
                "draft",
                "--set",
                "texture_iterations=16",
                "--events"});
    QVERIFY2(run_.exit_code == 0, qPrintable(run_.err));
    const CliRun cameras =
        run({"cameras", path("images"), "--output", path("cameras.json"), "--json"});
    QVERIFY2(cameras.exit_code == 0, qPrintable(cameras.err));
    cameras_ = cameras.out;
    const CliRun masks =
        run({"masks", path("images"), "--cameras", path("cameras.json"), "--output", path("made")});
    QVERIFY2(masks.exit_code == 0, qPrintable(masks.err));
    const CliRun scores = run({"evaluate",
                               path("out/nvdiffrec"),
                               "--views",
                               path("truth.json"),
                               "--mesh",
                               sample("pip7/mesh_gt.ply"),
                               "--masks",
                               path("made"),
                               "--align",
                               "--seen",
                               "--json"});
    QVERIFY2(scores.exit_code == 0, qPrintable(scores.err));
    scores_ = QJsonDocument::fromJson(scores.out.toUtf8()).object();
}

void TestPhotosToMesh::phasesComeInOrder() {
    QStringList stages;
    double fraction = 0;
    for (const QJsonObject& event : run_.events()) {
        if (event["event"] == "stage") {
            stages.append(event["name"].toString());
        }
        if (event["event"] == "progress") {
            QVERIFY(event["fraction"].toDouble() >= fraction);
            fraction = event["fraction"].toDouble();
        }
    }
    QCOMPARE(stages.mid(0, 3), QStringList({"cameras", "masks", "hull"}));
    QVERIFY(fraction > 0.95);
}

void TestPhotosToMesh::camerasAreRight() {
    QCOMPARE(scores_["cameras"].toInt(), 20);
    QVERIFY(scores_["focal_error"].toDouble() <= 0.01);
    QVERIFY(scores_["position_error"].toDouble() <= 0.005);
    QVERIFY(scores_["rotation_error_deg"].toDouble() <= 0.3);
}

void TestPhotosToMesh::masksAreRight() {
    const double iou = scores_["masks_iou"].toDouble();
    QVERIFY2(iou >= 0.95, qPrintable(QString::number(iou)));
}

void TestPhotosToMesh::surfaceIsRightWhereItIsSeen() {
    const double l1 = scores_["surface_l1"].toDouble();
    QVERIFY2(l1 > 0 && l1 <= 0.006, qPrintable(QString::number(l1)));
    QVERIFY(scores_["beyond_truth"].toDouble() <= 0.005);  // the table is not in the mesh
    QVERIFY(scores_["closed"].toBool());
    QVERIFY(scores_["edge_manifold"].toBool());
}

void TestPhotosToMesh::camerasAreNotEstimatedTwice() {
    const QJsonObject report = QJsonDocument::fromJson(cameras_.toUtf8()).object();
    QVERIFY2(
        cameras_.simplified().contains("\"from_cache\": true") || report["from_cache"].toBool(),
        qPrintable(cameras_.left(2000)));
    QVERIFY(QFile::exists(path("cameras.json")));
}

QTEST_GUILESS_MAIN(TestPhotosToMesh)
#include "test_photos_to_mesh.moc"
