// SPDX-License-Identifier: Apache-2.0
// The object "bozzetto" of a transforms file: points with tracks go out and come back; what nobody
// should trust is refused with its place.
#include "base/error.h"
#include "base/files.h"
#include "camera/camera_document.h"
#include "camera/image_set_reader.h"
#include "camera/json_file.h"
#include "camera/own_references.h"
#include "image/codec.h"

#include <QTemporaryDir>
#include <QtTest>

#include <functional>

using namespace bozzetto;
using nlohmann::json;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(std::function<void(json&)>)

class TestCameraDocument : public QObject {
    Q_OBJECT

private slots:
    void pointsComeBack();
    void fileOutsideOfThePicturesFolderIsASet();
    void strangersFileLeadsNowhere_data();
    void strangersFileLeadsNowhere();
    void lensWithoutWordsIsRefused();
    void hostileFileIsRefused_data();
    void hostileFileIsRefused();
};

namespace {

CameraDocument sample(const fs::path& folder) {
    CameraDocument document;
    for (int i = 0; i < 3; ++i) {
        CameraDocument::Frame frame;
        frame.camera.picture = "view " + std::to_string(i);
        Intrinsics& in = frame.camera.intrinsics;
        in.width = 640, in.height = 480, in.fx = 700.25, in.fy = 701.5, in.cx = 318, in.cy = 242;
        in.lens.k1 = -0.02;
        Mat4d pose;
        pose.m[0][3] = 1.0 / 3 + i;
        frame.camera.world_from_camera = pose;
        frame.image = folder / "photos" / ("picture " + std::to_string(i) + ".jpg");
        document.frames.push_back(frame);
        document.cloud.pictures.push_back(frame.camera.picture);
    }
    for (int i = 0; i < 20; ++i) {
        SparsePoint point;
        point.position = {1.0 / (i + 3), -2.5 * i, 1e-3 * i};
        point.color = {static_cast<uint8_t>(i), 200, 7};
        point.error = 0.25f * static_cast<float>(i);
        point.seen_by = i % 2 == 0 ? std::vector<uint32_t>{0, 2} : std::vector<uint32_t>{0, 1, 2};
        document.cloud.points.push_back(point);
    }
    document.estimated = true;
    document.report = {{"registered", 3}};
    document.scene = SceneGuess();
    return document;
}

}  // namespace

void TestCameraDocument::pointsComeBack() {
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString(), file = root / "cameras.json";
    const CameraDocument document = sample(root);
    writeCameraDocument(document, file);
    const json written = readJsonFile(file);
    QCOMPARE(written["frames"][1]["file_path"].get<std::string>(),
             std::string("photos/picture 1.jpg"));
    QVERIFY(fs::exists(root / written["ply_file_path"].get<std::string>()));
    const CameraDocumentExtras extras = readDocumentExtras(written, file);
    QVERIFY(extras.estimated);
    QCOMPARE(extras.cloud.pictures[2], std::string("photos/picture 2.jpg"));
    QCOMPARE(extras.cloud.points.size(), document.cloud.points.size());
    for (size_t i = 0; i < extras.cloud.points.size(); ++i) {
        const SparsePoint &a = extras.cloud.points[i], &b = document.cloud.points[i];
        QVERIFY(length(a.position - b.position) <= 1e-6 * length(b.position));
        QVERIFY(a.color == b.color && a.seen_by == b.seen_by);
        QVERIFY(std::abs(a.error - b.error) < 1e-3f);
    }
    const CameraFile read = readCameraFile(file);
    QCOMPARE(read.cameras.size(), size_t{3});
    QVERIFY(read.cameras[1].world_from_camera == document.frames[1].camera.world_from_camera);
    QCOMPARE(read.cameras[1].intrinsics.fx, 700.25);
    QCOMPARE(read.cameras[1].intrinsics.lens.k1, -0.02);
    // Other programs' files have no such object.
    QVERIFY(readDocumentExtras(json{{"frames", json::array()}}, file).cloud.empty());
}

/// Pictures in one folder, the file of their cameras in another, and the key in a third.
struct ApartSet {
    ApartSet() : root(folder.path().toStdString()) {
        qputenv("XDG_CACHE_HOME", (root / "cache").string().c_str());
        const CameraDocument document = sample(root);
        for (std::size_t i = 0; i < document.frames.size(); ++i) {
            fs::create_directories(document.frames[i].image.parent_path());
            Image picture(64, 48, 3);
            std::fill(picture.pixels.begin(), picture.pixels.end(), 0.1f * static_cast<float>(i));
            writeFileAtomically(document.frames[i].image, encodeJpeg(picture, 90));
        }
        fs::create_directories(root / "out" / "deep");
        writeCameraDocument(document, file);
    }
    const QTemporaryDir folder;
    const fs::path root, file = root / "out" / "deep" / "cameras.json";
};

void TestCameraDocument::fileOutsideOfThePicturesFolderIsASet() {
    const ApartSet apart;
    QCOMPARE(readJsonFile(apart.file)["frames"][1]["file_path"].get<std::string>(),
             std::string("../../photos/picture 1.jpg"));
    for (const fs::path& file : {apart.file, apart.root / "moved" / "here" / "cameras.json"}) {
        fs::create_directories(file.parent_path());
        if (file != apart.file) {
            fs::rename(apart.file, file);  // with everything: relative paths still lead there
        }
        const SetSource set = findImageSet(file);
        QVERIFY2(set.problems.empty(), set.problems.empty() ? "" : set.problems[0].reason.c_str());
        QCOMPARE(set.views.size(), size_t{3});
        QVERIFY(set.estimated_cameras);
        QCOMPARE(set.views[1].name, std::string("view 1"));
        QVERIFY(fs::equivalent(set.views[1].image, apart.root / "photos" / "picture 1.jpg"));
        QCOMPARE(set.views[1].world_from_camera->m[0][3], 1.0 / 3 + 1);
        QCOMPARE(set.cloud.points.size(), size_t{20});
        QCOMPARE(set.cloud.pictures[2], std::string("view 2"));
        QCOMPARE(set.cloud.points[3].seen_by.size(), size_t{3});
    }
    // The key is nobody else's business.
    const auto all = fs::status(apart.root / "cache" / "bozzetto" / "keys").permissions();
    QVERIFY((all & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
}

void TestCameraDocument::strangersFileLeadsNowhere_data() {
    using Change = std::function<void(json&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<bool>("other_key");
    const auto row = [](const char* name, bool other_key, const Change& change) {
        QTest::newRow(name) << change << other_key;
    };
    row("another user's", true, [](json&) {});
    row("another picture", false, [](json& file) {
        file["frames"][0]["file_path"] = "../../private/diary.jpg";
    });
    row("an absolute picture", false, [](json& file) {
        file["frames"][0]["file_path"] = "/private/diary.jpg";
    });
    row("one frame more", false, [](json& file) {
        file["frames"].push_back(file["frames"][0]);
        file["frames"][3]["file_path"] = "../../private/diary.jpg";
    });
    row("no seal", false, [](json& file) { file["bozzetto"].erase("seal"); });
    row("an empty seal", false, [](json& file) { file["bozzetto"]["seal"] = ""; });
    row("a number for a seal", false, [](json& file) { file["bozzetto"]["seal"] = 7; });
}

void TestCameraDocument::strangersFileLeadsNowhere() {
    QFETCH(std::function<void(json&)>, change);
    QFETCH(bool, other_key);
    const ApartSet apart;
    fs::create_directories(apart.root / "private");
    fs::copy_file(apart.root / "photos" / "picture 0.jpg", apart.root / "private" / "diary.jpg");
    json document = readJsonFile(apart.file);
    change(document);
    writeFileAtomically(apart.file, document.dump());
    if (other_key) {
        qputenv("XDG_CACHE_HOME", (apart.root / "another").string().c_str());
        QVERIFY(!sealOf(std::vector<std::string>{"makes the key"}).empty());
    }
    const SetSource set = findImageSet(apart.file);
    QVERIFY(set.views.empty());
    QVERIFY(!set.problems.empty() && set.problems[0].skipped);
    QVERIFY2(set.problems[0].reason.find("folder") != std::string::npos,
             set.problems[0].reason.c_str());
    // With their folder they can be used all the same.
    SetSource together = findImageSet(apart.root / "photos");
    useCameraFile(together, apart.file);
    QVERIFY(together.views[1].world_from_camera.has_value());
}

void TestCameraDocument::lensWithoutWordsIsRefused() {
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString();
    CameraDocument document = sample(root);
    document.frames[0].camera.intrinsics.lens.model = Lens::Model::Division;
    QVERIFY_EXCEPTION_THROWN(writeCameraDocument(document, root / "cameras.json"), Error);
    QVERIFY(!fs::exists(root / "cameras.json"));
}

void TestCameraDocument::hostileFileIsRefused_data() {
    QTest::addColumn<std::function<void(json&)>>("change");
    QTest::addColumn<QString>("place");
    const auto row = [](const char* name, std::function<void(json&)> change, const char* place) {
        QTest::newRow(name) << change << place;
    };
    row(
        "newer", [](json& own) { own["version"] = 99; }, "newer version");
    row(
        "points are no object", [](json& own) { own["points"] = 5; }, "bozzetto.points");
    row(
        "too few numbers", [](json& own) { own["points"]["xyz"].erase(0); }, "points.xyz");
    row(
        "no list", [](json& own) { own["points"]["rgb"] = "red"; }, "points.rgb");
    row(
        "word", [](json& own) { own["points"]["xyz"][4] = "far"; }, "points.xyz");
    row(
        "not finite", [](json& own) { own["points"]["error"][0] = nullptr; }, "points.error");
    row(
        "index", [](json& own) { own["points"]["seen_by"][3][0] = 3; }, "points.seen_by");
    row(
        "negative", [](json& own) { own["points"]["seen_by"][3][0] = -1; }, "points.seen_by");
    row(
        "track", [](json& own) { own["points"]["seen_by"][3] = 1; }, "points.seen_by");
    row(
        "name", [](json& own) { own["points"]["pictures"][0] = 1; }, "points.pictures");
}

void TestCameraDocument::hostileFileIsRefused() {
    QFETCH(std::function<void(json&)>, change);
    QFETCH(QString, place);
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString(), file = root / "cameras.json";
    writeCameraDocument(sample(root), file);
    json document = readJsonFile(file);
    change(document["bozzetto"]);
    try {
        readDocumentExtras(document, file);
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::BadInput);
        const QString text = QString::fromStdString(error.what());
        QVERIFY2(text.contains(place) && text.contains("cameras.json"), qPrintable(text));
    }
}

QTEST_GUILESS_MAIN(TestCameraDocument)
#include "test_camera_document.moc"
