// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "camera/image_set_reader.h"
#include "camera/mask_export.h"
#include "camera/mask_import.h"
#include "camera/view_loader.h"
#include "core/image/image_files.h"
#include "image/codec.h"
#include "image/mask.h"
#include "image/orientation.h"

#include <QtTest>

#include <algorithm>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

namespace {

constexpr int kWidth = 48, kHeight = 32;

/// A disc of its own place and a soft border for picture i.
cv::Mat discMask(int i) {
    cv::Mat mask(kHeight, kWidth, CV_8UC1);
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            const double away = std::hypot(x - 20 - 2 * i, y - 14 - i);
            mask.at<uchar>(y, x) =
                static_cast<uchar>(std::lround(255 * std::clamp(9.5 - away, 0.0, 1.0)));
        }
    }
    return mask;
}

Image maskOfView(const SetSource& set, std::size_t i) {
    const LoadedView loaded = loadView(set.views[i], {}, {});
    Image mask(loaded.view->image.width, loaded.view->image.height, 1);
    for (std::size_t p = 0; p < mask.pixels.size(); ++p) {
        mask.pixels[p] = loaded.view->image.pixels[4 * p + 3];
    }
    return mask;
}

std::string messageOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return std::string(error.what()) + " | " + error.hint();
    }
    return "no error";
}

}  // namespace

class TestMaskConventions : public QObject {
    Q_OBJECT

    TemporaryFolder folder_{fs::temp_directory_path()};

    /// Three photographs: one of them turned by EXIF, one in upper case; with masks in masks/.
    fs::path photos(const std::string& name) {
        const fs::path root = folder_.path() / name;
        const std::string jpeg = encode(".jpg", gradient(kWidth, kHeight));
        const char* names[] = {"img1", "img2", "IMG 10"};
        for (int i = 0; i < 3; ++i) {
            cv::Mat picture = gradient(kWidth, kHeight) * (1 - 0.1 * i);
            const std::string bytes = encode(".jpg", picture);
            writeBytes(root / "images" / (std::string(names[i]) + (i == 2 ? ".JPG" : ".jpg")),
                       i == 1 ? jpegWithOrientation(bytes, 6) : bytes);
            writeBytes(root / "masks" / (std::string(names[i]) + ".png"),
                       encode(".png", discMask(i)));
        }
        return root;
    }

private slots:
    void exportedMasksComeBackTheSame_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("second");  // file of img2.jpg
        QTest::newRow("bozzetto") << "bozzetto"
                                  << "img2.png";
        QTest::newRow("nvdiffrec") << "nvdiffrec"
                                   << "img2.png";
        QTest::newRow("colmap") << "colmap"
                                << "img2.jpg.png";
        QTest::newRow("nerfstudio") << "nerfstudio"
                                    << "img2.png";
        QTest::newRow("postshot") << "postshot"
                                  << "img2.png";
        QTest::newRow("brush") << "brush"
                               << "img2.png";
        QTest::newRow("realityscan") << "realityscan"
                                     << "img2.jpg.mask.png";
        QTest::newRow("metashape") << "metashape"
                                   << "img2_mask.png";
    }
    void exportedMasksComeBackTheSame() {
        QFETCH(QString, id);
        QFETCH(QString, second);
        const MaskConvention& convention = maskConvention(id.toStdString());
        const SetSource set = findImageSet(photos("round " + id.toStdString()));
        QCOMPARE(set.views.size(), std::size_t{3});
        const fs::path out = folder_.path() / ("out " + id.toStdString());
        const std::vector<fs::path> files = exportMasks(set, out, convention);
        QCOMPARE(files.size(), std::size_t{3});
        QVERIFY(fs::exists(out / second.toStdString()));

        SetSource bare = set;
        for (ViewSource& view : bare.views) {
            view.mask.clear();
        }
        const MaskImport import = matchMasks(bare, out);
        QCOMPARE(import.matches.size(), std::size_t{3});
        QVERIFY(import.unused.empty() && import.views_without_mask.empty());
        QCOMPARE(import.white_is_object, std::optional<bool>(convention.white_is_object));
        QCOMPARE(import.evidence, 1.0);
        useMasks(bare, import, *import.white_is_object);
        for (std::size_t i = 0; i < 3; ++i) {
            const Image before = maskOfView(set, i), after = maskOfView(bare, i);
            QCOMPARE(after.width, before.width);
            QVERIFY(maskStatistics(after, 0).coverage > 0.1);
            for (std::size_t p = 0; p < before.pixels.size(); ++p) {
                QVERIFY(std::abs(before.pixels[p] - after.pixels[p]) < 1e-3);
            }
        }
    }

    void polarityIsThatOfTheProgram() {
        const SetSource set = findImageSet(photos("polarity"));
        for (const MaskConvention& convention : maskConventions()) {
            if (convention.naming == MaskConvention::Naming::AlphaChannel) {
                continue;
            }
            const fs::path out = folder_.path() / ("polarity " + convention.id);
            const Image file = readRawImage(exportMasks(set, out, convention).front());
            QCOMPARE(*file.at(0, 0) > 0.5f, convention.id == "realityscan");
        }
    }

    void aTurnedMaskIsStoredAsItsPictureIs() {
        const SetSource set = findImageSet(photos("turned"));
        const auto view = std::find_if(set.views.begin(), set.views.end(), [](const ViewSource& v) {
            return v.name == "img2";
        });
        const LoadedView loaded = loadView(*view, {}, {});
        QVERIFY(loaded.view->upright);
        QCOMPARE(loaded.view->image.width, kHeight);
        const fs::path out = folder_.path() / "turned out";
        exportMasks(set, out, maskConvention("colmap"));
        const Image file = readRawImage(out / "img2.jpg.png");
        QCOMPARE(file.width, kWidth);
        const cv::Mat drawn = discMask(1);
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) {
                QVERIFY(std::abs(*file.at(x, y) - drawn.at<uchar>(y, x) / 255.0f) < 1e-3f);
            }
        }
    }

    void alphaPicturesAreASetOfTheirOwn() {
        const SetSource set = findImageSet(photos("alpha"));
        const fs::path out = folder_.path() / "alpha out";
        exportMasks(set, out, maskConvention("alpha"));
        const ImageSet again = loadImageSet(out);
        QCOMPARE(again.views.size(), std::size_t{3});
        const Image before = loadView(set.views[0], {}, {}).view->image;
        for (const View& view : again.views) {
            QVERIFY(view.mask_from == View::MaskFrom::Alpha);
        }
        const Image& after = again.views[0].image;
        for (std::size_t i = 0; i < before.pixels.size(); ++i) {
            QVERIFY(std::abs(before.pixels[i] - after.pixels[i]) < 0.005f);
        }
    }

    void foldersOfPicturesStayApart() {
        const fs::path root = folder_.path() / "cameras two";
        for (int i = 0; i < 2; ++i) {
            const std::string camera = i == 0 ? "left" : "right";
            writeBytes(root / "images" / camera / "a.jpg",
                       encode(".jpg", gradient(kWidth, kHeight) * (1 - 0.2 * i)));
            writeBytes(root / "m" / camera / "a.jpg.png", encode(".png", discMask(3 * i)));
        }
        SetSource set;
        for (const char* camera : {"left", "right"}) {
            ViewSource view;
            view.image = root / "images" / camera / "a.jpg";
            view.name = std::string(camera) + "_a";
            set.views.push_back(view);
        }
        const MaskImport import = matchMasks(set, root / "m");
        QCOMPARE(import.matches.size(), std::size_t{2});
        QCOMPARE(import.matches[0].mask, root / "m" / "left" / "a.jpg.png");
        QCOMPARE(import.matches[1].mask, root / "m" / "right" / "a.jpg.png");
        QVERIFY(import.problems.empty());
        QCOMPARE(import.naming, std::string("a.jpg.png"));
        useMasks(set, import, true);
        const fs::path out = folder_.path() / "two out";
        exportMasks(set, out, maskConvention("colmap"));
        QVERIFY(fs::exists(out / "left" / "a.jpg.png") && fs::exists(out / "right" / "a.jpg.png"));
    }

    void whatDoesNotMatchIsListedBothWays() {
        const fs::path root = photos("partly");
        const SetSource set = findImageSet(root);
        const fs::path masks = folder_.path() / "partly masks";
        writeBytes(masks / "IMG1_Mask.PNG", encode(".png", discMask(0)));
        writeBytes(masks / "other.png", encode(".png", discMask(0)));
        writeBytes(masks / "img2.png", std::string("not a picture"));
        const MaskImport import = matchMasks(set, masks);
        QCOMPARE(import.matches.size(), std::size_t{2});
        QCOMPARE(import.views_without_mask, std::vector<std::string>{"IMG 10"});
        QCOMPARE(import.unused, std::vector<fs::path>{masks / "other.png"});
        QCOMPARE(import.problems.size(), std::size_t{1});
        QVERIFY(import.problems[0].path == masks / "img2.png");
        QVERIFY(messageOf([&] { matchMasks(set, masks / "nowhere"); }).find("no such folder") !=
                std::string::npos);
        fs::create_directories(masks / "empty");
        QVERIFY(messageOf([&] { matchMasks(set, masks / "empty"); }).find("holds no masks") !=
                std::string::npos);
        QVERIFY(messageOf([&] { maskConvention("blender"); }).find("metashape") !=
                std::string::npos);
    }

    void templateNamesMasks() {
        const SetSource set = findImageSet(photos("template"));
        const fs::path masks = folder_.path() / "template masks";
        for (int i = 0; i < 3; ++i) {
            const char* names[] = {"img1", "img2", "IMG 10"};
            writeBytes(masks / ("m-" + std::string(names[i]) + "-final.png"),
                       encode(".png", discMask(i)));
        }
        QVERIFY(messageOf([&] { matchMasks(set, masks); }).find("no mask in it is named") !=
                std::string::npos);
        QCOMPARE(matchMasks(set, masks, "m-{filename}-final.png").matches.size(), std::size_t{3});
        QVERIFY(messageOf([&] { matchMasks(set, masks, "m.png"); }).find("{filename}") !=
                std::string::npos);
    }

    void blackOnWhiteIsRecognisedAndTaken() {
        const SetSource set = findImageSet(photos("black"));
        const fs::path masks = folder_.path() / "black masks";
        for (int i = 0; i < 3; ++i) {
            const char* names[] = {"img1", "img2", "IMG 10"};
            writeBytes(masks / (std::string(names[i]) + ".png"), encode(".png", 255 - discMask(i)));
        }
        SetSource inverted = set;
        const MaskImport import = matchMasks(set, masks);
        QCOMPARE(import.white_is_object, std::optional<bool>(false));
        useMasks(inverted, import, false);
        const Image before = maskOfView(set, 0), after = maskOfView(inverted, 0);
        for (std::size_t p = 0; p < before.pixels.size(); ++p) {
            QVERIFY(std::abs(before.pixels[p] - after.pixels[p]) < 1e-3);
        }
    }
};

QTEST_GUILESS_MAIN(TestMaskConventions)
#include "test_mask_conventions.moc"
