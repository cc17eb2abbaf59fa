// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "core/image/image_files.h"
#include "image/codec.h"
#include "image/color.h"
#include "image/orientation.h"

#include <QtTest>
#include <lcms2.h>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

namespace {

float displayed(const Image& image, int x, int y, int c) {
    return 255 * srgbFromLinear(image.at(x, y)[c]);
}

/// Primaries as xy pairs, gamma 2.2 by default.
std::string rgbProfile(const cmsCIExyYTRIPLE& primaries, double gamma) {
    const cmsCIExyY white = {0.3127, 0.3290, 1.0};
    cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
    cmsToneCurve* curves[3] = {curve, curve, curve};
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    std::string bytes(size, '\0');
    cmsSaveProfileToMem(profile, bytes.data(), &size);
    cmsCloseProfile(profile);
    cmsFreeToneCurve(curve);
    return bytes;
}

constexpr cmsCIExyYTRIPLE kAdobeRgb = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
constexpr cmsCIExyYTRIPLE kDisplayP3 = {{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}};

}  // namespace

class TestCodec : public QObject {
    Q_OBJECT

    TemporaryFolder folder_{fs::temp_directory_path()};

    fs::path put(const std::string& name, const std::string& bytes) {
        const fs::path path = folder_.path() / name;
        writeBytes(path, bytes);
        return path;
    }
    Image read(const std::string& name,
               const std::string& bytes,
               std::vector<std::string>& warnings,
               Orientation orientation = Orientation::Stored) {
        ReadOptions options;
        options.warnings = &warnings;
        options.orientation = orientation;
        return readImage(put(name, bytes), options);
    }

private slots:
    void readsEveryFormat_data() {
        QTest::addColumn<QString>("ending");
        QTest::addColumn<int>("type");
        QTest::addColumn<double>("tolerance");  // display values, 0..255
        QTest::newRow("png rgb") << ".png" << CV_8UC3 << 1e-3;
        QTest::newRow("png rgba") << ".png" << CV_8UC4 << 1e-3;
        QTest::newRow("png grey") << ".png" << CV_8UC1 << 1e-3;
        QTest::newRow("jpeg rgb") << ".jpg" << CV_8UC3 << 6.0;
        QTest::newRow("jpeg grey") << ".jpg" << CV_8UC1 << 4.0;
        QTest::newRow("tiff rgb") << ".tiff" << CV_8UC3 << 1e-3;
        QTest::newRow("tiff rgba") << ".tiff" << CV_8UC4 << 1e-3;
        QTest::newRow("webp rgb") << ".webp" << CV_8UC3 << 1e-3;  // quality above 100 is lossless
        QTest::newRow("webp rgba") << ".webp" << CV_8UC4 << 1e-3;
    }
    void readsEveryFormat() {
        QFETCH(QString, ending);
        QFETCH(int, type);
        QFETCH(double, tolerance);
        const cv::Mat picture = gradient(160, 96, type);
        const std::string bytes =
            encode(qPrintable(ending),
                   picture,
                   ending == ".webp" ? std::vector<int>{cv::IMWRITE_WEBP_QUALITY, 101}
                                     : std::vector<int>{});
        std::vector<std::string> warnings;
        const Image image = read("picture" + ending.toStdString(), bytes, warnings);
        QCOMPARE(image.width, 160);
        QCOMPARE(image.height, 96);
        QCOMPARE(image.channels, 4);
        QVERIFY2(warnings.empty(), warnings.empty() ? "" : warnings[0].c_str());
        const cv::Mat expected = gradient(160, 96, type == CV_8UC1 ? CV_8UC1 : CV_8UC3);
        for (int y = 0; y < 96; ++y) {
            for (int x = 0; x < 160; ++x) {
                for (int c = 0; c < 3; ++c) {
                    const int wanted = type == CV_8UC1 ? expected.at<uchar>(y, x)
                                                       : expected.at<cv::Vec3b>(y, x)[2 - c];
                    QVERIFY(std::abs(displayed(image, x, y, c) - wanted) <= tolerance);
                }
                QCOMPARE(image.at(x, y)[3], 1.0f);
            }
        }
    }

    void reads16BitsWithoutBanding() {
        cv::Mat ramp(1, 4096, CV_16UC3);
        for (int x = 0; x < ramp.cols; ++x) {
            ramp.at<cv::Vec3w>(0, x) = cv::Vec3w(20000 + x, 30000 + x, 40000 + x);
        }
        for (const char* ending : {".png", ".tiff"}) {
            std::vector<std::string> warnings;
            const Image image = read(std::string("ramp") + ending, encode(ending, ramp), warnings);
            for (int x = 0; x < ramp.cols; ++x) {
                const float expected = linearFromSrgb(static_cast<float>(40000 + x) / 65535.0f);
                QVERIFY(std::abs(image.at(x, 0)[0] - expected) < 1e-6f);
                QVERIFY(x == 0 || image.at(x, 0)[2] > image.at(x - 1, 0)[2]);  // every step is kept
            }
            const Image raw =
                readRawImage(folder_.path() / (std::string("ramp") + ending), RawScale::Integer);
            QCOMPARE(raw.at(17, 0)[0], 40017.0f);
            QCOMPARE(raw.at(17, 0)[2], 20017.0f);
        }
    }

    void floatFormatsAreLinear() {
        cv::Mat radiance(4, 5, CV_32FC3, cv::Scalar(0.25, 2.0, 7.5));
        for (const char* ending : {".exr", ".hdr"}) {
            std::vector<std::string> warnings;
            const Image image =
                read(std::string("light") + ending, encode(ending, radiance), warnings);
            QVERIFY(std::abs(image.at(2, 1)[0] - 7.5f) < 0.05f);
            QVERIFY(std::abs(image.at(2, 1)[1] - 2.0f) < 0.02f);
            QVERIFY(std::abs(image.at(2, 1)[2] - 0.25f) < 0.04f);
            QCOMPARE(image.at(0, 0)[3], 1.0f);
        }
    }

    void singleChannelExrIsDepth() {
        const cv::Mat depth(3, 4, CV_32FC1, cv::Scalar(3.25));
        std::string bytes = encode(".exr", depth);
        const Image by_y = readRawImage(put("y.exr", bytes));
        QCOMPARE(by_y.at(1, 1)[0], 3.25f);
        // The same with the channel named Z, as a renderer's depth pass is.
        const std::size_t name = bytes.find(std::string("Y\0", 2), bytes.find("chlist"));
        QVERIFY(name != std::string::npos);
        bytes[name] = 'Z';
        const Image by_z = readRawImage(put("z.exr", bytes));
        QCOMPARE(by_z.channels, by_y.channels);
        QCOMPARE(by_z.at(1, 1)[0], 3.25f);
    }

    void exrWithoutFiniteValuesIsRepaired() {  // A22
        cv::Mat picture(2, 2, CV_32FC3, cv::Scalar(1, 1, 1));
        picture.at<cv::Vec3f>(0, 0)[2] = std::numeric_limits<float>::quiet_NaN();
        picture.at<cv::Vec3f>(1, 1)[0] = std::numeric_limits<float>::infinity();
        std::vector<std::string> warnings;
        const Image image = read("nan.exr", encode(".exr", picture), warnings);
        QCOMPARE(image.at(0, 0)[0], 0.0f);
        QCOMPARE(image.at(1, 1)[2], 0.0f);
        QCOMPARE(warnings.size(), 1u);
        QVERIFY(warnings[0].find("2 values are not finite") != std::string::npos);
    }

    void paletteWithTransparencyKeepsAlpha() {  // A13
        const std::string palette = pngChunk("PLTE", std::string("\xff\x00\x00\x00\x80\x00", 6));
        const std::string alpha = pngChunk("tRNS", std::string("\x00\x80", 2));
        std::vector<std::string> warnings;
        const Image image = read(
            "palette.png", png(2, 1, 8, 3, palette + alpha, {std::string("\0\1", 2)}), warnings);
        QCOMPARE(image.at(0, 0)[3], 0.0f);
        QVERIFY(std::abs(image.at(1, 0)[3] - 128 / 255.0f) < 1e-6f);
        QVERIFY(std::abs(displayed(image, 1, 0, 1) - 128) < 1e-3f);
    }

    void greyWithTransparentValue() {
        const std::string alpha = pngChunk("tRNS", std::string("\0\7", 2));
        std::vector<std::string> warnings;
        const Image image =
            read("grey.png", png(2, 1, 8, 0, alpha, {std::string("\7\x40", 2)}), warnings);
        QCOMPARE(image.at(0, 0)[3], 0.0f);
        QCOMPARE(image.at(1, 0)[3], 1.0f);
    }

    void cmykJpegBecomesRgb() {  // A10: stored inverted, so 255 means no ink
        std::vector<std::string> warnings;
        const Image image = read("cmyk.jpg", flatCmykJpeg({20, 200, 200, 250}), warnings);
        const float red = displayed(image, 3, 3, 0), green = displayed(image, 3, 3, 1),
                    blue = displayed(image, 3, 3, 2);
        QVERIFY2(red < 40 && std::abs(green - blue) < 4 && green > 170,
                 qPrintable(QString("%1 %2 %3").arg(red).arg(green).arg(blue)));
    }

    void orientationTurnsEveryStoredArrayIntoTheSamePicture_data() {  // A16
        QTest::addColumn<int>("orientation");
        QTest::addColumn<QString>("ending");
        for (int orientation = 1; orientation <= 8; ++orientation) {
            for (const char* ending : {".png", ".tiff", ".jpg"}) {
                QTest::newRow(
                    qPrintable(QString("A16 orientation %1 %2").arg(orientation).arg(ending)))
                    << orientation << ending;
            }
        }
    }
    void orientationTurnsEveryStoredArrayIntoTheSamePicture() {
        QFETCH(int, orientation);
        QFETCH(QString, ending);
        // Upright: 3 x 2 blocks of 16 pixels, all different.
        const auto upright = [](int x, int y) {
            return cv::Vec3b(static_cast<uchar>(40 + 60 * (x / 16)),
                             static_cast<uchar>(60 + 90 * (y / 16)),
                             128);
        };
        // What a camera held that way stores (Exif: where row 0 and column 0 of the stored array
        // lie in the scene).
        const bool swaps = orientation >= 5;
        cv::Mat stored(swaps ? 48 : 32, swaps ? 32 : 48, CV_8UC3);
        for (int row = 0; row < stored.rows; ++row) {
            for (int column = 0; column < stored.cols; ++column) {
                int x = column, y = row;
                switch (orientation) {
                    case 2:
                        x = 47 - column;
                        break;  // row 0 top, column 0 right
                    case 3:
                        x = 47 - column, y = 31 - row;
                        break;  // bottom, right
                    case 4:
                        y = 31 - row;
                        break;  // bottom, left
                    case 5:
                        x = row, y = column;
                        break;  // left, top
                    case 6:
                        x = 47 - row, y = column;
                        break;  // right, top
                    case 7:
                        x = 47 - row, y = 31 - column;
                        break;  // right, bottom
                    case 8:
                        x = row, y = 31 - column;
                        break;  // left, bottom
                    default:
                        break;
                }
                stored.at<cv::Vec3b>(row, column) = upright(x, y);
            }
        }
        std::string bytes;
        if (ending == ".png") {
            bytes = pngWith(encode(".png", stored), pngChunk("eXIf", exifBlock(orientation)));
        } else if (ending == ".jpg") {
            bytes = jpegWithOrientation(encode(".jpg", stored, {cv::IMWRITE_JPEG_QUALITY, 100}),
                                        orientation);
        } else {
            std::vector<int> samples;
            for (int i = 0; i < stored.rows * stored.cols; ++i) {
                const cv::Vec3b v = stored.at<cv::Vec3b>(i / stored.cols, i % stored.cols);
                samples.insert(samples.end(), {v[2], v[1], v[0]});
            }
            bytes = tiff(stored.cols, stored.rows, samples, {.orientation = orientation});
        }
        std::vector<std::string> warnings;
        const std::string name = "o" + std::to_string(orientation) + ending.toStdString();
        const Image turned = read(name, bytes, warnings, Orientation::Upright);
        QCOMPARE(turned.width, 48);
        QCOMPARE(turned.height, 32);
        const Image untouched = read(name, bytes, warnings, Orientation::Stored);
        QCOMPARE(untouched.width, stored.cols);
        for (int y = 8; y < 32; y += 16) {
            for (int x = 8; x < 48; x += 16) {
                for (int c = 0; c < 3; ++c) {
                    QVERIFY(std::abs(displayed(turned, x, y, c) - upright(x, y)[2 - c]) < 4);
                }
            }
        }
        for (int c = 0; c < 3; ++c) {
            QVERIFY(std::abs(displayed(untouched, 8, 8, c) - stored.at<cv::Vec3b>(8, 8)[2 - c]) <
                    4);
        }
        const Image back = applyOrientation(applyOrientation(untouched, orientation),
                                            inverseOrientation(orientation));
        QVERIFY(back.pixels == untouched.pixels);
        QVERIFY(warnings.empty());
    }

    void colourProfilesAreConverted_data() {  // A20
        QTest::addColumn<bool>("adobe");
        QTest::addColumn<QString>("ending");
        QTest::newRow("A20 Adobe RGB png") << true << ".png";
        QTest::newRow("A20 Adobe RGB jpeg") << true << ".jpg";
        QTest::newRow("A20 Display P3 png") << false << ".png";
    }
    void colourProfilesAreConverted() {
        QFETCH(bool, adobe);
        QFETCH(QString, ending);
        const std::string profile = rgbProfile(adobe ? kAdobeRgb : kDisplayP3, 2.2);
        const cv::Mat grey_green(16, 16, CV_8UC3, cv::Scalar(120, 160, 140));
        const std::string plain =
            encode(qPrintable(ending),
                   grey_green,
                   ending == ".jpg" ? std::vector<int>{cv::IMWRITE_JPEG_QUALITY, 100}
                                    : std::vector<int>{});
        const std::string bytes =
            ending == ".png"
                ? pngWith(plain, iccChunk(profile))
                : jpegWith(plain,
                           jpegSegment(0xe2, std::string("ICC_PROFILE\0\1\1", 14) + profile));
        std::vector<std::string> warnings;
        const Image image = read("profile" + ending.toStdString(), bytes, warnings);
        // Both spaces share sRGB's white: linear sRGB = M_srgb^-1 M_space * v^2.2, matrices from
        // the primaries above.
        const double r = std::pow(140 / 255.0, 2.2), g = std::pow(160 / 255.0, 2.2),
                     b = std::pow(120 / 255.0, 2.2);
        const double expected[3] = {
            adobe ? 1.3984 * r - 0.3984 * g : 1.2249 * r - 0.2249 * g,
            adobe ? g : -0.0420 * r + 1.0420 * g,
            adobe ? -0.0429 * g + 1.0429 * b : -0.0196 * r - 0.0786 * g + 1.0983 * b};
        for (int c = 0; c < 3; ++c) {
            QVERIFY2(std::abs(image.at(4, 4)[c] - expected[c]) < 0.006,
                     qPrintable(QString("channel %1: %2, expected %3")
                                    .arg(c)
                                    .arg(image.at(4, 4)[c])
                                    .arg(expected[c])));
        }
        QCOMPARE(warnings.size(), 1u);
        QVERIFY(warnings[0].find("colour profile") != std::string::npos);
    }

    void srgbProfileChangesNothing() {
        cmsHPROFILE profile = cmsCreate_sRGBProfile();
        cmsUInt32Number size = 0;
        cmsSaveProfileToMem(profile, nullptr, &size);
        std::string bytes(size, '\0');
        cmsSaveProfileToMem(profile, bytes.data(), &size);
        cmsCloseProfile(profile);
        const std::string plain = encode(".png", gradient(32, 32));
        std::vector<std::string> warnings;
        const Image with = read("srgb.png", pngWith(plain, iccChunk(bytes)), warnings);
        const Image without = read("plain.png", plain, warnings);
        QVERIFY(with.pixels == without.pixels);
        QVERIFY(warnings.empty());
    }

    void premultipliedTiffIsDivided() {
        // Display values 100 at alpha 128 that were multiplied by alpha: 50.
        for (const int bits : {8, 16}) {
            const int scale = bits == 8 ? 1 : 257;
            std::vector<std::string> warnings;
            const Image image = read("associated.tif",
                                     tiff(1,
                                          1,
                                          {50 * scale, 50 * scale, 50 * scale, 128 * scale},
                                          {.bits = bits, .extra_samples = 1}),
                                     warnings);
            QVERIFY(std::abs(displayed(image, 0, 0, 0) - 99.6f) < 1.5f);
            const Image straight = read("straight.tif",
                                        tiff(1,
                                             1,
                                             {100 * scale, 100 * scale, 100 * scale, 128 * scale},
                                             {.bits = bits, .extra_samples = 2}),
                                        warnings);
            QVERIFY(std::abs(displayed(straight, 0, 0, 0) - 100.0f) < 1.5f);
            QVERIFY(std::abs(straight.at(0, 0)[3] - 128 / 255.0f) < 1e-5f);
        }
    }

    void rawReadingConvertsNothing() {
        const fs::path path =
            put("orm.png", encode(".png", cv::Mat(4, 4, CV_8UC3, cv::Scalar(30, 20, 10))));
        const Image normalized = readRawImage(path);
        QCOMPARE(normalized.channels, 3);
        QVERIFY(std::abs(normalized.at(0, 0)[0] - 10 / 255.0f) < 1e-7f);
        QVERIFY(std::abs(normalized.at(0, 0)[2] - 30 / 255.0f) < 1e-7f);
        QCOMPARE(readRawImage(path, RawScale::Integer).at(0, 0)[1], 20.0f);
    }

    void largePicturesAreAveragedWhileReading() {
        cv::Mat stripes(64, 64, CV_8UC4);
        for (int x = 0; x < 64; ++x) {  // white opaque beside black transparent
            stripes.col(x).setTo(x % 2 == 0 ? cv::Scalar(255, 255, 255, 255)
                                            : cv::Scalar(0, 0, 0, 0));
        }
        ReadOptions options;
        options.max_pixels = 32 * 32;
        ImageHeader header;
        options.header = &header;
        const Image image = readImage(put("stripes.png", encode(".png", stripes)), options);
        QCOMPARE(image.width, 32);
        QCOMPARE(image.height, 32);
        QCOMPARE(header.width, 64);
        for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
            QVERIFY(std::abs(image.pixels[i] - 1.0f) <
                    1e-6f);  // transparent colour does not darken
            QVERIFY(std::abs(image.pixels[i + 3] - 0.5f) < 1e-6f);
        }
    }

    void writtenPngReadsBackTheSame_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("bits");
        for (const int channels : {1, 2, 3, 4}) {
            for (const int bits : {8, 16}) {
                QTest::newRow(qPrintable(QString("%1 channels %2 bits").arg(channels).arg(bits)))
                    << channels << bits;
            }
        }
    }
    void writtenPngReadsBackTheSame() {
        QFETCH(int, channels);
        QFETCH(int, bits);
        Image image(7, 5, channels);
        for (std::size_t i = 0; i < image.pixels.size(); ++i) {
            image.pixels[i] = static_cast<float>(i) / static_cast<float>(image.pixels.size() - 1);
        }
        const float step = 1.0f / static_cast<float>((1 << bits) - 1);
        const fs::path path = folder_.path() / "written.png";
        writePng(path, image, bits);
        const Image back = readRawImage(path);
        QCOMPARE(back.channels, channels == 2 ? 4 : channels);
        for (int i = 0; i < 35; ++i) {
            for (int c = 0; c < channels; ++c) {
                const int stored = channels == 2 && c == 1 ? 3 : c;
                QVERIFY(std::abs(back.pixels[i * back.channels + stored] -
                                 image.pixels[i * channels + c]) <= 0.5f * step + 1e-7f);
            }
        }
        if (channels >= 3) {
            writePng(path, image, bits, PngValues::SrgbFromLinear);
            const Image linear = readImage(path);
            QVERIFY(std::abs(srgbFromLinear(linear.at(3, 2)[1]) -
                             srgbFromLinear(image.at(3, 2)[1])) <= 0.5f * step + 1e-6f);
        }
    }

    void writingClampsAndSurvivesNan() {
        Image image(3, 1, 1);
        image.pixels = {-1.0f, 2.0f, std::numeric_limits<float>::quiet_NaN()};
        const fs::path path = folder_.path() / "clamped.png";
        writePng(path, image);
        const Image back = readRawImage(path, RawScale::Integer);
        QCOMPARE(back.pixels[0], 0.0f);
        QCOMPARE(back.pixels[1], 255.0f);
        QCOMPARE(back.pixels[2], 0.0f);
        QVERIFY_EXCEPTION_THROWN(writePng(folder_.path() / "no" / "such" / "folder.png", image),
                                 Error);
    }

    void animatedFilesGiveTheirFirstPicture() {  // A24
        std::vector<std::string> warnings;
        const std::string still =
            encode(".webp", gradient(20, 12), {cv::IMWRITE_WEBP_QUALITY, 101});
        const Image webp = read("animated.webp", animatedWebp(still, 20, 12), warnings);
        QCOMPARE(webp.width, 20);
        QVERIFY(std::abs(displayed(webp, 10, 6, 2) - gradient(20, 12).at<cv::Vec3b>(6, 10)[0]) < 1);
        const Image pages =
            read("pages.tif", tiff(2, 1, {9, 9, 9, 9, 9, 9}, {.second_page = true}), warnings);
        QCOMPARE(pages.width, 2);
        const std::string animation = pngChunk("acTL", bigEndian(2, 4) + bigEndian(0, 4));
        read("animated.png", pngWith(encode(".png", gradient(8, 8)), animation), warnings);
        QCOMPARE(warnings.size(), 3u);
        for (const std::string& warning : warnings) {
            QVERIFY(warning.find("only") != std::string::npos);
        }
    }

    void exifFocalLengthIsRead() {
        const std::string bytes = encode(".jpg", gradient(16, 16));
        QCOMPARE(readImageHeader(put("f.jpg", jpegWithOrientation(bytes, 1, 35))).focal_length_35mm,
                 35.0);
        QCOMPARE(readImageHeader(put("f0.jpg", jpegWithOrientation(bytes, 6, 0))).focal_length_35mm,
                 0.0);  // A19
        QCOMPARE(readImageHeader(put("f0.jpg", jpegWithOrientation(bytes, 6, 0))).orientation, 6);
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "test_codec.moc"
