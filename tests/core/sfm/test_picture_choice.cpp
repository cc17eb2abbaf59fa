// SPDX-License-Identifier: Apache-2.0
// What is decided without COLMAP: which pictures are blurred, which pairs are compared, which
// pictures show something else.
#include "core/sfm/photo_scene.h"
#include "sfm/matching_plan.h"
#include "sfm/other_objects.h"
#include "sfm/sharpness.h"

#include <QtTest>

#include <set>

using namespace bozzetto;

class TestPictureChoice : public QObject {
    Q_OBJECT

private slots:
    void blurIsToldFromContent();
    void spreadOutSharpnessIsNoBlur();
    void emptyAndTransparentPicturesAreHarmless();
    void orderedNamesAreAPath_data();
    void orderedNamesAreAPath();
    void exhaustiveComparesEachPairOnce();
    void sequentialClosesLoops();
    void anotherObjectOnTheSameTableIsFound();
    void sparseViewsOfOneObjectAreKept();
};

namespace {

SetSource setNamed(const std::vector<std::string>& names) {
    SetSource set;
    for (const std::string& name : names) {
        ViewSource view;
        view.name = name;
        set.views.push_back(view);
    }
    return set;
}

std::vector<size_t> upTo(size_t count) {
    std::vector<size_t> indices(count);
    for (size_t i = 0; i < count; ++i) {
        indices[i] = i;
    }
    return indices;
}

/// Points of a table, seen by all; and of two objects on it, seen by their own pictures when these
/// are on the point's side.
struct TwoObjects {
    std::vector<Camera> cameras;
    std::vector<Image> thumbnails;
    SparseCloud cloud;
    SceneGuess guess;
    TwoObjects(int count, const std::set<uint32_t>& others) {
        for (int i = 0; i < count; ++i) {
            cameras.push_back(test::ringCamera(i, count, 512));
            cloud.pictures.push_back("view" + std::to_string(i));
            Camera small = test::ringCamera(i, count, kThumbnailSide);
            thumbnails.push_back(test::photograph(small,
                                                  others.contains(static_cast<uint32_t>(i))
                                                      ? test::PhotoObject::Second
                                                      : test::PhotoObject::First));
        }
        for (int k = 0; k < 3000; ++k) {
            const auto noise = [&](int axis) { return test::latticeNoise(k, axis, 0, 7) * 2 - 1; };
            SparsePoint point;
            const bool on_table = k % 3 == 0, of_other = k % 3 == 1;
            const Vec3d normal = normalize(Vec3d{noise(0), noise(1), noise(2)});
            point.position = on_table ? Vec3d{1.5 * noise(0), 1.5 * noise(1), 0}
                                      : normal * 0.4 + Vec3d{0, 0, 0.4};
            for (uint32_t i = 0; i < cameras.size(); ++i) {
                const Vec3d to_camera = normalize(cameras[i].position() - point.position);
                const bool faces = on_table || dot(to_camera, normal) > 0.3;
                // Half of what faces a camera is found in its picture.
                const bool found = test::latticeNoise(k, static_cast<int>(i), 5, 9) < 0.5;
                if (faces && found && (on_table || of_other == others.contains(i))) {
                    point.seen_by.push_back(i);
                }
            }
            if (point.seen_by.size() >= 2) {
                cloud.points.push_back(point);
            }
        }
        guess.table = Plane{{0, 0, 1}, 0};
        guess.region.half_size = {0.5, 0.5, 0.5};
        guess.region.world_from_box.m[2][3] = 0.5;
    }
};

}  // namespace

void TestPictureChoice::blurIsToldFromContent() {
    std::vector<double> sharpness;
    std::vector<bool> expected;
    for (int i = 0; i < 8; ++i) {
        const Image sharp = test::photograph(test::ringCamera(i, 8, 256));
        sharpness.push_back(measureSharpness(sharp));
        expected.push_back(false);
        if (i % 3 == 0) {
            const int dx = i == 3 ? 0 : 1, dy = i == 0 ? 0 : 1;  // along x, y and a diagonal
            sharpness.push_back(measureSharpness(test::motionBlur(sharp, 9, dx, dy)));
            expected.push_back(true);
        }
    }
    const std::vector<double> relative = relativeTo(sharpness);
    const std::vector<bool> found = findBlurred(relative);
    for (size_t i = 0; i < expected.size(); ++i) {
        QVERIFY2(found[i] == expected[i], qPrintable(QString::number(relative[i])));
        QVERIFY(expected[i] || relative[i] > 0.7);
    }
}

void TestPictureChoice::spreadOutSharpnessIsNoBlur() {
    // A set whose pictures differ that much anyway: none stands out.
    const std::vector<double> wide{0.31, 0.40, 0.52, 0.68, 0.85, 1.0, 1.2, 1.5, 1.8, 2.2};
    const std::vector<bool> found = findBlurred(relativeTo(wide));
    QCOMPARE(std::count(found.begin(), found.end(), true), 0);
    // More than half cannot be worse than the middle of them all.
    const std::vector<double> poor{0.1, 0.1, 0.1, 1.0, 1.0};
    const std::vector<bool> none = findBlurred(relativeTo(poor));
    QCOMPARE(std::count(none.begin(), none.end(), true), 0);
    const std::vector<double> two_of_five{0.1, 1.1, 0.3, 1.0, 0.9};
    QCOMPARE(findBlurred(relativeTo(two_of_five)),
             (std::vector<bool>{true, false, true, false, false}));
}

void TestPictureChoice::emptyAndTransparentPicturesAreHarmless() {
    QCOMPARE(measureSharpness(Image(2, 2, 4)), 0.0);
    Image transparent = test::photograph(test::ringCamera(0, 8, 64));
    for (size_t i = 3; i < transparent.pixels.size(); i += 4) {
        transparent.pixels[i] = 0;
    }
    QCOMPARE(measureSharpness(transparent), 0.0);
    QVERIFY(findBlurred(relativeTo(std::vector<double>{})).empty());
    const std::vector<bool> found = findBlurred(relativeTo(std::vector<double>{0, 0, 0}));
    QCOMPARE(std::count(found.begin(), found.end(), true), 0);
}

void TestPictureChoice::orderedNamesAreAPath_data() {
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<bool>("is_path");
    QTest::newRow("camera") << QStringList{"IMG_0001", "IMG_0002", "IMG_0004"} << true;
    QTest::newRow("frames") << QStringList{"9", "10", "11"} << true;
    QTest::newRow("words") << QStringList{"front", "left", "top"} << false;
    QTest::newRow("two cameras") << QStringList{"A1", "A2", "B1", "B2"} << false;
    QTest::newRow("numbers far apart") << QStringList{"1204", "7731", "99821"} << false;
    QTest::newRow("huge number") << QStringList{"99999999999999999999", "99999999999999999999"}
                                 << false;
}

void TestPictureChoice::orderedNamesAreAPath() {
    QFETCH(QStringList, names);
    QFETCH(bool, is_path);
    std::vector<std::string> list;
    for (const QString& name : names) {
        list.push_back(name.toStdString());
    }
    std::vector<SfmPicture> pictures(list.size());
    QCOMPARE(isPath(setNamed(list), pictures), is_path);
    for (size_t i = 0; i < pictures.size(); ++i) {
        pictures[i].taken = "2024:05:31 12:03:0" + std::to_string(i);
    }
    QVERIFY(isPath(setNamed(list), pictures));
}

void TestPictureChoice::exhaustiveComparesEachPairOnce() {
    const SetSource set = setNamed({"a", "b", "c", "d", "e"});
    const MatchingPlan plan = planMatching(
        set, std::vector<SfmPicture>(5), {0, 2, 3, 4}, CameraEstimateOptions::Matching::Auto);
    QVERIFY(!plan.is_sequential);
    QCOMPARE(plan.pairs, (PicturePairs{{0, 2}, {0, 3}, {0, 4}, {2, 3}, {2, 4}, {3, 4}}));
    QVERIFY(plan.warning.empty());
}

void TestPictureChoice::sequentialClosesLoops() {
    std::vector<std::string> names;
    for (int i = 0; i < 300; ++i) {
        names.push_back("IMG_" + std::to_string(1000 + i));
    }
    const SetSource set = setNamed(names);
    const std::vector<SfmPicture> pictures(300);
    using Matching = CameraEstimateOptions::Matching;
    const MatchingPlan plan = planMatching(set, pictures, upTo(300), Matching::Auto);
    QVERIFY(plan.is_sequential);
    QVERIFY(plan.pairs.size() < 8000);  // of 44850
    QVERIFY(std::is_sorted(plan.pairs.begin(), plan.pairs.end()));
    const std::set<std::pair<size_t, size_t>> pairs(plan.pairs.begin(), plan.pairs.end());
    QCOMPARE(pairs.size(), plan.pairs.size());
    for (size_t i = 0; i + 10 < 300; ++i) {
        QVERIFY(pairs.contains({i, i + 1}) && pairs.contains({i, i + 10}));
    }
    // The end of the walk meets its beginning.
    QVERIFY(pairs.contains({0, 295}));
    // Without an order only all pairs will do, and that is said.
    std::reverse(names.begin(), names.end());
    const MatchingPlan all = planMatching(setNamed(names), pictures, upTo(300), Matching::Auto);
    QVERIFY(!all.is_sequential && all.pairs.size() == 44850 && !all.warning.empty());
}

void TestPictureChoice::anotherObjectOnTheSameTableIsFound() {
    const TwoObjects scene(24, {5, 6, 17});
    QCOMPARE(findOtherObjects(scene.cameras, scene.cloud, scene.guess, scene.thumbnails),
             (std::vector<size_t>{5, 6, 17}));
}

void TestPictureChoice::sparseViewsOfOneObjectAreKept() {
    for (const int count : {8, 12, 40}) {
        const TwoObjects scene(count, {});
        QVERIFY(
            findOtherObjects(scene.cameras, scene.cloud, scene.guess, scene.thumbnails).empty());
    }
}

QTEST_GUILESS_MAIN(TestPictureChoice)
#include "test_picture_choice.moc"
