// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "camera/describe.h"
#include "camera/file_finder.h"
#include "camera/image_set_reader.h"
#include "core/camera/synthetic_set.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

class TestImageFolder : public QObject {
    Q_OBJECT

    static std::vector<std::string> namesOf(const ImageSet& set) {
        std::vector<std::string> names;
        for (const View& view : set.views) {
            names.push_back(view.name);
        }
        return names;
    }
    static bool hasProblem(const ImageSet& set,
                           const std::string& file,
                           const std::string& reason) {
        return std::any_of(set.problems.begin(), set.problems.end(), [&](const InputProblem& p) {
            return p.path.filename() == file && p.reason.find(reason) != std::string::npos &&
                   !p.hint.empty();
        });
    }

private slots:
    void picturesAreSortedAsPeopleCount() {  // B07
        const TemporaryFolder folder(fs::temp_directory_path());
        for (const int i : {10, 1, 2}) {
            writeBytes(folder.path() / ("img" + std::to_string(i) + ".png"),
                       encode(".png", gradient(16 + i, 16)));
        }
        const ImageSet set = loadImageSet(folder.path());
        QCOMPARE(namesOf(set), (std::vector<std::string>{"img1", "img2", "img10"}));
        QCOMPARE(set.format, std::string("images"));
        QVERIFY(!set.views[0].camera && !set.views[0].has_mask);
        QVERIFY(naturalLess("a9b", "a10b") && !naturalLess("a10b", "a9b") &&
                naturalLess("a", "ab") && naturalLess("a01", "a1") != naturalLess("a1", "a01"));
    }

    void samePicturesAreUsedOnce() {  // B04
        const TemporaryFolder folder(fs::temp_directory_path());
        writeBytes(folder.path() / "a.png", encode(".png", gradient(32, 32)));
        writeBytes(folder.path() / "b.png", encode(".png", gradient(32, 32)));
        writeBytes(folder.path() / "c.png", encode(".png", gradient(33, 32)));
        const ImageSet set = loadImageSet(folder.path());
        QCOMPARE(namesOf(set), (std::vector<std::string>{"a", "c"}));
        QVERIFY(hasProblem(set, "b.png", "same picture as a.png"));
    }

    void masksAreMatchedByEveryCustom_data() {  // C09
        QTest::addColumn<QString>("mask");
        for (const char* name : {"masks/a.png",
                                 "mask/a.png",
                                 "masks/a.jpg.png",
                                 "a_mask.png",
                                 "a.mask.png",
                                 "images/a_mask.png",
                                 "images/masks/a.png",
                                 "masks/A.PNG"}) {
            QTest::newRow(name) << name;
        }
    }
    void masksAreMatchedByEveryCustom() {
        QFETCH(QString, mask);
        SyntheticSet scene(2);
        const TemporaryFolder folder(fs::temp_directory_path());
        const bool beside = !mask.startsWith("a");
        const fs::path pictures = beside ? folder.path() / "images" : folder.path();
        writeBytes(pictures / "a.jpg", encode(".jpg", withoutAlpha(scene.rendered(0).color)));
        writeBytes(folder.path() / mask.toStdString(),
                   encode(".png", alphaOf(scene.rendered(0).color)));
        const ImageSet set = loadImageSet(folder.path());
        QCOMPARE(set.views.size(), 1u);
        QVERIFY(set.views[0].has_mask);
        QCOMPARE(set.views[0].image.at(32, 32)[3], 1.0f);
        QCOMPARE(set.views[0].image.at(0, 0)[3], 0.0f);
        QVERIFY2(set.problems.empty(), set.problems.empty() ? "" : set.problems[0].reason.c_str());
    }

    void picturesWithoutCamerasAreTurnedUprightWithTheirMasks_data() {  // A16, C12
        QTest::addColumn<bool>("mask_is_upright");
        QTest::newRow("A16 mask stored like the picture") << false;
        QTest::newRow("C12 mask drawn on the upright picture") << true;
    }
    void picturesWithoutCamerasAreTurnedUprightWithTheirMasks() {
        QFETCH(bool, mask_is_upright);
        const TemporaryFolder folder(fs::temp_directory_path());
        const cv::Mat stored = gradient(64, 40);
        cv::Mat mask(40, 64, CV_8UC1, cv::Scalar(0));
        mask(cv::Rect(8, 6, 20, 10)).setTo(255);
        writeBytes(folder.path() / "a.png",
                   pngWith(encode(".png", stored), pngChunk("eXIf", exifBlock(6))));
        if (mask_is_upright) {
            cv::rotate(mask, mask, cv::ROTATE_90_CLOCKWISE);
        }
        writeBytes(folder.path() / "masks" / "a.png", encode(".png", mask));
        const ImageSet set = loadImageSet(folder.path());
        const View& view = set.views.at(0);
        QCOMPARE(view.image.width, 40);
        QCOMPARE(view.image.height, 64);
        // Stored (x, y) = (18, 11) is the middle of the mask; orientation 6 puts it at (39 - 11,
        // 18).
        QCOMPARE(view.image.at(28, 18)[3], 1.0f);
        QCOMPARE(view.image.at(18, 11)[3], 0.0f);
        QCOMPARE(hasProblem(set, "a.png", "EXIF orientation is 6"), !mask_is_upright);
    }

    void singlePictureIsASetOfOne() {
        const TemporaryFolder folder(fs::temp_directory_path());
        writeBytes(folder.path() / "only.webp", encode(".webp", gradient(32, 32)));
        const ImageSet set = loadImageSet(folder.path() / "only.webp");
        QCOMPARE(set.views.size(), 1u);
        QCOMPARE(set.views[0].name, std::string("only"));
    }

    void sameNamesInTwoFoldersStayApart() {  // B05
        SyntheticSet set(4);
        set.put("a/0.png", encode(".png", set.rendered(0).color));
        set.put("b/0.png", encode(".png", set.rendered(1).color));
        set.frame(0)["file_path"] = "a/0";
        set.frame(1)["file_path"] = "b/0";
        const ImageSet loaded = loadImageSet(set.save());
        QCOMPARE(namesOf(loaded), (std::vector<std::string>{"a_0", "b_0", "r_2", "r_3"}));
    }

    void sizesMayDiffer() {  // B06
        SyntheticSet set(6);
        for (const int i : {1, 4}) {
            set.put(set.imageName(i), encode(".png", render(orbitCamera(i, 6, 96)).color));
        }
        const ImageSet loaded = loadImageSet(set.save());
        QVERIFY(loaded.problems.empty());
        for (const View& view : loaded.views) {
            QVERIFY(view.camera->width == view.image.width);
            QVERIFY(std::abs(view.camera->fx - kFocal * view.image.width) < 1e-9);
        }
        QCOMPARE(loaded.views[4].image.width, 96);
    }

    void linksAreFollowedAndLoopsEnd() {  // B12, B13
        SyntheticSet scene(2);
        const TemporaryFolder folder(fs::temp_directory_path());
        fs::create_directory_symlink(folder.path(), folder.path() / "loop");
        fs::create_symlink(scene.root() / "train" / "r_0.png", folder.path() / "linked.png");
        fs::create_symlink(folder.path() / "nothing", folder.path() / "dangling.png");
        const ImageSet set = loadImageSet(folder.path());
        QCOMPARE(namesOf(set), (std::vector<std::string>{"linked"}));
    }

    void descriptionCountsWhatWasFound() {
        SyntheticSet set(6);
        set.put("train_depth/r_1.png", depthPng(set.rendered(1).depth));
        set.frame(1)["depth_file_path"] = "train_depth/r_1.png";
        set.put(set.imageName(3), "broken");
        const ImageSet loaded = loadImageSet(set.save());
        const nlohmann::json found = describe(loaded);
        QCOMPARE(found["images"]["count"].get<int>(), 5);
        QCOMPARE(found["depth"]["count"].get<int>(), 1);
        QVERIFY(found["depth"]["nearest"].get<double>() > 2.0 &&
                found["depth"]["farthest"].get<double>() < 4.0);
        QVERIFY(!found["cameras"]["assumed"].get<bool>());
        QVERIFY(std::abs(found["cameras"]["focal_lengths_px"][0].get<double>() - kFocal * 64) <
                1e-6);
        bool named = false;
        for (const nlohmann::json& problem : found["problems"]) {
            named |= problem["skipped"].get<bool>() &&
                     problem["path"].get<std::string>().ends_with("r_3.png");
        }
        QVERIFY(named);
        const std::string text = describeAsText(loaded);
        QVERIFY(text.find("r_3.png: is not an image") != std::string::npos);
        QVERIFY(text.find("1 of 6 pictures were left out") != std::string::npos);
    }

    void manyPicturesAreListedQuickly() {  // B03
        const TemporaryFolder folder(fs::temp_directory_path());
        const std::string bytes = encode(".png", gradient(16, 16));
        for (int i = 0; i < 2000; ++i) {  // a comment makes each file's bytes its own
            std::ofstream(folder.path() / (std::to_string(i) + ".png"), std::ios::binary)
                << pngWith(bytes, pngChunk("tEXt", "n\0" + std::to_string(i)));
        }
        QElapsedTimer clock;
        clock.start();
        const ImageSet set =
            loadImageSet(folder.path(), {.pixels = LoadOptions::Pixels::HeadersOnly});
        QCOMPARE(set.views.size(), 2000u);
        QVERIFY(set.problems.empty());
        qInfo("2000 pictures listed in %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() < 5000);
    }
};

QTEST_GUILESS_MAIN(TestImageFolder)
#include "test_image_folder.moc"
