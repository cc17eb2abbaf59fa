// SPDX-License-Identifier: Apache-2.0
// The light's picture and the cameras' file: round trips, another program's reading, bad files, and
// a foreign locale.
#include "base/error.h"
#include "image/codec.h"
#include "io/cameras_json.h"
#include "io/hdr.h"
#include "io/mtl.h"
#include "io/obj.h"
#include "io/ply.h"
#include "support/memory_folder.h"
#include "support/sample_mesh.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <clocale>
#include <cstring>
#include <fstream>
#include <optional>

using namespace bozzetto;
namespace fs = std::filesystem;

class TestLightAndCameras : public QObject {
    Q_OBJECT

private slots:
    void hdrKeepsItsPrecisionAndEveryWidth_data();
    void hdrKeepsItsPrecisionAndEveryWidth();
    void openCvReadsTheHdr();
    void badHdrIsRefused_data();
    void badHdrIsRefused();
    void truncatedHdrIsRefusedAtEveryLength();
    void camerasAreReadBackExactly();
    void impossibleCamerasAreRefused_data();
    void impossibleCamerasAreRefused();
    void filesAreTheSameInAGermanLocale();

private:
    fs::path write(const std::string& name, const std::string& bytes) const {
        const fs::path path = fs::path(folder_.path().toStdString()) / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

    QTemporaryDir folder_{testing::memoryFolderTemplate()};
};

namespace {

template <class Function>
std::optional<Error> errorOf(Function&& function) {
    try {
        function();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

}  // namespace

void TestLightAndCameras::hdrKeepsItsPrecisionAndEveryWidth_data() {
    QTest::addColumn<int>("width");
    for (const int width : {1, 7, 8, 9, 127, 128, 129, 300}) {
        QTest::newRow(std::to_string(width).c_str()) << width;
    }
}

void TestLightAndCameras::hdrKeepsItsPrecisionAndEveryWidth() {
    QFETCH(int, width);
    Image image(width, 3, 3);
    for (size_t i = 0; i < image.pixels.size(); ++i) {
        const size_t pixel = i / 3;
        image.pixels[i] = pixel % 5 < 2 ? 0.5f
                                        : std::ldexp(1.0f + 0.37f * static_cast<float>(i % 3),
                                                     static_cast<int>(pixel % 40) - 20);
    }
    image.pixels[0] = 0.9999f;  // rounds up to the next exponent
    const Image found = readHdr(write("light.hdr", encodeHdr(image)));
    QCOMPARE(found.width, width);
    QCOMPARE(found.height, 3);
    for (size_t i = 0; i < image.pixels.size(); ++i) {
        const float* pixel = &image.pixels[i - i % 3];
        const float largest = std::max({pixel[0], pixel[1], pixel[2]});
        QVERIFY2(std::fabs(found.pixels[i] - image.pixels[i]) <= largest / 255,
                 qPrintable(QString::number(i)));
    }
}

void TestLightAndCameras::openCvReadsTheHdr() {
    Image light(40, 20, 3);
    for (size_t i = 0; i < light.pixels.size(); ++i) {
        light.pixels[i] = 0.01f * static_cast<float>(i % 977);
    }
    const fs::path path = write("other.hdr", encodeHdr(light));
    const Image ours = readHdr(path), theirs = readImage(path);
    QCOMPARE(theirs.width, 40);
    for (int y = 0; y < 20; ++y) {
        for (int x = 0; x < 40; ++x) {
            for (int c = 0; c < 3; ++c) {
                // Some readers add half a step to the mantissa.
                const float step =
                    std::max({ours.at(x, y)[0], ours.at(x, y)[1], ours.at(x, y)[2]}) / 128;
                QVERIFY(std::fabs(theirs.at(x, y)[c] - ours.at(x, y)[c]) <= 0.51f * step + 1e-6f);
            }
        }
    }
}

void TestLightAndCameras::badHdrIsRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("said");
    const auto hdr = [](const char* row, const QByteArray& bytes, const char* said) {
        QTest::newRow(row) << bytes << said;
    };
    hdr("light: text", "hello\n", "is not a Radiance picture");
    hdr("light: size of a bomb",
        "#?RADIANCE\n\n-Y 60000 +X 60000\n\x02\x02",
        "which is not possible");
    hdr("light: promise", "#?RADIANCE\n\n-Y 8000 +X 8000\n\x02\x02", "cut short");
    hdr("light: negative size", "#?RADIANCE\n\n-Y -8 +X 8\n", "which is not possible");
    hdr("light: rows bottom-up", "#?RADIANCE\n\n+Y 8 +X 8\n", "rows in an order");
    hdr("light: XYZ colours", "#?RADIANCE\nFORMAT=32-bit_rle_xyze\n\n-Y 8 +X 8\n", "only RGBE");
    hdr("light: run beyond the row",
        QByteArray("#?RADIANCE\n\n-Y 1 +X 8\n\x02\x02\x00\x08\xff\x01", 29),
        "a run is longer than its row");
}

void TestLightAndCameras::badHdrIsRefused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, said);
    const fs::path path = write("bad.hdr", bytes.toStdString());
    const auto error = errorOf([&] { readHdr(path); });
    QVERIFY(error.has_value());
    QVERIFY2(QString(error->what()).startsWith(QString::fromStdString(path.string())) &&
                 QString(error->what()).contains(said),
             error->what());
    QVERIFY(error->path() == path.string() && !error->hint().empty());
}

void TestLightAndCameras::truncatedHdrIsRefusedAtEveryLength() {
    const std::string hdr = encodeHdr(testing::makeSampleMesh().material.base_color);
    for (size_t length = 0; length < hdr.size(); ++length) {
        QVERIFY(errorOf([&] { readHdr(write("cut.hdr", hdr.substr(0, length))); }).has_value());
    }
}

void TestLightAndCameras::camerasAreReadBackExactly() {
    Camera camera;
    camera.width = 640, camera.height = 479;
    camera.fx = 711.0673546022335, camera.fy = 1.0 / 3, camera.cx = 320.5, camera.cy = -2;
    camera.world_from_camera.m[0][3] = 1e6 + 0.1;
    const auto found = readCamerasJson(
        write("cameras.json", encodeCamerasJson({{"r_0", camera}, {"Bild \xC3\xA4", camera}})));
    QVERIFY(found.has_value());
    QCOMPARE(found->size(), size_t{2});
    QCOMPARE(found->at(1).first, std::string("Bild \xC3\xA4"));
    QVERIFY(std::memcmp(&found->at(0).second, &camera, sizeof camera) == 0);
    QVERIFY(!readCamerasJson(write("other.json", "{\"frames\": []}")).has_value());
}

void TestLightAndCameras::impossibleCamerasAreRefused_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("D05 null in the matrix")
        << QByteArray("1.0,\n     0.0,") << QByteArray("1.0,\n     null,");
    QTest::newRow("D14 focal length 0")
        << QByteArray("\"fl_x\": 50.0") << QByteArray("\"fl_x\": 0");
    QTest::newRow("size of a bomb") << QByteArray("\"w\": 64") << QByteArray("\"w\": 2000000000");
    QTest::newRow("missing key") << QByteArray("\"cy\"") << QByteArray("\"sy\"");
    QTest::newRow("D19 name leaves the folder") << QByteArray("r_0") << QByteArray("../../r_0");
    QTest::newRow("newer") << QByteArray("cameras\": 1") << QByteArray("cameras\": 2");
}

void TestLightAndCameras::impossibleCamerasAreRefused() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    Camera camera;
    camera.width = camera.height = 64;
    camera.fx = camera.fy = 50;
    QByteArray text = QByteArray::fromStdString(encodeCamerasJson({{"r_0", camera}}));
    QVERIFY(text.contains(from));
    const fs::path path = write("bad.json", text.replace(from, to).toStdString());
    const auto error = errorOf([&] { readCamerasJson(path); });
    QVERIFY(error && error->path() == path.string() && !error->hint().empty());
}

void TestLightAndCameras::filesAreTheSameInAGermanLocale() {  // H18, E16
    const QString locales = folder_.filePath("locales");
    QDir().mkpath(locales);
    if (QProcess::execute("localedef", {"-i", "de_DE", "-f", "UTF-8", locales + "/de_DE.UTF-8"}) !=
        0) {
        QSKIP("localedef or its data is not installed");
    }
    const auto texts = [] {
        const TexturedMesh mesh = testing::makeSampleMesh();
        MtlMaterial material;
        material.roughness = 0.25f;
        Camera camera;
        camera.fx = 0.5;
        return encodeObj(mesh, "a.mtl", "a") + encodeMtl(material) +
               encodeCamerasJson({{"a", camera}}) + encodePly(mesh, "");
    };
    const std::string plain = texts();
    qputenv("LOCPATH", locales.toUtf8());
    QVERIFY(std::setlocale(LC_ALL, "de_DE.UTF-8") != nullptr);
    QCOMPARE(QByteArray(std::to_string(0.5).c_str()),
             QByteArray("0,500000"));  // the locale is in force
    const std::string german = texts();
    const ObjMesh found = readObj(write("de.obj", german.substr(0, german.find("# Bozzetto", 10))));
    std::setlocale(LC_ALL, "C");
    QCOMPARE(german, plain);
    QCOMPARE(found.mesh.mesh.positions.at(0).x, -0.7f);
}

QTEST_GUILESS_MAIN(TestLightAndCameras)
#include "test_light_and_cameras.moc"
