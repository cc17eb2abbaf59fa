// SPDX-License-Identifier: Apache-2.0
// bozzetto-cli cameras as a process, with a program that behaves like COLMAP
// (core/sfm/fake_colmap.h).
#include "app/cli_process.h"
#include "camera/camera_document.h"
#include "camera/camera_file.h"
#include "camera/image_set_reader.h"
#include "core/sfm/fake_colmap.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace bozzetto;
using namespace bozzetto::testing;
namespace fs = std::filesystem;
using test::FakeColmap;

class TestCliCameras : public QObject {
    Q_OBJECT

private slots:
    void init();
    void writtenCamerasAreReadBack();
    void eventsTellTheWholeStory();
    void reportIsPrintedAsJson();
    void camerasOfAnotherProgramAreConverted();
    void signalEndsTheProgramToo();
    void mistakesHaveTheirExitCodes();

private:
    QString path(const char* name) const { return folder_->filePath(name); }
    QStringList basics(const QString& output) const {
        return {"cameras",
                path("photos"),
                "--output",
                output,
                "--no-cache",
                "--program",
                QString::fromStdString(colmap_->program().string())};
    }
    CliRun run(const QStringList& arguments) const {
        return runProgram(QStringLiteral(BOZZETTO_CLI), arguments);
    }

    std::optional<QTemporaryDir> folder_;
    std::optional<FakeColmap> colmap_;
};

void TestCliCameras::init() {
    folder_.emplace();
    const fs::path root = folder_->path().toStdString();
    FakeColmap::writePictures(root / "photos");
    colmap_.emplace(root / "fake");
}

void TestCliCameras::writtenCamerasAreReadBack() {
    const QString output = path("photos/transforms.json");
    const CliRun run = this->run(basics(output));
    QVERIFY2(run.exit_code == 0, qPrintable(run.err));
    QCOMPARE(run.out.trimmed(), output);
    // As a file of its own, without the pictures.
    const CameraFile file = readCameraFile(output.toStdString());
    QCOMPARE(file.cameras.size(), size_t{FakeColmap::kPictures});
    QCOMPARE(file.cloud.points.size(), size_t{400});
    QCOMPARE(file.cloud.pictures.size(), size_t{FakeColmap::kPictures});
    QCOMPARE(file.cloud.pictures.front(), file.cameras.front().picture);
    // As the set's own cameras.
    const SetSource set = findImageSet(path("photos").toStdString());
    QCOMPARE(set.views.size(), size_t{FakeColmap::kPictures});
    QVERIFY(set.estimated_cameras);
    QCOMPARE(set.cloud.points.size(), size_t{400});
    QCOMPARE(set.cloud.points[5].seen_by.size(), size_t{FakeColmap::kPictures});
    for (const ViewSource& view : set.views) {
        QVERIFY(view.world_from_camera.has_value());
        const auto& names = set.cloud.pictures;
        QVERIFY(std::find(names.begin(), names.end(), view.name) != names.end());
    }
    // What the window reads of it.
    const QJsonObject own =
        QJsonDocument::fromJson(bytesOf(output)).object()["bozzetto"].toObject();
    QCOMPARE(own["report"].toObject()["registered"].toInt(), FakeColmap::kPictures);
    QCOMPARE(own["scene"].toObject()["up"].toArray().size(), qsizetype{3});
    QVERIFY(own["scene"].toObject()["region"].toObject().contains("half_size"));
    QVERIFY(fs::exists(path("photos/transforms.ply").toStdString()));
}

void TestCliCameras::eventsTellTheWholeStory() {
    const CliRun run = this->run(basics(path("cameras.json")) << "--events");
    QCOMPARE(run.exit_code, 0);
    QCOMPARE(run.event("start")["views"].toInt(), FakeColmap::kPictures);
    QStringList stages;
    double weight = 0, fraction = 0;
    for (const QJsonObject& event : run.events()) {
        QVERIFY(event["v"].toInt() == 1);
        if (event["event"] == "stage") {
            stages << event["name"].toString();
            weight += event["weight"].toDouble();
        }
        if (event["event"] == "progress") {
            QVERIFY(event["fraction"].toDouble() >= fraction);
            fraction = event["fraction"].toDouble();
        }
    }
    QCOMPARE(stages.join(' '), QStringLiteral("pictures features matching mapping refining"));
    QVERIFY(std::abs(weight - 1) < 1e-9 && fraction > 0.99);
    const QJsonObject result = run.event("result");
    QCOMPARE(result["path"].toString(), path("cameras.json"));
    QCOMPARE(result["report"].toObject()["program"].toString(), QStringLiteral("COLMAP 3.8"));
    QVERIFY(!fs::exists(path("cameras.so-far.json").toStdString()));
}

void TestCliCameras::reportIsPrintedAsJson() {
    colmap_->writeModel("0", {0, 1, 2, 3, 4});
    const CliRun run = this->run(basics(path("cameras.json")) << "--json"
                                                              << "--exclude"
                                                              << "a b");
    QVERIFY2(run.exit_code == 0, qPrintable(run.err));
    const QJsonObject report = QJsonDocument::fromJson(run.out.toUtf8()).object();
    QCOMPARE(report["pictures"].toArray().size(), qsizetype{FakeColmap::kPictures - 1});
    QCOMPARE(report["registered"].toInt(), FakeColmap::kPictures - 1);
    for (const QJsonValue picture : report["pictures"].toArray()) {
        QVERIFY(picture.toObject()["view"].toString() != "a b");
    }
}

void TestCliCameras::camerasOfAnotherProgramAreConverted() {
    const QString ours = path("cameras.json"), again = path("converted.json");
    QCOMPARE(run(basics(ours)).exit_code, 0);
    const CliRun converted = run({"cameras",
                                  path("photos"),
                                  "--cameras",
                                  ours,
                                  "--convention",
                                  "as-read",
                                  "--output",
                                  again});
    QVERIFY2(converted.exit_code == 0, qPrintable(converted.err));
    const CameraFile a = readCameraFile(ours.toStdString()),
                     b = readCameraFile(again.toStdString());
    QCOMPARE(a.cameras.size(), b.cameras.size());
    for (size_t i = 0; i < a.cameras.size(); ++i) {
        QCOMPARE(a.cameras[i].picture, b.cameras[i].picture);
        for (int k = 0; k < 12; ++k) {
            QVERIFY(std::abs(a.cameras[i].world_from_camera->m[k / 4][k % 4] -
                             b.cameras[i].world_from_camera->m[k / 4][k % 4]) < 1e-9);
        }
        QCOMPARE(a.cameras[i].intrinsics.fx, b.cameras[i].intrinsics.fx);
    }
    // For another program.
    QCOMPARE(run({"cameras",
                  path("photos"),
                  "--cameras",
                  ours,
                  "--convention",
                  "as-read",
                  "--format",
                  "colmap-text",
                  "--output",
                  path("model")})
                 .exit_code,
             0);
    const CameraFile model = readColmapModel(path("model").toStdString());
    QCOMPARE(model.cameras.size(), a.cameras.size());
    QCOMPARE(model.cloud.points.size(), a.cloud.points.size());
}

void TestCliCameras::signalEndsTheProgramToo() {
    colmap_->write("hangs.txt", "matches_importer");
    QProcess process;
    process.start(QStringLiteral(BOZZETTO_CLI), basics(path("cameras.json")) << "--events");
    QVERIFY(process.waitForStarted());
    const std::string pids = colmap_->file("pids.txt").string();
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(QString::fromStdString(pids)).size() > 0, 20000);
    QElapsedTimer timer;
    timer.start();
    process.terminate();
    const CliRun run = finishCli(process);
    QVERIFY(timer.elapsed() < 1500);
    QCOMPARE(run.exit_code, 128 + SIGTERM);
    QVERIFY(!run.event("interrupted").isEmpty());
    std::ifstream file(pids);
    for (pid_t pid = 0; file >> pid;) {
        QTRY_VERIFY_WITH_TIMEOUT(!test::isAlive(pid), 1000);
    }
    QVERIFY(!fs::exists(path("cameras.json").toStdString()));
}

void TestCliCameras::mistakesHaveTheirExitCodes() {
    const QString output = path("cameras.json");
    QCOMPARE(run({"cameras", path("photos")}).exit_code, 2);  // no output
    QCOMPARE(run(basics(output) << "--matching"
                                << "hopeful")
                 .exit_code,
             2);
    QStringList missing = basics(output);
    missing.last() = path("nothing");
    const CliRun no_program = run(missing << "--events");
    QCOMPARE(no_program.event("error")["code"].toString(), QStringLiteral("unsupported"));
    QVERIFY(no_program.event("error")["hint"].toString().contains("apt install colmap"));
    const CliRun no_format = run(basics(output) << "--format"
                                                << "maya");
    QVERIFY(no_format.exit_code != 0 && no_format.err.contains("transforms"));
    QVERIFY(run({"cameras", path("nowhere"), "--output", output}).exit_code == 3);
}

QTEST_GUILESS_MAIN(TestCliCameras)
#include "test_cli_cameras.moc"
