// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "camera/describe.h"
#include "camera/image_set_reader.h"
#include "camera/six_view.h"
#include "core/camera/synthetic_set.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

namespace {

constexpr int kSize = 128, kDepthSize = 64;

Camera sideCamera(int side, double distance, int size) {
    Camera camera;
    camera.width = camera.height = size;
    camera.fx = camera.fy = kSixViewFocal * size;
    camera.cx = camera.cy = 0.5 * size;
    camera.world_from_camera = sixViewPose(side, distance);
    return camera;
}

enum class DepthLayout { None, Suffix, Folder, TrainFolder };

struct Layout {
    bool in_train = false;
    DepthLayout depth = DepthLayout::None;
    bool alpha = true;
    double distance = kSixViewDistance;
    double unit = 0.001;
};

/// Writes a six-view folder of the two spheres.
void writeSixViews(const fs::path& root, const Layout& layout, const std::string& without = {}) {
    for (int side = 0; side < 6; ++side) {
        const std::string name = kSixViewNames[static_cast<std::size_t>(side)];
        if (name == without) {
            continue;
        }
        const fs::path folder = layout.in_train ? root / "train" : root;
        const Rendered picture = render(sideCamera(side, layout.distance, kSize));
        const Rendered depth = render(sideCamera(side, layout.distance, kDepthSize));
        writeBytes(folder / (name + ".png"),
                   encode(".png", layout.alpha ? picture.color : withoutAlpha(picture.color)));
        const fs::path depth_path =
            layout.depth == DepthLayout::Suffix   ? folder / (name + "_depth.png")
            : layout.depth == DepthLayout::Folder ? root / "depth" / (name + ".png")
                                                  : root / "train_depth" / (name + ".png");
        if (layout.depth != DepthLayout::None) {
            writeBytes(depth_path, depthPng(depth.depth, layout.unit));
        }
    }
}

const View& viewNamed(const ImageSet& set, const std::string& name) {
    return *std::find_if(
        set.views.begin(), set.views.end(), [&](const View& view) { return view.name == name; });
}

}  // namespace

class TestSixView : public QObject {
    Q_OBJECT

private slots:
    void readsEveryLayout_data() {
        QTest::addColumn<bool>("in_train");
        QTest::addColumn<int>("depth");
        QTest::addColumn<bool>("alpha");
        for (const bool in_train : {false, true}) {
            for (const bool alpha : {false, true}) {
                for (const auto& [depth, name] :
                     {std::pair{DepthLayout::None, "no depth"},
                      {DepthLayout::Suffix, "front_depth.png"},
                      {DepthLayout::Folder, "depth/front.png"},
                      {DepthLayout::TrainFolder, "train_depth/front.png"}}) {
                    QTest::newRow(qPrintable(
                        QString("%1, %2, %3")
                            .arg(in_train ? "train/" : "top level", name, alpha ? "RGBA" : "RGB")))
                        << in_train << static_cast<int>(depth) << alpha;
                }
            }
        }
    }
    void readsEveryLayout() {
        QFETCH(bool, in_train);
        QFETCH(int, depth);
        QFETCH(bool, alpha);
        const TemporaryFolder folder(fs::temp_directory_path());
        const bool has_depth = static_cast<DepthLayout>(depth) != DepthLayout::None;
        writeSixViews(folder.path(), {in_train, static_cast<DepthLayout>(depth), alpha});
        const ImageSet set = loadImageSet(folder.path());
        QVERIFY2(set.problems.empty(), set.problems.empty() ? "" : set.problems[0].reason.c_str());
        QCOMPARE(set.format, std::string("six-view"));
        QCOMPARE(set.views.size(), 6u);
        QVERIFY(set.assumed_cameras);
        QVERIFY(std::any_of(set.notes.begin(), set.notes.end(), [](const std::string& note) {
            return note.find("assumed") != std::string::npos;
        }));
        for (int side = 0; side < 6; ++side) {
            const View& view = viewNamed(set, kSixViewNames[static_cast<std::size_t>(side)]);
            QCOMPARE(view.camera->fx, kSixViewFocal * kSize);
            QCOMPARE(view.has_mask, alpha || has_depth);
            QCOMPARE(view.depth.width, has_depth ? kDepthSize : 0);
            const Mat4d truth = sixViewPose(side, kSixViewDistance);
            QVERIFY(length(column(view.camera->world_from_camera, 2) - column(truth, 2)) < 1e-12);
            QVERIFY(length(view.camera->position() - column(truth, 3)) < 0.01 * kSixViewDistance);
            if (view.has_mask) {  // C19: depth at half the size gives a mask that is right to a
                                  // pixel
                const Rendered picture = render(sideCamera(side, kSixViewDistance, kSize));
                int wrong = 0;
                for (int i = 0; i < kSize * kSize; ++i) {
                    wrong += (view.image.pixels[4 * static_cast<std::size_t>(i) + 3] > 0.5f) !=
                                     (picture.depth.at<double>(i / kSize, i % kSize) > 0)
                                 ? 1
                                 : 0;
                }
                QVERIFY(alpha ? wrong == 0 : wrong < 400);
            }
        }
    }

    void canonicalPosesAreThoseOfTheSample() {
        // front looks along +Y, right stands at +X, back at +Y, left at -X; +Y up in the top view,
        // -Y in the bottom view.
        const Vec3d positions[6] = {
            {0, -1, 0}, {1, 0, 0}, {0, 1, 0}, {-1, 0, 0}, {0, 0, 1}, {0, 0, -1}};
        const Vec3d ups[6] = {{0, 0, 1}, {0, 0, 1}, {0, 0, 1}, {0, 0, 1}, {0, 1, 0}, {0, -1, 0}};
        for (int side = 0; side < 6; ++side) {
            const Mat4d pose = sixViewPose(side, 2.0);
            QVERIFY(length(column(pose, 3) - positions[side] * 2.0) < 1e-12);
            QVERIFY(length(column(pose, 1) - ups[side]) < 1e-12);
            QVERIFY(length(cross(column(pose, 0), column(pose, 1)) - column(pose, 2)) < 1e-12);
        }
    }

    void distanceComesFromDepth_data() {
        QTest::addColumn<double>("distance");
        QTest::addColumn<double>("unit");
        QTest::newRow("as assumed") << 3.188306 << 0.001;
        QTest::newRow("nearer") << 2.4 << 0.0001;
        QTest::newRow("farther") << 5.0 << 0.0001;
    }
    void distanceComesFromDepth() {
        QFETCH(double, distance);
        QFETCH(double, unit);
        const TemporaryFolder folder(fs::temp_directory_path());
        writeSixViews(folder.path(), {true, DepthLayout::TrainFolder, true, distance, unit});
        // Depth in another unit needs a transforms file; without one millimetres are assumed, so
        // the scene comes out scaled.
        const ImageSet set = loadImageSet(folder.path());
        const double found = length(viewNamed(set, "top").camera->position()) * unit / 0.001;
        qInfo("distance %.4f, truth %.4f", found, distance);
        QVERIFY(std::abs(found - distance) < 0.002 * distance);
    }

    void transformsFileGivesThePoses() {
        const TemporaryFolder folder(fs::temp_directory_path());
        writeSixViews(folder.path(), {true, DepthLayout::TrainFolder, false, 2.7});
        nlohmann::json document = {{"camera_angle_x", 2 * std::atan(0.5 / kSixViewFocal)}};
        for (int side = 0; side < 6; ++side) {
            const std::string name = kSixViewNames[static_cast<std::size_t>(side)];
            document["frames"].push_back({{"file_path", "train/" + name},
                                          {"depth_file_path", "train_depth/" + name + ".png"},
                                          {"transform_matrix", matrixOf(sixViewPose(side, 2.7))}});
        }
        writeBytes(folder.path() / "transforms_train.json", document.dump());
        const ImageSet set = loadImageSet(folder.path());
        QCOMPARE(set.format, std::string("six-view"));
        QVERIFY(!set.assumed_cameras);
        QVERIFY(length(viewNamed(set, "left").camera->position() - Vec3d{-2.7, 0, 0}) < 1e-9);
        QVERIFY(viewNamed(set, "left").has_mask);  // from depth: the pictures are opaque
        QVERIFY2(set.problems.empty(), set.problems.empty() ? "" : set.problems[0].reason.c_str());
    }

    void ignoredDepthIsStillTheMask() {
        const TemporaryFolder folder(fs::temp_directory_path());
        writeSixViews(folder.path(), {true, DepthLayout::TrainFolder, false});
        const ImageSet set = loadImageSet(folder.path(), {.depth = LoadOptions::Depth::Ignore});
        const View& front = viewNamed(set, "front");
        QVERIFY(front.has_mask && front.depth.empty());
        QVERIFY(front.image.at(kSize / 2, kSize / 2)[3] == 1.0f && front.image.at(0, 0)[3] == 0.0f);
    }

    void missingSideIsNamed() {
        const TemporaryFolder folder(fs::temp_directory_path());
        writeSixViews(folder.path(), {false, DepthLayout::Suffix}, "back");
        const ImageSet set = loadImageSet(folder.path());
        QCOMPARE(set.views.size(), 5u);
        QVERIFY(std::any_of(set.problems.begin(), set.problems.end(), [](const InputProblem& p) {
            return p.skipped && p.reason.find("'back'") != std::string::npos && !p.hint.empty();
        }));
    }

    void brokenSideIsLeftOut() {
        const TemporaryFolder folder(fs::temp_directory_path());
        writeSixViews(folder.path(), {true, DepthLayout::TrainFolder});
        writeBytes(folder.path() / "train" / "top.png", "not a picture");
        writeBytes(folder.path() / "train_depth" / "left.png",
                   encode(".png", gradient(64, 64, CV_8UC1)));  // C13
        const ImageSet set = loadImageSet(folder.path());
        QCOMPARE(set.views.size(), 5u);
        QVERIFY(viewNamed(set, "left").depth.empty() && !viewNamed(set, "right").depth.empty());
        QVERIFY(std::any_of(set.problems.begin(), set.problems.end(), [](const InputProblem& p) {
            return p.skipped && p.path.filename() == "top.png";
        }));
        QVERIFY(std::any_of(set.problems.begin(), set.problems.end(), [](const InputProblem& p) {
            return !p.skipped && p.path.filename() == "left.png" &&
                   p.reason.find("8-bit") != std::string::npos;
        }));
    }
};

QTEST_GUILESS_MAIN(TestSixView)
#include "test_six_view.moc"
