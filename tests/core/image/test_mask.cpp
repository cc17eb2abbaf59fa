// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "core/image/image_files.h"
#include "image/mask.h"
#include "image/resize.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

namespace {

/// White disc of radius r on black, one channel.
cv::Mat disc(int size, double r, int inside = 255, int outside = 0) {
    cv::Mat mask(size, size, CV_8UC1);
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
            mask.at<uchar>(y, x) = static_cast<uchar>(
                std::hypot(x + 0.5 - size / 2.0, y + 0.5 - size / 2.0) < r ? inside : outside);
        }
    }
    return mask;
}

}  // namespace

class TestMask : public QObject {
    Q_OBJECT

    TemporaryFolder folder_{fs::temp_directory_path()};

    Image read(const std::string& name, const std::string& bytes, std::vector<std::string>& notes) {
        writeBytes(folder_.path() / name, bytes);
        ReadOptions options;
        options.warnings = &notes;
        return readMask(folder_.path() / name, options);
    }

private slots:
    void everyKindOfMaskGivesTheSameCoverage_data() {  // C06
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("note");
        QTest::newRow("C06 8-bit grey") << 0 << "";
        QTest::newRow("C06 16-bit grey") << 1 << "";
        QTest::newRow("C06 RGB") << 2 << "";
        QTest::newRow("C06 alpha") << 3 << "";
        QTest::newRow("C07 jpeg with ringing") << 4 << "JPEG";
        QTest::newRow("C08 grey labels") << 5 << "labels";
        QTest::newRow("C08 palette labels") << 6 << "labels";
    }
    void everyKindOfMaskGivesTheSameCoverage() {
        QFETCH(int, kind);
        QFETCH(QString, note);
        const cv::Mat grey = disc(64, 20);
        std::string bytes;
        if (kind == 0) {
            bytes = encode(".png", grey);
        } else if (kind == 1) {
            cv::Mat deep;
            grey.convertTo(deep, CV_16U, 257);
            bytes = encode(".png", deep);
        } else if (kind == 2) {
            cv::Mat color;
            cv::merge(std::vector<cv::Mat>{grey, grey, grey}, color);
            bytes = encode(".png", color);
        } else if (kind == 3) {
            cv::Mat color;
            const cv::Mat flat(64, 64, CV_8UC1, cv::Scalar(90));
            cv::merge(std::vector<cv::Mat>{flat, flat, flat, grey}, color);
            bytes = encode(".png", color);
        } else if (kind == 4) {
            bytes = encode(".jpg", grey, {cv::IMWRITE_JPEG_QUALITY, 60});
        } else if (kind == 5) {
            bytes = encode(".png", disc(64, 20, 2, 0));
        } else {
            std::vector<std::string> rows;
            for (int y = 0; y < 64; ++y) {
                std::string row;
                for (int x = 0; x < 64; ++x) {
                    row += grey.at<uchar>(y, x) > 0 ? static_cast<char>(1 + x % 2) : '\0';
                }
                rows.push_back(row);
            }
            bytes =
                png(64, 64, 8, 3, pngChunk("PLTE", std::string("\0\0\0\x80\0\0\0\0\x80", 9)), rows);
        }
        std::vector<std::string> notes;
        const Image mask = read(kind == 4 ? "mask.jpg" : "mask.png", bytes, notes);
        QCOMPARE(mask.channels, 1);
        const double expected = 3.14159265 * 400 / 4096;
        QVERIFY(std::abs(maskStatistics(mask, 0).coverage - expected) < 0.01);
        QCOMPARE(notes.size(), note.isEmpty() ? 0u : 1u);
        QVERIFY(note.isEmpty() || notes[0].find(note.toStdString()) != std::string::npos);
        for (const float v : mask.pixels) {
            QVERIFY(v == 0.0f || v == 1.0f);
        }
    }

    void softValuesStay() {
        std::vector<std::string> notes;
        const Image mask = read("soft.png", encode(".png", disc(16, 4, 200, 51)), notes);
        QVERIFY(std::abs(mask.at(8, 8)[0] - 200 / 255.0f) < 1e-6f);
        QVERIFY(std::abs(mask.at(0, 0)[0] - 0.2f) < 1e-6f);
    }

    void borderTestTellsPolarity() {  // C04
        const auto statistics = [&](const cv::Mat& picture) {
            std::vector<std::string> notes;
            return maskStatistics(read("polarity.png", encode(".png", picture), notes), 0);
        };
        QVERIFY(!statistics(disc(64, 20)).isInverted());
        QVERIFY(statistics(disc(64, 20, 0, 255)).isInverted());
        QVERIFY(!statistics(disc(64, 60)).isInverted());  // fills the frame
        QVERIFY(statistics(cv::Mat(8, 8, CV_8UC1, cv::Scalar(255))).isFull());
        QVERIFY(statistics(cv::Mat(8, 8, CV_8UC1, cv::Scalar(0))).isEmpty());
        QVERIFY(statistics(disc(64, 34)).touchesBorder());
        QVERIFY(!statistics(disc(64, 20)).touchesBorder());
    }

    void fringesOfMultipliedColourAreSeen() {  // A14
        const auto picture = [](bool multiplied) {
            Image image(64, 64, 4);
            for (int y = 0; y < 64; ++y) {
                for (int x = 0; x < 64; ++x) {
                    const float alpha =
                        std::clamp(21.0f - std::hypot(x - 31.5f, y - 31.5f), 0.0f, 1.0f);
                    const float display = multiplied ? 0.9f * alpha : 0.9f;
                    for (int c = 0; c < 3; ++c) {
                        image.at(x, y)[c] = std::pow(display, 2.2f);
                    }
                    image.at(x, y)[3] = alpha;
                }
            }
            return image;
        };
        QVERIFY(looksPremultiplied(picture(true)));
        QVERIFY(!looksPremultiplied(picture(false)));
    }

    void areaAverageKeepsTheMean_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("half") << 20 << 15;
        QTest::newRow("uneven") << 13 << 7;
        QTest::newRow("one pixel") << 1 << 1;
        QTest::newRow("one side") << 40 << 11;
        QTest::newRow("nearly the same") << 39 << 29;
    }
    void areaAverageKeepsTheMean() {
        QFETCH(int, width);
        QFETCH(int, height);
        Image image(40, 30, 3);
        double mean = 0;
        for (std::size_t i = 0; i < image.pixels.size(); ++i) {
            image.pixels[i] = static_cast<float>((i * 7919) % 1000) / 1000.0f;
            mean += image.pixels[i] / static_cast<double>(image.pixels.size());
        }
        const Image small = downsampleArea(image, width, height);
        double small_mean = 0;
        for (const float v : small.pixels) {
            small_mean += v / static_cast<double>(small.pixels.size());
        }
        QVERIFY(std::abs(mean - small_mean) < 1e-5);
    }

    void areaAverageOfARampIsExact() {
        Image ramp(30, 1, 1);
        for (int x = 0; x < 30; ++x) {
            ramp.at(x, 0)[0] = static_cast<float>(x) + 0.5f;
        }
        const Image small = downsampleArea(ramp, 12, 1);  // 2.5 source pixels each
        for (int x = 0; x < 12; ++x) {
            // Mean over [2.5 x, 2.5 x + 2.5] of the step function x -> floor(x) + 0.5.
            double expected = 0;
            for (int k = 0; k < 100; ++k) {
                expected += (std::floor(2.5 * (x + (k + 0.5) / 100)) + 0.5) / 100;
            }
            QVERIFY(std::abs(small.at(x, 0)[0] - expected) < 1e-5);
        }
    }

    void nearestKeepsValues() {
        Image depth(4, 4, 1);
        for (int i = 0; i < 16; ++i) {
            depth.pixels[i] = static_cast<float>(i);
        }
        const Image large = resizeNearest(depth, 8, 8);
        for (int y = 0; y < 8; ++y) {
            for (int x = 0; x < 8; ++x) {
                QCOMPARE(large.at(x, y)[0], depth.at(x / 2, y / 2)[0]);
            }
        }
        QVERIFY_EXCEPTION_THROWN(downsampleArea(depth, 5, 4), Error);
    }

    void sizesFitTheLimit() {
        QCOMPARE(fitPixels(2048, 2048, 512 * 512).width, 512);
        QCOMPARE(fitPixels(100, 50, 0).width, 100);
        const ImageSize size = fitPixels(4000, 3000, 1'000'000);
        QVERIFY(size.width * size.height <= 1'000'000 &&
                std::abs(size.width * 3 - size.height * 4) <= 4);
        QCOMPARE(fitPixels(100000, 1, 10).height, 1);
    }
};

QTEST_GUILESS_MAIN(TestMask)
#include "test_mask.moc"
