// SPDX-License-Identifier: Apache-2.0
// Group A of the list of bad inputs: every refusal names the file, the reason and a remedy; every
// repair is told.
#include "base/error.h"
#include "base/files.h"
#include "core/image/image_files.h"
#include "image/codec.h"

#include <QtTest>

#include <functional>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(std::string)

namespace {

std::string goodJpeg() {
    return encode(".jpg", gradient(64, 48));
}
std::string goodPng() {
    return encode(".png", gradient(64, 48));
}

std::string withWrongChecksum() {
    std::string bytes = goodPng();
    bytes[bytes.find("IDAT") + 20] ^= 0x55;
    return bytes;
}

/// The right checksum over a broken zlib stream: only the decoder can tell.
std::string withBrokenPixels() {
    return pngHeader(64, 48, 8, 2) + pngChunk("IDAT", std::string(200, '\x7f')) +
           pngChunk("IEND", "");
}

std::string manyScans() {
    const std::string frame = jpegSegment(0xc2, std::string{8, 0, 16, 0, 16, 1, 1, 0x11, 0});
    std::string bytes = "\xff\xd8" + frame;
    for (int i = 0; i < 10'000; ++i) {
        bytes += jpegSegment(0xda, std::string{1, 1, 0, 0, 0, 0}) + "x";
    }
    return bytes + "\xff\xd9";
}

std::string corruptTiffDirectory() {
    std::string bytes = tiff(4, 4, std::vector<int>(48, 100));
    return bytes.substr(0, 4) + littleEndian(0x7fffff00, 4) + bytes.substr(8);
}

long peakMemoryKib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

}  // namespace

class TestBadImages : public QObject {
    Q_OBJECT

    TemporaryFolder folder_{fs::temp_directory_path()};

private slots:
    void isRefusedWithPathReasonAndRemedy_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("remedy");
        const auto row = [](const char* id,
                            const char* name,
                            const std::string& bytes,
                            const char* reason,
                            const char* remedy) {
            QTest::newRow(id) << QString(name) << bytes << QString(reason) << QString(remedy);
        };
        const std::string jpeg = goodJpeg(), image = goodPng();
        row("A01 empty file", "empty.jpg", "", "the file is empty", "export the picture again");
        row("A02 truncated jpeg",
            "half.jpg",
            jpeg.substr(0, jpeg.size() / 2),
            "cut short",
            "Copy it again");
        row("A02 jpeg without its last bytes",
            "almost.jpg",
            jpeg.substr(0, jpeg.size() - 2),
            "cut short",
            "Copy it again");
        row("A02 truncated png",
            "half.png",
            image.substr(0, image.size() / 2),
            "cut short",
            "Copy it again");
        row("A02 truncated tiff",
            "half.tif",
            tiff(8, 8, std::vector<int>(192, 9)).substr(0, 100),
            "cut short",
            "Copy it again");
        const std::string webp = encode(".webp", gradient(64, 48));
        row("A02 truncated webp",
            "half.webp",
            webp.substr(0, webp.size() / 2),
            "cut short",
            "Copy it again");
        const std::string exr = encode(".exr", cv::Mat(16, 16, CV_32FC3, cv::Scalar(1, 2, 3)));
        row("A02 truncated exr header",
            "head.exr",
            exr.substr(0, 60),
            "cut short",
            "Copy it again");
        row("A02 truncated exr pixels",
            "half.exr",
            exr.substr(0, exr.size() - 40),
            "damaged",
            "export the picture again");
        const std::string hdr = encode(".hdr", cv::Mat(16, 16, CV_32FC3, cv::Scalar(1, 2, 3)));
        row("A02 truncated hdr",
            "half.hdr",
            hdr.substr(0, hdr.size() / 2),
            "damaged",
            "export the picture again");
        row("A03 png checksum",
            "crc.png",
            withWrongChecksum(),
            "PNG checksum of chunk IDAT",
            "export the picture again");
        row("A03 png pixels broken",
            "zlib.png",
            withBrokenPixels(),
            "damaged",
            "export the picture again");
        row("A04 text named png",
            "text.png",
            "Hello, this is a letter.\n",
            "looks like text",
            "accepted formats are PNG");
        row("A04 unknown bytes",
            "noise.png",
            std::string("\x01\x02\x03\x80\xff\x00\x17", 7),
            "not an image",
            "accepted formats are PNG");
        row("A07 png bomb",
            "bomb.png",
            pngHeader(60000, 60000, 8, 6) + pngChunk("IDAT", "x") + pngChunk("IEND", ""),
            "60000 x 60000",
            "Scale it down");
        row("A07 jpeg bomb",
            "bomb.jpg",
            "\xff\xd8" +
                jpegSegment(0xc0, std::string("\x08\xff\xff\xff\xff\x03", 6) + std::string(9, 1)) +
                jpegSegment(0xda, std::string(10, 1)) + "x\xff\xd9",
            "65535 x 65535",
            "Scale it down");
        row("A08 above the limit",
            "large.png",
            pngHeader(30000, 30000, 8, 2) + pngChunk("IDAT", "x") + pngChunk("IEND", ""),
            "limit is 400 million",
            "Scale it down");
        row("A09 no width",
            "zero.png",
            pngHeader(0, 40, 8, 2) + pngChunk("IDAT", "x") + pngChunk("IEND", ""),
            "bad size, 0 x 40",
            "Export the picture again");
        row("A09 negative size",
            "negative.png",
            pngHeader(0xffffffffu, 40, 8, 2) + pngChunk("IDAT", "x") + pngChunk("IEND", ""),
            "2147483647 x 40",
            "Scale it down");
        row("A17 heic",
            "photo.heic",
            bigEndian(24, 4) + "ftypheic" + std::string(12, '\0'),
            "HEIC/AVIF picture of a kind that is not read",
            "Convert it to JPEG");
        row("A23 multi-part exr",
            "parts.exr",
            exrHeader({"R", "G", "B"}, 0x1000),
            "multi-part EXR",
            "plain RGB or RGBA EXR");
        row("A23 deep exr",
            "deep.exr",
            exrHeader({"R", "G", "B"}, 0x800),
            "deep EXR",
            "plain RGB or RGBA EXR");
        row("A23 exr with layers",
            "layers.exr",
            exrHeader({"left.B", "left.G", "left.R"}, 0),
            "left.B, left.G, left.R",
            "plain RGB or RGBA EXR");
        row("A24 gif",
            "anim.gif",
            "GIF89a" + std::string(40, '\0'),
            "is a GIF",
            "Export it as PNG");
        row("A25 raw CR3",
            "photo.cr3",
            bigEndian(24, 4) + "ftypcrx " + std::string(12, '\0'),
            "camera raw data is damaged",
            "Copy it again from the camera");
        row("A25 raw NEF",
            "photo.NEF",
            tiff(4, 4, std::vector<int>(48, 1)),
            "camera raw file",
            "16-bit TIFF or as JPEG");
        row("A26 svg",
            "drawing.svg",
            "<?xml version=\"1.0\"?>\n<svg width=\"10\"></svg>",
            "SVG drawing",
            "accepted formats are PNG");
        row("A26 pdf", "paper.pdf", "%PDF-1.7\n", "a PDF document", "accepted formats are PNG");
        row("A26 psd",
            "layers.psd",
            "8BPS" + std::string(30, '\0'),
            "a Photoshop document",
            "accepted formats are PNG");
        row("A27 jpeg with 10 000 scans", "scans.jpg", manyScans(), "scans", "ordinary JPEG");
        row("A jpeg without picture",
            "none.jpg",
            "\xff\xd8" + jpegSegment(0xe0, "zz") + "\xff\xd9",
            "no picture in it",
            "export it again");
        row("A png without pixels",
            "none.png",
            pngHeader(8, 8, 8, 2) + pngChunk("IEND", ""),
            "no IDAT",
            "Export the picture again");
        row("A png header damaged",
            "head.png",
            "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", "short"),
            "header is damaged",
            "Export the picture again");
        row("A tiff directory outside",
            "dir.tif",
            corruptTiffDirectory(),
            "cut short",
            "Copy it again");
        row("A zip named png",
            "zip.png",
            "PK\x03\x04" + std::string(30, '\0'),
            "a zip archive",
            "accepted formats are PNG");
    }
    void isRefusedWithPathReasonAndRemedy() {
        QFETCH(QString, name);
        QFETCH(std::string, bytes);
        QFETCH(QString, reason);
        QFETCH(QString, remedy);
        const fs::path path = folder_.path() / name.toStdString();
        writeBytes(path, bytes);
        for (const bool header_only : {false, true}) {
            try {
                if (header_only) {
                    readImageHeader(path);
                    QVERIFY2(reason == "damaged",
                             "only the decoder may find what the header reader does not");
                    continue;
                }
                readImage(path);
                QFAIL("was not refused");
            } catch (const Error& error) {
                const QString message = QString::fromStdString(error.what()),
                              hint = QString::fromStdString(error.hint());
                QVERIFY2(message.contains(QString::fromStdString(displayPath(path))),
                         qPrintable(message));
                QVERIFY2(message.contains(reason), qPrintable(message));
                QVERIFY2(hint.contains(remedy), qPrintable(hint));
                QVERIFY(!message.contains("OpenCV"));
                QCOMPARE(error.kind(), Error::Kind::BadInput);
                QCOMPARE(error.path(), path.string());
            }
        }
    }

    void bombsAreRefusedBeforeAllocation() {  // A07
        const long before = peakMemoryKib();
        for (const auto& [w, h] :
             {std::pair{60000u, 60000u}, {0x7fffffffu, 0x7fffffffu}, {1u, 0x7fffffffu}}) {
            const fs::path path = folder_.path() / "bomb.png";
            writeBytes(path,
                       pngHeader(w, h, 16, 6) + pngChunk("IDAT", deflated(std::string(100, 'x'))) +
                           pngChunk("IEND", ""));
            QVERIFY_EXCEPTION_THROWN(readImage(path), Error);
        }
        QVERIFY2(peakMemoryKib() - before < 50 * 1024, "memory grew");
    }

    void isAcceptedWithAWarning_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<QString>("warning");
        const auto row =
            [](const char* id, const char* name, const std::string& bytes, const char* warning) {
                QTest::newRow(id) << QString(name) << bytes << QString(warning);
            };
        const std::string jpeg = goodJpeg(), image = goodPng();
        row("A05 png named jpg", "really_png.jpg", image, "wrong ending");
        row("A06 upper case ending", "PHOTO.JPG", jpeg, "");
        row("A18 exif truncated",
            "exif1.jpg",
            jpegWith(jpeg, jpegSegment(0xe1, std::string("Exif\0\0II*\0\x08", 11))),
            "EXIF data is damaged");
        row("A18 exif garbage",
            "exif2.jpg",
            jpegWith(jpeg,
                     jpegSegment(0xe1, std::string("Exif\0\0", 6) + std::string(60000, '\x55'))),
            "EXIF data is damaged");
        // The directory's next pointer leads back to itself.
        const std::string loop = "II" + littleEndian(42, 2) + littleEndian(8, 4) +
                                 littleEndian(1, 2) + littleEndian(0x0112, 2) + littleEndian(3, 2) +
                                 littleEndian(1, 4) + littleEndian(1, 4) + littleEndian(8, 4);
        row("A18 exif directory loop",
            "exif3.jpg",
            jpegWith(jpeg, jpegSegment(0xe1, std::string("Exif\0\0", 6) + loop)),
            "");
        row("A18 exif orientation 77",
            "exif4.jpg",
            jpegWithOrientation(jpeg, 77),
            "orientation 77");
        row("A21 profile damaged",
            "icc1.png",
            pngWith(image, iccChunk("this is not a profile")),
            "colour profile is damaged");
        row("A21 profile not deflated",
            "icc2.png",
            pngWith(image, pngChunk("iCCP", std::string("x\0\0garbage", 10))),
            "colour profile is damaged");
        row("A21 profile incomplete",
            "icc3.jpg",
            jpegWith(jpeg, jpegSegment(0xe2, std::string("ICC_PROFILE\0\1\3part", 18))),
            "colour profile is incomplete");
        std::string text_chunk = pngChunk("tEXt", "Comment");
        text_chunk.back() ^= 1;
        row("A03 png checksum of a comment",
            "comment.png",
            pngWith(image, text_chunk),
            "PNG checksum of its chunk tEXt");
    }
    void isAcceptedWithAWarning() {
        QFETCH(QString, name);
        QFETCH(std::string, bytes);
        QFETCH(QString, warning);
        const fs::path path = folder_.path() / name.toStdString();
        writeBytes(path, bytes);
        std::vector<std::string> warnings;
        ReadOptions options;
        options.warnings = &warnings;
        options.orientation = Orientation::Upright;
        const Image image = readImage(path, options);
        QCOMPARE(image.width, 64);
        QCOMPARE(image.height, 48);
        QCOMPARE(warnings.size(), warning.isEmpty() ? 0u : 1u);
        if (!warning.isEmpty()) {
            QVERIFY2(QString::fromStdString(warnings[0]).contains(warning), warnings[0].c_str());
        }
    }

    void everyTruncationIsAnErrorOrThePicture_data() {  // A02: nothing crashes, nothing is half a
                                                        // picture
        QTest::addColumn<QString>("ending");
        for (const char* ending : {".png", ".jpg", ".tiff", ".webp", ".exr", ".hdr"}) {
            QTest::newRow(ending) << ending;
        }
    }
    void everyTruncationIsAnErrorOrThePicture() {
        QFETCH(QString, ending);
        const bool floats = ending == ".exr" || ending == ".hdr";
        const cv::Mat picture =
            floats ? cv::Mat(24, 32, CV_32FC3, cv::Scalar(0.5, 1, 2)) : gradient(32, 24);
        const std::string bytes = encode(qPrintable(ending), picture);
        const fs::path path = folder_.path() / ("cut" + ending.toStdString());
        writeBytes(path, bytes);
        const Image whole = readImage(path);
        for (std::size_t length = 0; length < bytes.size(); length += 1 + bytes.size() / 150) {
            writeBytes(path, bytes.substr(0, length));
            try {
                QVERIFY(readImage(path).pixels == whole.pixels);
            } catch (const Error& error) {
                QVERIFY(!error.hint().empty());
            }
        }
    }

    void flippedBytesNeverCrash() {
        for (const char* ending : {".png", ".jpg", ".tiff", ".webp", ".exr", ".hdr"}) {
            const bool floats = ending == std::string(".exr") || ending == std::string(".hdr");
            const cv::Mat picture =
                floats ? cv::Mat(24, 32, CV_32FC3, cv::Scalar(0.5, 1, 2)) : gradient(32, 24);
            const std::string bytes = encode(ending, picture);
            const fs::path path = folder_.path() / (std::string("flip") + ending);
            for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 120); ++i) {
                std::string damaged = bytes;
                damaged[i] ^= 0x81;
                writeBytes(path, damaged);
                try {
                    std::vector<std::string> warnings;
                    ReadOptions options;
                    options.warnings = &warnings;
                    readImage(path, options);
                } catch (const Error& error) {
                    QVERIFY(QString::fromStdString(error.what()).contains("flip"));
                }
            }
        }
    }

    void notARegularFile_data() {
        QTest::addColumn<QString>("kind");
        QTest::newRow("B14 fifo") << "fifo";
        QTest::newRow("B14 folder named a.png") << "folder";
        QTest::newRow("B14 /dev/zero") << "device";
        QTest::newRow("missing") << "missing";
    }
    void notARegularFile() {
        QFETCH(QString, kind);
        fs::path path = folder_.path() / (kind.toStdString() + ".png");
        if (kind == "fifo") {
            QCOMPARE(mkfifo(path.c_str(), 0600), 0);
        } else if (kind == "folder") {
            fs::create_directory(path);
        } else if (kind == "device") {
            path = "/dev/zero";
        }
        try {
            readImage(path);
            QFAIL("was not refused");
        } catch (const Error& error) {
            QVERIFY(QString::fromStdString(error.what())
                        .contains(QString::fromStdString(path.string())));
            QVERIFY(!error.hint().empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestBadImages)
#include "test_bad_images.moc"
