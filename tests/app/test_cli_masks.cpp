// SPDX-License-Identifier: Apache-2.0
// bozzetto-cli masks as a process: cameras on the way (core/sfm/fake_colmap.h stands for COLMAP),
// masks for other programs, and photographs of all shapes in one set.
#include "app/cli_process.h"
#include "camera/camera_file.h"
#include "camera/image_set_reader.h"
#include "camera/mask_export.h"
#include "core/camera/synthetic_set.h"
#include "core/image/photo_files.h"
#include "core/sfm/fake_colmap.h"
#include "image/codec.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::testing;
namespace fs = std::filesystem;
using test::FakeColmap;

namespace {

/// Stored pixels that EXIF orientation 6 turns into the picture, and their camera: right in them is
/// down in the picture, up in them is right in it.
cv::Mat storedOf(const cv::Mat& upright) {
    cv::Mat stored;
    cv::rotate(upright, stored, cv::ROTATE_90_COUNTERCLOCKWISE);
    return stored;
}
Camera storedOf(const Camera& upright) {
    Camera stored = upright;
    std::swap(stored.width, stored.height);
    std::swap(stored.fx, stored.fy);
    stored.cx = 0.5 * stored.width, stored.cy = 0.5 * stored.height;
    for (int i = 0; i < 3; ++i) {
        const auto& row = upright.world_from_camera.m[i];
        stored.world_from_camera.m[i][0] = -row[1];
        stored.world_from_camera.m[i][1] = row[0];
    }
    return stored;
}

/// Intersection over union with an alpha picture.
double agreement(const Image& mask, const cv::Mat& alpha) {
    if (mask.width != alpha.cols || mask.height != alpha.rows) {
        return 0;
    }
    int both = 0, either = 0;
    for (int y = 0; y < mask.height; ++y) {
        for (int x = 0; x < mask.width; ++x) {
            const bool a = mask.at(x, y)[0] > 0.5f, b = alpha.at<uchar>(y, x) > 127;
            both += a && b ? 1 : 0;
            either += a || b ? 1 : 0;
        }
    }
    return static_cast<double>(both) / std::max(1, either);
}

/// Two spheres before black, by cameras of three sizes and two lenses, three of them turned.
struct MixedPhotographs {
    struct Photo {
        std::string name;  // of the file
        cv::Mat alpha;     // of the stored pixels
    };

    explicit MixedPhotographs(const fs::path& root) {
        CameraFile model;
        for (int i = 0; i < 9; ++i) {
            const bool is_portrait = i % 3 == 1, is_large = i % 4 == 3;
            Camera camera = test::orbitCamera(i, 9, 128);
            camera.width = is_portrait ? 96 : is_large ? 192 : 128;
            camera.height = is_portrait ? 128 : is_large ? 144 : 96;
            camera.fx = camera.fy = is_large ? 1.9 * 128 : 1.2 * 128;
            camera.cx = 0.5 * camera.width, camera.cy = 0.5 * camera.height;
            const cv::Mat rgba = test::render(camera).color;
            const cv::Mat pixels = is_portrait ? storedOf(rgba) : rgba;
            const std::string name = "photo" + std::to_string(i) + ".jpg";
            test::writeBytes(
                root / "images" / name,
                test::jpegWithExif(
                    test::encode(".jpg", test::withoutAlpha(pixels)),
                    test::exifOf({test::shortEntry(0x0112, is_portrait ? 6 : 1)}, {})));
            photos.push_back({name, test::alphaOf(pixels)});
            // Programs differ in whether they turn a photograph before they solve it.
            turned += is_portrait && i != 4 ? 1 : 0;
            add(model, name, is_portrait && i == 4 ? storedOf(camera) : camera);
        }
        writeCameraFile(model, root / "sparse" / "0", "colmap-text");
    }

    std::vector<Photo> photos;
    int turned = 0;  // that the model knows as portraits

private:
    static void add(CameraFile& model, const std::string& name, const Camera& camera) {
        FileCamera entry;
        entry.picture = name;
        Intrinsics& in = entry.intrinsics;
        in.width = camera.width, in.height = camera.height;
        in.fx = camera.fx, in.fy = camera.fy, in.cx = camera.cx, in.cy = camera.cy;
        entry.world_from_camera = camera.world_from_camera;
        model.cameras.push_back(std::move(entry));
        model.cloud.pictures.push_back(name);
    }
};

}  // namespace

class TestCliMasks : public QObject {
    Q_OBJECT

private slots:
    void init();
    void camerasAreEstimatedOnTheWay();
    void picturesBeforeAPlainBackgroundNeedNone();
    void picturesOfAllShapesAreOneSet();
    void masksOfOtherProgramsHaveTheirNames();
    void photographsAreNotOverwritten();

private:
    QString path(const char* name) const { return folder_->filePath(name); }
    fs::path file(const char* name) const { return path(name).toStdString(); }
    /// With programs from `programs` before those of the system.
    CliRun run(const QStringList& arguments, const QString& programs = {}) const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_CACHE_HOME", path("cache"));
        environment.insert(
            "PATH",
            programs.isEmpty() ? path("nothing") : programs + ":" + environment.value("PATH"));
        return runProgram(QStringLiteral(BOZZETTO_CLI), arguments, environment);
    }

    std::optional<QTemporaryDir> folder_;
};

void TestCliMasks::init() {
    folder_.emplace();
}

void TestCliMasks::camerasAreEstimatedOnTheWay() {
    FakeColmap::writePictures(file("photos"));
    const SetSource set = findImageSet(file("photos"));
    std::vector<int> order(FakeColmap::kPictures);
    for (size_t k = 0; k < set.views.size(); ++k) {
        for (int i = 0; i < FakeColmap::kPictures; ++i) {
            if (set.views[k].image.stem() == FakeColmap::pictureName(i)) {
                order[static_cast<size_t>(i)] = static_cast<int>(k);
            }
        }
    }
    const FakeColmap colmap(file("fake"));
    colmap.writeModel("0", {0, 1, 2, 3, 4, 5}, order);
    const CliRun run =
        this->run({"masks", path("photos"), "--output", path("made"), "--events"}, path("fake"));
    QVERIFY2(run.exit_code == 0, qPrintable(run.out + run.err));
    QStringList stages;
    double weight = 0, fraction = 0;
    int masks = 0, told = 0;
    for (const QJsonObject& event : run.events()) {
        if (event["event"] == "stage") {
            stages << event["name"].toString();
            weight += event["weight"].toDouble();
        } else if (event["event"] == "progress") {
            QVERIFY(event["fraction"].toDouble() >= fraction);
            fraction = event["fraction"].toDouble();
        }
        masks += event["event"] == "mask" ? 1 : 0;
        told += event["text"].toString().startsWith("The cameras of 6 of 6 pictures") ? 1 : 0;
    }
    QVERIFY2(stages.join(' ').startsWith("pictures features matching mapping refining background"),
             qPrintable(stages.join(' ')));
    QVERIFY(weight < 1 + 1e-9 && fraction > 0.9);
    QCOMPARE(masks, FakeColmap::kPictures);
    QCOMPARE(told, 1);  // the summary: once
    const QJsonObject report = run.event("result")["report"].toObject();
    QCOMPARE(report["cameras"].toObject()["registered"].toInt(), FakeColmap::kPictures);
    QCOMPARE(report["cameras"].toObject()["up_from"].toString(), QString("table"));
    QCOMPARE(report["method"].toString(), QString("graph cut"));
    QVERIFY(report["table"].isObject());
    // Without the program: what to install, and no half of a result.
    const CliRun without = this->run({"masks", path("photos"), "--output", path("none")});
    QVERIFY(without.exit_code != 0 && without.err.contains("apt install colmap"));
    QVERIFY(!fs::exists(file("none")));
}

void TestCliMasks::picturesBeforeAPlainBackgroundNeedNone() {
    const MixedPhotographs photographs(file("set"));
    fs::remove_all(file("set/sparse"));
    const CliRun run = this->run({"masks", path("set"), "--output", path("made"), "--json"});
    QVERIFY2(run.exit_code == 0, qPrintable(run.err));
    const QJsonObject report = QJsonDocument::fromJson(run.out.toUtf8()).object();
    QCOMPARE(report["method"].toString(), QString("plain background"));
    QVERIFY(report["cameras"].isNull());
    QCOMPARE(report["masks"].toInt(), 9);
}

void TestCliMasks::picturesOfAllShapesAreOneSet() {
    const MixedPhotographs photographs(file("set"));
    const CliRun info = run({"info", path("set"), "--json"});
    QVERIFY2(info.exit_code == 0, qPrintable(info.err));
    const QJsonObject found = QJsonDocument::fromJson(info.out.toUtf8()).object();
    QCOMPARE(found["cameras"].toObject()["count"].toInt(), 9);
    const QJsonArray focal = found["cameras"].toObject()["focal_lengths_px"].toArray();
    QVERIFY(std::abs(focal[0].toDouble() - 153.6) < 0.1);
    QVERIFY(std::abs(focal[1].toDouble() - 243.2) < 0.1);
    std::map<std::pair<int, int>, int> sizes;
    for (const QJsonValue size : found["images"].toObject()["sizes"].toArray()) {
        sizes[{size["width"].toInt(), size["height"].toInt()}] = size["count"].toInt();
    }
    const int large = 1;  // photo 3; photo 7 is large and a portrait: a portrait
    const std::map<std::pair<int, int>, int> expected{{{96, 128}, photographs.turned},
                                                      {{128, 96}, 9 - photographs.turned - large},
                                                      {{192, 144}, large}};
    QVERIFY2(sizes == expected, qPrintable(info.out.left(600)));
    // For a program that knows the stored pixels only.
    const CliRun masks =
        run({"masks", path("set"), "--output", path("made"), "--format", "colmap", "--json"});
    QVERIFY2(masks.exit_code == 0, qPrintable(masks.err));
    QVERIFY(QJsonDocument::fromJson(masks.out.toUtf8()).object()["region"].isObject());
    for (const MixedPhotographs::Photo& photo : photographs.photos) {
        const double iou =
            agreement(readRawImage(file("made") / (photo.name + ".png")), photo.alpha);
        QVERIFY2(iou > 0.9,
                 qPrintable(QString::fromStdString(photo.name) + QString(" %1").arg(iou)));
    }
}

void TestCliMasks::masksOfOtherProgramsHaveTheirNames() {
    const MixedPhotographs photographs(file("set"));
    const CliRun run = this->run(
        {"masks", path("set"), "--output", path("made"), "--format", "realityscan", "--events"});
    QVERIFY2(run.exit_code == 0, qPrintable(run.out + run.err));
    int files = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(file("made"))) {
        ++files;
        QVERIFY2(entry.path().string().ends_with(".jpg.mask.png"), entry.path().c_str());
    }
    QCOMPARE(files, 9);
    const Image mask = readRawImage(file("made/photo0.jpg.mask.png"));
    QVERIFY(mask.at(2, 2)[0] > 0.9f);  // there, white is what is masked out
    QCOMPARE(run.event("result")["report"].toObject()["masks"].toInt(), 9);
    const CliRun unknown =
        this->run({"masks", path("set"), "--output", path("made"), "--format", "maya"});
    QVERIFY(unknown.exit_code == 3);
    QVERIFY(unknown.err.contains("realityscan"));
    const QString help = this->run({"masks", "--help"}).out;
    for (const MaskConvention& convention : maskConventions()) {
        QVERIFY2(help.contains(QString::fromStdString(convention.id)), convention.id.c_str());
    }
}

void TestCliMasks::photographsAreNotOverwritten() {
    for (int i = 0; i < 4; ++i) {
        const cv::Mat rgba = test::render(test::orbitCamera(i, 4, 96)).color;
        test::writeBytes(file("set") / ("a" + std::to_string(i) + ".png"),
                         test::encode(".png", test::withoutAlpha(rgba)));
    }
    const QByteArray before = bytesOf(path("set/a0.png"));
    for (const char* format : {"bozzetto", "nvdiffrec", "alpha"}) {
        const CliRun run =
            this->run({"masks", path("set"), "--output", path("set"), "--format", format});
        QVERIFY2(run.exit_code == 3, qPrintable(run.err));
        QVERIFY2(run.err.contains("overwritten"), qPrintable(run.err));
        QCOMPARE(bytesOf(path("set/a0.png")), before);
    }
}

QTEST_GUILESS_MAIN(TestCliMasks)
#include "test_cli_masks.moc"
