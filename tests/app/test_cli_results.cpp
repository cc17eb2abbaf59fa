// SPDX-License-Identifier: Apache-2.0
// bozzetto-cli itself: how fast it answers, and what render and evaluate do with a result. The
// photographs are pictures that render drew, so a right evaluate finds (nearly) nothing wrong.
#include "app/cli_process.h"
#include "camera/image_set_reader.h"
#include "image/codec.h"
#include "io/cameras_json.h"
#include "io/hdr.h"
#include "io/ply.h"
#include "io/textured_mesh_io.h"
#include "support/sample_mesh.h"
#include "support/tiny_set.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::testing;
namespace fs = std::filesystem;

class TestCliResults : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void helpAndVersionAreQuick();
    void infoTellsWhatIsThere();
    void renderDrawsAPictureAView_data();
    void renderDrawsAPictureAView();
    void ownCamerasNeedNoPictures();
    void evaluateFindsItsOwnPicturesRight();
    void onlyMeshMapsAndLightAreRead();
    void tableIsForPeople();
    void wrongScaleOfTheMeshIsSeen();
    void evaluateAlignsByTheResultsOwnCameras();
    void masksOfAFolderAreScored();
    void badResultIsRefused_data();
    void badResultIsRefused();

private:
    QString path(const QString& name) const { return folder_.filePath(name); }
    static CliRun run(const QStringList& arguments) { return runProgram(BOZZETTO_CLI, arguments); }
    CliRun render(const QString& output, const QString& mode) const {
        return run({"render",
                    path("result"),
                    "--views",
                    path("set/transforms_train.json"),
                    "--output",
                    path(output),
                    "--mode",
                    mode});
    }
    QJsonObject evaluate(const QString& result, const QStringList& more = {}) const {
        const CliRun done = run(
            QStringList{
                "evaluate", path(result), "--views", path("own/transforms_train.json"), "--json"} +
            more);
        return done.exit_code == 0 ? QJsonDocument::fromJson(done.out.toUtf8()).object()
                                   : QJsonObject();
    }
    void makeResult() const;
    void makeOwnPictures() const;

    QTemporaryDir folder_;
};

namespace {

constexpr int kViews = 3;
constexpr int kSide = 96;

}  // namespace

/// A cube of side 1.2 with a colour ramp, in the middle of the cameras.
void TestCliResults::makeResult() const {
    TexturedMesh mesh = makeSampleMesh(64);
    for (int i = 0; i < 8; ++i) {
        Vec3f& p = mesh.mesh.positions[static_cast<size_t>(i)];
        p = {i & 1 ? 0.6f : -0.6f, i & 2 ? 0.6f : -0.6f, i & 4 ? 0.6f : -0.6f};
        mesh.normals[static_cast<size_t>(i)] = normalize(p);
    }
    mesh.material.normal = {};
    const fs::path folder = path("result").toStdString();
    fs::create_directories(folder);
    writeTexturedMesh(folder, mesh);
    Image light(32, 16, 3);
    for (size_t i = 0; i < light.pixels.size(); ++i) {
        light.pixels[i] = 0.5f + 0.5f * static_cast<float>(i % 96) / 96;
    }
    writeFileAtomically(folder / "light.hdr", encodeHdr(light));
}

/// A set whose photographs, albedo and material maps are pictures of the result.
void TestCliResults::makeOwnPictures() const {
    for (const char* mode : {"shaded", "albedo", "roughness", "metallic"}) {
        QCOMPARE(render(QString("own/") + mode, mode).exit_code, 0);
    }
    const fs::path own = path("own").toStdString();
    nlohmann::json set =
        nlohmann::json::parse(readFile(path("set/transforms_train.json").toStdString()));
    for (int i = 0; i < kViews; ++i) {
        const std::string name = "r_" + std::to_string(i);
        const Image roughness = readRawImage(own / "roughness" / (name + ".png")),
                    metallic = readRawImage(own / "metallic" / (name + ".png"));
        Image packed(roughness.width, roughness.height, 3);
        for (int y = 0; y < packed.height; ++y) {
            for (int x = 0; x < packed.width; ++x) {
                packed.at(x, y)[1] = roughness.at(x, y)[0];
                packed.at(x, y)[2] = metallic.at(x, y)[0];
            }
        }
        writePng(own / (name + "_rm.png"), packed);
        nlohmann::json& frame = set["frames"][static_cast<size_t>(i)];
        frame["file_path"] = "./shaded/" + name;
        frame["albedo_file_path"] = "./albedo/" + name + ".png";
        frame["rm_file_path"] = "./" + name + "_rm.png";
    }
    writeFileAtomically(own / "transforms_train.json", set.dump());
}

void TestCliResults::initTestCase() {
    QVERIFY(folder_.isValid());
    writeTinySet(path("set").toStdString(), kViews, kSide);
    makeResult();
    makeOwnPictures();
}

void TestCliResults::helpAndVersionAreQuick() {
    for (const char* option : {"--version", "--help"}) {
        qint64 best = 1000;
        for (int i = 0; i < 5; ++i) {  // the best of five: the machine may be busy
            QElapsedTimer timer;
            timer.start();
            const CliRun done = run({option});
            best = std::min(best, timer.elapsed());
            QCOMPARE(done.exit_code, 0);
            QVERIFY(done.out.contains("bozzetto-cli") && done.err.isEmpty());
        }
        QVERIFY2(best < 100, qPrintable(QString::number(best)));
    }
    QVERIFY(run({"--version"}).out.contains(BOZZETTO_VERSION));
    const CliRun help = run({"render", "--help"});
    QVERIFY(help.exit_code == 0 && help.out.contains("bozzetto-cli render") &&
            help.out.contains("--mode"));
}

void TestCliResults::infoTellsWhatIsThere() {
    const CliRun text = run({"info", path("set")});
    QCOMPARE(text.exit_code, 0);
    QVERIFY2(text.out.contains("nerf-synthetic") && text.out.contains("96 x 96"),
             qPrintable(text.out));
    const QJsonObject json =
        QJsonDocument::fromJson(run({"info", path("set"), "--json"}).out.toUtf8()).object();
    QCOMPARE(json["v"].toInt(), 1);
    QCOMPARE(json["cameras"].toObject()["count"].toInt(), kViews);
    QCOMPARE(run({"info", path("nowhere")}).exit_code, 3);
}

void TestCliResults::renderDrawsAPictureAView_data() {
    QTest::addColumn<int>("channels");
    for (const char* mode : {"shaded", "normal", "mask"}) {
        QTest::newRow(mode) << 4;
    }
    QTest::newRow("depth") << 1;
}

void TestCliResults::renderDrawsAPictureAView() {
    QFETCH(int, channels);
    const QString mode = QTest::currentDataTag();
    const CliRun done = render("drawn/" + mode, mode);
    QVERIFY2(done.exit_code == 0, qPrintable(done.err));
    QCOMPARE(QDir(path("drawn/" + mode)).entryList({"*.png"}).size(), kViews);
    QCOMPARE(done.out.split('\n', Qt::SkipEmptyParts).size(), kViews);
    ImageHeader header;
    ReadOptions options;
    options.header = &header;
    const Image image =
        readRawImage(path("drawn/" + mode + "/r_0.png").toStdString(), RawScale::Integer, options);
    QCOMPARE(image.width, kSide);
    QCOMPARE(image.channels, channels);
    QCOMPARE(header.bits, mode == "depth" ? 16 : 8);
    if (mode ==
        "depth") {  // the camera is 3 away from the middle, the cube's near side 0.6 before it
        QVERIFY(std::fabs(image.at(kSide / 2, kSide / 2)[0] - 2400) <= 1);
        QCOMPARE(image.at(1, 1)[0], 0.0f);
    } else {
        QCOMPARE(image.at(kSide / 2, kSide / 2)[3], 255.0f);
        QCOMPARE(image.at(1, 1)[3], 0.0f);
    }
}

void TestCliResults::ownCamerasNeedNoPictures() {
    Camera camera;
    camera.width = 40, camera.height = 30;
    camera.fx = camera.fy = 40, camera.cx = 20, camera.cy = 15;
    camera.world_from_camera.m[2][3] = 3;
    writeFileAtomically(path("cameras.json").toStdString(), encodeCamerasJson({{"above", camera}}));
    const CliRun done = run({"render",
                             path("result"),
                             "--views",
                             path("cameras.json"),
                             "--output",
                             path("above"),
                             "--mode",
                             "mask"});
    QVERIFY2(done.exit_code == 0, qPrintable(done.err));
    const Image mask = readRawImage(path("above/above.png").toStdString());
    QVERIFY(mask.width == 40 && mask.height == 30 && mask.at(20, 15)[0] == 1.0f &&
            mask.at(0, 0)[0] == 0.0f);
}

void TestCliResults::evaluateFindsItsOwnPicturesRight() {
    const QJsonObject scores = evaluate("result", {"--mesh", path("result/mesh.ply")});
    QCOMPARE(scores["v"].toInt(), 1);
    QCOMPARE(scores["views"].toInt(), kViews);
    QVERIFY2(scores["psnr"].toDouble() > 45,
             qPrintable(QString::number(scores["psnr"].toDouble())));
    QVERIFY(scores["psnr_masked"].toDouble() > 40);
    QVERIFY(scores["ssim"].toDouble() > 0.995);
    QVERIFY(scores["mask_iou"].toDouble() > 0.9999);
    QVERIFY(scores["albedo_psnr"].toDouble() > 40);
    QVERIFY(scores["roughness_error"].toDouble() < 0.004 &&
            scores["metallic_error"].toDouble() < 0.004);
    QVERIFY(scores["surface_l1"].toDouble() < 1e-6);
    QCOMPARE(scores["fscore_05"].toDouble(), 1.0);
    QVERIFY(scores["normal_error_deg"].toDouble() < 0.1);
    QCOMPARE(scores["closed"].toBool(), true);
    QCOMPARE(scores["edge_manifold"].toBool(), true);
    QCOMPARE(scores["components"].toInt(), 1);
    QCOMPARE(scores["degenerate_faces"].toInt(), 0);
    QCOMPARE(scores["triangles"].toInt(), 12);
}

void TestCliResults::onlyMeshMapsAndLightAreRead() {
    const fs::path bare = path("bare").toStdString();
    fs::create_directories(bare);
    for (const auto& entry : fs::directory_iterator(path("result").toStdString())) {
        const fs::path ending = entry.path().extension();
        if (ending == ".obj" || ending == ".mtl" || ending == ".png" || ending == ".hdr") {
            fs::copy(entry.path(), bare / entry.path().filename());
        }
    }
    QVERIFY(!fs::exists(bare / "mesh.ply"));
    const QJsonObject whole = evaluate("result");
    QVERIFY(!whole.isEmpty());
    QCOMPARE(evaluate("bare"), whole);
    QCOMPARE(evaluate("bare/mesh.obj"), whole);
}

void TestCliResults::tableIsForPeople() {
    const CliRun done = run({"evaluate",
                             path("result"),
                             "--views",
                             path("own/transforms_train.json"),
                             "--mesh",
                             path("result/mesh.ply")});
    QCOMPARE(done.exit_code, 0);
    for (const char* words : {"PSNR",
                              " dB",
                              "SSIM",
                              "mask IoU",
                              "albedo PSNR",
                              "roughness error",
                              "metallic error",
                              "Surface-L1",
                              "F-score at 1 %",
                              "normal error",
                              "closed",
                              "yes",
                              "components"}) {
        QVERIFY2(done.out.contains(words), words);
    }
}

void TestCliResults::wrongScaleOfTheMeshIsSeen() {
    TexturedMesh truth = readPly(path("result/mesh.ply").toStdString());
    for (Vec3f& p : truth.mesh.positions) {
        p = p * 1.1f;
    }
    truth.uvs.clear();
    truth.uv_triangles.clear();
    writeFileAtomically(path("larger.ply").toStdString(), encodePly(truth, ""));
    const QJsonObject scores = evaluate("result", {"--mesh", path("larger.ply")});
    // Sides 0.06 apart, the true box's diagonal 1.32 sqrt(3).
    QVERIFY(std::fabs(scores["surface_l1"].toDouble() - 0.06 / (1.32 * std::sqrt(3.0))) < 0.002);
    QVERIFY(scores["fscore_05"].toDouble() < 0.1);
}

void TestCliResults::evaluateAlignsByTheResultsOwnCameras() {
    // The result as it would be with cameras estimated in other units from another origin.
    const auto moved = [](Vec3d p) { return p * 0.25 + Vec3d{3, -2, 5}; };
    TexturedMesh mesh = readTexturedMesh(path("result/mesh.obj").toStdString());
    for (Vec3f& p : mesh.mesh.positions) {
        const Vec3d q = moved({p.x, p.y, p.z});
        p = {static_cast<float>(q.x), static_cast<float>(q.y), static_cast<float>(q.z)};
    }
    const fs::path folder = path("estimated").toStdString();
    fs::create_directories(folder);
    writeTexturedMesh(folder, mesh);
    fs::copy(path("result/light.hdr").toStdString(), folder / "light.hdr");
    NamedCameras cameras;
    for (const View& view : loadImageSet(path("own/transforms_train.json").toStdString()).views) {
        cameras.push_back({view.name, *view.camera});
        const Vec3d position = moved(view.camera->position());
        for (int i = 0; i < 3; ++i) {
            cameras.back().second.world_from_camera.m[i][3] = position[i];
        }
    }
    cameras[1].second.fx *= 1.01;
    writeFileAtomically(folder / "cameras.json", encodeCamerasJson(cameras));

    const QStringList truth = {"--mesh", path("result/mesh.ply")};
    QVERIFY(evaluate("estimated", truth)["surface_l1"].toDouble() > 0.5);
    const QJsonObject scores = evaluate("estimated", truth + QStringList{"--align", "--seen"});
    QCOMPARE(scores["cameras"].toInt(), kViews);
    QCOMPARE(scores["cameras_missing"].toInt(), 0);
    QVERIFY(scores["position_error_worst"].toDouble() < 1e-6);
    QVERIFY(scores["rotation_error_worst_deg"].toDouble() < 1e-5);
    QVERIFY(scores["focal_error"].toDouble() < 1e-9);  // the median
    QVERIFY(scores["surface_l1"].toDouble() < 1e-5);
    QCOMPARE(scores["beyond_truth"].toDouble(), 0.0);
    QVERIFY(scores["psnr"].toDouble() > 45 && scores["mask_iou"].toDouble() > 0.999);

    // Without its cameras it cannot be aligned.
    const CliRun done =
        run({"evaluate", path("result"), "--views", path("own/transforms_train.json"), "--align"});
    QVERIFY(done.exit_code == 3 && done.err.contains("cameras.json"));
}

void TestCliResults::masksOfAFolderAreScored() {
    const fs::path masks = path("masks").toStdString();
    fs::create_directories(masks);
    const ImageSet truth = loadImageSet(path("own/transforms_train.json").toStdString());
    double worst = 1;
    for (std::size_t i = 0; i + 1 < truth.views.size(); ++i) {  // the last one has no mask
        const Image& image = truth.views[i].image;
        Image mask(image.width, image.height, 1);
        int64_t both = 0, either = 0;
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                const bool object = image.at(x, y)[3] >= 0.5f;
                const bool is_cut = i == 1 && y < image.height / 2;
                *mask.at(x, y) = object && !is_cut ? 1.0f : 0.0f;
                both += object && !is_cut ? 1 : 0;
                either += object ? 1 : 0;
            }
        }
        worst = std::min(worst, static_cast<double>(both) / static_cast<double>(either));
        writePng(masks / (truth.views[i].name + ".png"), mask);
    }
    const QJsonObject scores = evaluate("result", {"--masks", path("masks")});
    QCOMPARE(scores["masks"].toInt(), kViews - 1);
    QCOMPARE(scores["masks_missing"].toInt(), 1);
    QVERIFY(std::fabs(scores["masks_iou_worst"].toDouble() - worst) < 1e-9);
    QVERIFY(std::fabs(scores["masks_iou"].toDouble() - (1 + worst) / 2) < 1e-9);
}

void TestCliResults::badResultIsRefused_data() {
    QTest::addColumn<QString>("broken");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("said");
    QTest::newRow("M03 no mesh") << "mesh.obj" << QByteArray() << "mesh.obj";
    QTest::newRow("E01 broken mesh")
        << "mesh.obj" << QByteArray("v 0 0 0\nf 1 2 3\n") << "line 2: vertex 2 does not exist";
    QTest::newRow("A04 texture is text")
        << "mesh_BaseColor.png" << QByteArray("hello") << "mesh_BaseColor.png";
    QTest::newRow("light is text")
        << "light.hdr" << QByteArray("hello") << "is not a Radiance picture";
    QTest::newRow("no light") << "light.hdr" << QByteArray() << "has no light.hdr";
}

void TestCliResults::badResultIsRefused() {
    QFETCH(QString, broken);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, said);
    const fs::path folder = path("broken").toStdString();
    fs::remove_all(folder);
    fs::copy(path("result").toStdString(), folder);
    fs::remove(folder / broken.toStdString());
    if (!bytes.isEmpty()) {
        writeFileAtomically(folder / broken.toStdString(), bytes.toStdString());
    }
    const CliRun done =
        run({"evaluate", path("broken"), "--views", path("own/transforms_train.json")});
    QCOMPARE(done.exit_code, 3);
    QVERIFY2(done.err.contains(path("broken")) && done.err.contains(said), qPrintable(done.err));
    QVERIFY(done.err.split('\n', Qt::SkipEmptyParts).size() >= 2);  // what is wrong, what to do
}

QTEST_GUILESS_MAIN(TestCliResults)
#include "test_cli_results.moc"
