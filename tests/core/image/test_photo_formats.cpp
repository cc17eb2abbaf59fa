// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "core/image/photo_files.h"
#include "image/codec.h"
#include "image/color.h"
#include "image/device_up.h"
#include "image/orientation.h"
#include "image/picture_cache.h"
#include "image/resize.h"

#include <QtTest>
#include <opencv2/imgproc.hpp>

#include <chrono>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

namespace {

/// Largest difference of display values (0..255) over all pixels.
double differenceOf(const Image& a, const Image& b) {
    double worst = a.width == b.width && a.height == b.height ? 0 : 1e9;
    for (std::size_t i = 0; worst < 1e9 && i < a.pixels.size(); ++i) {
        worst = std::max<double>(
            worst, 255 * std::abs(srgbFromLinear(a.pixels[i]) - srgbFromLinear(b.pixels[i])));
    }
    return worst;
}
double meanDifferenceOf(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        sum += 255 * std::abs(srgbFromLinear(a.pixels[i]) - srgbFromLinear(b.pixels[i]));
    }
    return a.pixels.size() == b.pixels.size() ? sum / static_cast<double>(a.pixels.size()) : 1e9;
}

/// Four patches of sensor values, R, G, B of 65535.
cv::Mat rawPatches(int width, int height) {
    cv::Mat rgb(height, width, CV_16UC3);
    const cv::Vec3w patches[] = {
        {40000, 8000, 4000}, {6000, 30000, 9000}, {5000, 7000, 50000}, {20000, 20000, 20000}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            rgb.at<cv::Vec3w>(y, x) = patches[2 * (2 * y / height) + 2 * x / width];
        }
    }
    return rgb;
}

}  // namespace

class TestPhotoFormats : public QObject {
    Q_OBJECT

    TemporaryFolder folder_{fs::temp_directory_path()};

    fs::path put(const std::string& name, const std::string& bytes) {
        const fs::path path = folder_.path() / name;
        writeBytes(path, bytes);
        return path;
    }
    std::string refusal(const fs::path& path) {
        try {
            readImage(path);
        } catch (const Error& error) {
            return error.what();
        }
        return "no error";
    }

private slots:
    void exifTellsTheCamera() {
        const std::string exif = exifOf(
            {textEntry(0x010f, "Canon "), textEntry(0x0110, "EOS R5"), shortEntry(0x0112, 3)},
            {rationalEntry(0x829a, 1, 250),
             rationalEntry(0x829d, 28, 10),
             shortEntry(0x8827, 200),
             textEntry(0x9003, "2024:05:31 12:03:59"),
             rationalEntry(0x920a, 50, 1),
             rationalEntry(0xa20e, 5959420, 1424),
             shortEntry(0xa210, 2)});
        const fs::path path =
            put("canon.jpg", jpegWithExif(encode(".jpg", gradient(90, 60)), exif));
        std::vector<std::string> warnings;
        const ImageHeader header = readImageHeader(path, &warnings);
        QVERIFY(warnings.empty());
        QCOMPARE(header.photo.make, std::string("Canon"));
        QCOMPARE(header.photo.model, std::string("EOS R5"));
        QCOMPARE(header.photo.taken, std::string("2024:05:31 12:03:59"));
        QCOMPARE(header.orientation, 3);
        QCOMPARE(header.photo.focal_length, 50.0);
        QVERIFY(std::abs(*header.photo.exposureStops() - std::log2(200 / 250.0 / 7.84)) < 1e-9);
        // 5959420 / 1424 pixels an inch: a sensor 35.9 mm wide for 5920 pixels.
        QVERIFY(std::abs(header.focalLengthPixels() - 50 * 5959420 / 1424.0 / 25.4) < 1e-6);
    }

    void gravityOfPhonesIsRead_data() {
        QTest::addColumn<QList<double>>("felt");
        QTest::addColumn<int>("orientation");
        QTest::addColumn<QList<double>>("stored");
        QTest::addColumn<QList<double>>("upright");
        using List = QList<double>;
        QTest::newRow("landscape, home button right")
            << List{-1, 0, 0} << 1 << List{0, 1, 0} << List{0, 1, 0};
        QTest::newRow("portrait") << List{0, -1, 0} << 6 << List{-1, 0, 0} << List{0, 1, 0};
        QTest::newRow("landscape, home button left")
            << List{1, 0, 0} << 3 << List{0, -1, 0} << List{0, 1, 0};
        QTest::newRow("portrait, upside down")
            << List{0, 1, 0} << 8 << List{1, 0, 0} << List{0, 1, 0};
        QTest::newRow("flat over a table, screen up")
            << List{0, 0, -1} << 6 << List{0, 0, 1} << List{0, 0, 1};
        QTest::newRow("portrait, leaning over a table, a little shaken")
            << List{0, -0.66, -0.88} << 6 << List{-0.6, 0, 0.8} << List{0, 0.6, 0.8};
    }
    void gravityOfPhonesIsRead() {
        QFETCH(QList<double>, felt);
        QFETCH(int, orientation);
        QFETCH(QList<double>, stored);
        QFETCH(QList<double>, upright);
        const fs::path path =
            put("phone.jpg",
                jpegWithExif(encode(".jpg", gradient(90, 60)),
                             appleExif(appleNote({felt[0], felt[1], felt[2]}), orientation)));
        for (const auto& [turned, expected] :
             {std::pair{Orientation::Stored, stored}, {Orientation::Upright, upright}}) {
            const std::optional<Vec3d> up = readDeviceUp(path, turned);
            QVERIFY(up.has_value());
            for (int i = 0; i < 3; ++i) {
                QVERIFY2(std::abs((*up)[i] - expected[i]) < 1e-5,
                         qPrintable(QString("%1 %2 %3").arg(up->x).arg(up->y).arg(up->z)));
            }
        }
    }

    void picturesWithoutBelievableGravityTellNone_data() {
        QTest::addColumn<QByteArray>("note");
        QTest::addColumn<QByteArray>("lens");
        const auto row = [](const char* name, std::string note, const char* lens = "back camera") {
            QTest::newRow(name) << QByteArray::fromStdString(note) << QByteArray(lens);
        };
        const std::string good = appleNote({0, -1, 0});
        const auto patched = [&](std::size_t at, const std::string& bytes) {
            return std::string(good).replace(at, bytes.size(), bytes);
        };
        row("another maker", "Nikon" + good.substr(5));
        row("swung about", appleNote({0, -1.6, 0.3}));
        row("falling", appleNote({0, 0, 0}));
        row("other byte order mark", patched(12, "??"));
        row("65535 entries", patched(14, "\xff\xff").replace(28, 2, "\x7f\x7f"));
        row("another type", patched(30, bigEndian(5, 2)));
        row("four billion values", patched(32, bigEndian(0xffffffff, 4)));
        row("values behind the end", patched(36, bigEndian(0xfffffff8, 4)));
        row("divided by nothing", patched(good.size() - 4, bigEndian(0, 4)));
        row("selfie", good, "iPhone 12 front camera 2.7mm f/2.2");
        for (std::size_t size = 0; size < good.size(); size += 7) {
            row(qPrintable(QString("cut after %1 bytes").arg(size)), good.substr(0, size));
        }
    }
    void picturesWithoutBelievableGravityTellNone() {
        QFETCH(QByteArray, note);
        QFETCH(QByteArray, lens);
        const std::string exif = appleExif(note.toStdString(), 6, lens.toStdString());
        const fs::path path =
            put("phone.jpg", jpegWithExif(encode(".jpg", gradient(64, 64)), exif));
        QVERIFY(!readDeviceUp(path, Orientation::Upright));
        QCOMPARE(readImageHeader(path).orientation, 6);  // the rest of it is read as ever
    }

    void badExifValuesAreLeftOutAndTold_data() {
        QTest::addColumn<QByteArray>("exif");
        QTest::addColumn<QString>("told");
        const auto row = [](const char* name, const TiffEntry& entry, const char* told) {
            QTest::newRow(name) << QByteArray::fromStdString(exifOf({}, {entry})) << QString(told);
        };
        row("A19 focal length 0", rationalEntry(0x920a, 0, 1), "focal length");
        row("A19 focal length x/0", rationalEntry(0x920a, 50, 0), "focal length");
        row("A19 focal length huge", rationalEntry(0x920a, 4000000000u, 1), "focal length");
        row("exposure x/0", rationalEntry(0x829a, 1, 0), "exposure time");
        row("aperture 1000", rationalEntry(0x829d, 1000, 1), "aperture");
        row("35 mm focal length 60000", shortEntry(0xa405, 60000), "focal length");
        row("ISO not told", shortEntry(0x8827, 0), "");
    }
    void badExifValuesAreLeftOutAndTold() {
        QFETCH(QByteArray, exif);
        QFETCH(QString, told);
        const fs::path path =
            put("bad.jpg", jpegWithExif(encode(".jpg", gradient(32, 32)), exif.toStdString()));
        std::vector<std::string> warnings;
        const ImageHeader header = readImageHeader(path, &warnings);
        QCOMPARE(header.focalLengthPixels(), 0.0);
        QVERIFY(!header.photo.exposureStops());
        QCOMPARE(warnings.size(), std::size_t(told.isEmpty() ? 0 : 1));
        QVERIFY(told.isEmpty() || warnings[0].find(told.toStdString()) != std::string::npos);
    }

    void heicIsTurnedOnceWhateverExifSays() {
        const cv::Mat picture = gradient(64, 48);
        const std::string exif =
            exifOf({shortEntry(0x0112, 6), textEntry(0x010f, "Apple")}, {shortEntry(0xa405, 26)});
        const std::string bytes = heic(picture, heif_orientation_rotate_90_cw, exif);
        if (bytes.empty()) {
            QSKIP("libheif has no HEVC encoder here");
        }
        const fs::path path = put("photo.HEIC", bytes);
        const Image plain = readImage(put("plain.png", encode(".png", picture)));
        const Image turned = applyOrientation(plain, 6);
        for (const Orientation orientation : {Orientation::Stored, Orientation::Upright}) {
            std::vector<std::string> warnings;
            ImageHeader header;
            ReadOptions options;
            options.orientation = orientation;
            options.warnings = &warnings;
            options.header = &header;
            const Image image = readImage(path, options);
            QCOMPARE(header.format, std::string("heif"));
            QCOMPARE(header.width, 48);
            QCOMPARE(header.height, 64);
            QCOMPARE(header.orientation, 1);
            QCOMPARE(header.photo.make, std::string("Apple"));
            QCOMPARE(header.focal_length_35mm, 26.0);
            QVERIFY(warnings.empty());
            QVERIFY2(meanDifferenceOf(image, turned) < 4,
                     qPrintable(QString::number(meanDifferenceOf(image, turned))));
        }
    }

    void damagedHeicIsRefused() {
        const std::string bytes = heic(gradient(64, 48), heif_orientation_normal, {});
        if (bytes.empty()) {
            QSKIP("libheif has no HEVC encoder here");
        }
        for (std::size_t length = 16; length < bytes.size(); length += 97) {
            const std::string message = refusal(put("cut.heic", bytes.substr(0, length)));
            QVERIFY2(message != "no error", qPrintable(QString::number(length)));
            QVERIFY2(message.starts_with(displayPath(folder_.path() / "cut.heic")),
                     message.c_str());
        }
        // A header that promises 60000 x 60000 pixels.
        std::string bomb = bytes;
        const std::size_t sizes = bomb.find("ispe");
        QVERIFY(sizes != std::string::npos);
        bomb.replace(sizes + 8, 8, bigEndian(60000, 4) + bigEndian(60000, 4));
        QVERIFY(refusal(put("bomb.heic", bomb)) != "no error");
    }

    void rawIsDevelopedToLinearValues() {
        const fs::path path = put("photo.dng", dng(rawPatches(64, 48)));
        ImageHeader header;
        ReadOptions options;
        options.header = &header;
        const Image image = readImage(path, options);
        QCOMPARE(header.format, std::string("raw"));
        QCOMPARE(image.width, 64);
        QCOMPARE(image.height, 48);
        QCOMPARE(header.photo.model, std::string("Test Camera"));
        QVERIFY(std::abs(header.photo.exposure_time - 0.008) < 1e-6);
        QVERIFY(std::abs(header.photo.aperture - 5.6) < 1e-3);
        QCOMPARE(header.photo.iso, 400.0);
        QCOMPARE(header.photo.focal_length, 35.0);
        const cv::Mat wanted = rawPatches(64, 48);
        for (const auto& [x, y] : {std::pair{12, 12}, {50, 12}, {12, 36}, {50, 36}}) {
            const cv::Vec3w value = wanted.at<cv::Vec3w>(y, x);
            for (int c = 0; c < 3; ++c) {
                const double linear = value[c] / 65535.0, found = image.at(x, y)[c];
                QVERIFY2(std::abs(found - linear) < 0.02,
                         qPrintable(QString("%1 %2 %3: %4 for %5")
                                        .arg(x)
                                        .arg(y)
                                        .arg(c)
                                        .arg(found)
                                        .arg(linear)));
            }
        }
    }

    void rawObeysWhiteBalanceAndOrientation() {
        // Under this light the sensor sees less red and blue: grey comes out grey again.
        cv::Mat grey(48, 64, CV_16UC3, cv::Scalar(10000, 20000, 15000));
        const Image balanced = readImage(put("wb.dng", dng(grey, 1, {0.5, 1, 0.75})));
        const float* pixel = balanced.at(30, 20);
        QVERIFY(std::abs(pixel[0] / pixel[1] - 1) < 0.02f);
        QVERIFY(std::abs(pixel[2] / pixel[1] - 1) < 0.02f);

        const fs::path path = put("turned.dng", dng(rawPatches(64, 48), 6));
        QCOMPARE(readImageHeader(path).orientation, 6);
        ReadOptions options;
        const Image stored = readImage(path, options);
        QCOMPARE(stored.width, 64);
        options.orientation = Orientation::Upright;
        const Image upright = readImage(path, options);
        QCOMPARE(upright.width, 48);
        QVERIFY(differenceOf(applyOrientation(stored, 6), upright) < 1e-3);
    }

    void rawIsDevelopedAtHalfSizeWhereThatIsEnough() {
        const fs::path path = put("half.dng", dng(rawPatches(256, 192)));
        ReadOptions options;
        options.max_pixels = 96 * 72;
        const Image small = readImage(path, options);
        QCOMPARE(small.width, 96);
        const Image reference = downsampleArea(readImage(path), 96, 72);
        QVERIFY(meanDifferenceOf(small, reference) < 1.5);
    }

    void damagedRawIsRefused() {
        const std::string bytes = dng(rawPatches(64, 48));
        QVERIFY(refusal(put("cut.dng", bytes.substr(0, bytes.size() / 2))) != "no error");
        QVERIFY(refusal(put("cut.dng", bytes.substr(0, 40))) != "no error");
        QVERIFY(refusal(put("text.nef", "this is text, not a photograph")).find("not an image") !=
                std::string::npos);
        std::string bomb = bytes;
        const std::size_t width = bomb.find(littleEndian(256, 2) + littleEndian(4, 2));
        bomb.replace(width + 8, 4, littleEndian(65000, 4));
        bomb.replace(width + 20, 4, littleEndian(65000, 4));
        QVERIFY(refusal(put("bomb.dng", bomb)) != "no error");
    }

    void jpegIsDecodedSmallerWithTheSameLook_data() {
        QTest::addColumn<int>("side");
        QTest::newRow("two thirds") << 800;
        QTest::newRow("half") << 600;
        QTest::newRow("a third") << 400;
        QTest::newRow("an eighth") << 150;
        QTest::newRow("a twentieth") << 60;
    }
    void jpegIsDecodedSmallerWithTheSameLook() {
        QFETCH(int, side);
        for (const int type : {CV_8UC3, CV_8UC1}) {
            const fs::path path =
                put("large.jpg",
                    jpegWithOrientation(encode(".jpg", gradient(1200, 900, type), {1, 95}), 6));
            ReadOptions options;
            options.max_pixels = int64_t{side} * (side * 3 / 4);
            options.orientation = Orientation::Upright;
            ImageHeader header;
            options.header = &header;
            const Image small = readImage(path, options);
            QCOMPARE(header.width, 1200);
            QVERIFY(std::abs(small.height - side) <= 1);
            const Image reference =
                downsampleArea(applyOrientation(readImage(path), 6), small.width, small.height);
            QVERIFY2(meanDifferenceOf(small, reference) < 1,
                     qPrintable(QString::number(meanDifferenceOf(small, reference))));
            QVERIFY(differenceOf(small, reference) < 8);
        }
    }

    void reducedPicturesAreKeptBitForBit() {
        const fs::path cache_folder = folder_.path() / "cache";
        const PictureCache cache(cache_folder);
        const fs::path path = put("kept.jpg", encode(".jpg", gradient(1200, 900)));
        ReadOptions options;
        options.max_pixels = 300 * 225;
        const Image plain = readImage(path, options);
        options.cache = &cache;
        const Image first = readImage(path, options);
        const auto files = [&] {
            return std::distance(fs::directory_iterator(cache_folder), fs::directory_iterator());
        };
        QCOMPARE(files(), 1);
        const Image second = readImage(path, options);
        QVERIFY(first.pixels == plain.pixels && second.pixels == plain.pixels);
        QCOMPARE(files(), 1);

        const fs::path kept = fs::directory_iterator(cache_folder)->path();
        writeBytes(kept, "damaged");
        QVERIFY(readImage(path, options).pixels == plain.pixels);

        writeBytes(path, encode(".jpg", 255 - gradient(1200, 900)));
        fs::last_write_time(path, fs::last_write_time(path) + std::chrono::seconds(2));
        QVERIFY(readImage(path, options).pixels != plain.pixels);
        QCOMPARE(files(), 2);

        writeBytes(path, encode(".jpg", gradient(1200, 900)).substr(0, 2000));
        QVERIFY(refusal(path).find("cut short") != std::string::npos);
    }

    void cacheStaysBelowItsBound() {
        const fs::path cache_folder = folder_.path() / "small cache";
        const PictureCache cache(cache_folder, 200'000);
        cv::Mat noise(256, 256, CV_8UC3);
        cv::RNG random(3);
        for (int i = 0; i < 70; ++i) {
            random.fill(noise, cv::RNG::UNIFORM, 0, 256);
            const fs::path path = put("n" + std::to_string(i) + ".jpg", "bytes");
            cache.reduced(path, 2, [&] { return noise(cv::Rect(0, 0, 64, 64)).clone(); });
        }
        uintmax_t total = 0;
        for (const auto& entry : fs::directory_iterator(cache_folder)) {
            total += entry.file_size();
        }
        QVERIFY2(total > 50'000 && total < 300'000, qPrintable(QString::number(total)));
    }
};

QTEST_GUILESS_MAIN(TestPhotoFormats)
#include "test_photo_formats.moc"
