// SPDX-License-Identifier: Apache-2.0
// The tools of the scene around photographs - region, floor, scale, other programs' cameras - as a
// person uses them. The cameras come from a program that does not look at the pictures
// (app/scripted_cameras.h).
#include "camera/camera_file.h"
#include "ui/viewport/region_tool.h"
#include "ui/window/photos_window.h"

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

class TestPhotosScene : public QObject {
    Q_OBJECT

private slots:
    void init() { forgetSessions(); }
    void regionHandles();
    void regionNumbers();
    void floorByThreeClicks();
    void upByNumbers();
    void scaleByTwoClicks();
    void otherProgramsCameras();
    void conventionIsFlippedAndUndone();
    void sceneIsKeptInTheProject();
    void excludedPicturesLeaveTheCamerasAlone();
    void foundAgainTheSceneGoesAlong();
};

void TestPhotosScene::regionHandles() {
    PhotosWindow window;
    QVERIFY(window.showCameras());
    RegionTool* tool = window.page()->regionTool();
    QVERIFY(tool->isOn() && tool->box());
    QVERIFY(!window.scene().region);  // guessed so far
    const RegionBox guessed = *tool->box();
    QVERIFY(distanceTo(guessed, {0, 0, 0.4}) < 0);  // the ball is in it

    using Handle = RegionTool::Handle;
    const auto drag = [&](const Handle& handle, QPoint by) {
        window.dragBy(window.pixelOf(tool->placeOf(handle)), by);
    };
    // A face: it alone moves, along its axis.
    const int steps = window.undo()->count();
    const Handle top{Handle::Kind::Face, 2, 1}, bottom{Handle::Kind::Face, 2, -1};
    const Vec3d top_before = tool->placeOf(top), bottom_before = tool->placeOf(bottom);
    drag(top, {0, -40});
    QVERIFY(window.scene().region);
    QCOMPARE(window.undo()->count(), steps + 1);
    QVERIFY(near(tool->placeOf(bottom), bottom_before, 1e-9));
    const Vec3d moved = tool->placeOf(top) - top_before;
    QVERIFY2(length(moved) > 0.01, qPrintable(QString::number(length(moved))));
    const Vec3d axis = normalize(top_before - bottom_before);
    QVERIFY(near(moved, axis * dot(moved, axis), 1e-9));
    QVERIFY(dot(moved, axis) > 0);

    // The middle: the size stays.
    const Vec3d half = tool->box()->half_size;
    drag({Handle::Kind::Move}, {30, 10});
    QVERIFY(near(tool->box()->half_size, half, 1e-12));
    QCOMPARE(window.undo()->count(), steps + 2);

    // The ring: about the up axis.
    const RegionBox before_turn = *tool->box();
    const Vec3d up = window.cameras()->scene().frame->up;
    drag({Handle::Kind::Turn}, {60, 25});
    QCOMPARE(window.undo()->count(), steps + 3);
    const auto column = [](const RegionBox& box, int i) {
        const auto& m = box.world_from_box.m;
        return Vec3d{m[0][i], m[1][i], m[2][i]};
    };
    QVERIFY(length(column(*tool->box(), 0) - column(before_turn, 0)) > 0.05);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(std::abs(dot(column(*tool->box(), i), up) - dot(column(before_turn, i), up)) <
                1e-9);
        QVERIFY(std::abs(length(column(*tool->box(), i)) - 1) < 1e-9);
    }
    // One step each, there and back.
    const RegionBox last = *tool->box();
    window.undo()->undo();
    QCOMPARE(*tool->box(), before_turn);
    window.undo()->undo();
    window.undo()->undo();
    QVERIFY(!window.scene().region);
    QCOMPARE(*tool->box(), guessed);
    for (int i = 0; i < 3; ++i) {
        window.undo()->redo();
    }
    QCOMPARE(*tool->box(), last);
    QCOMPARE(*window.scene().region, last);
    // Escape gives up a drag.
    QTest::mousePress(
        window.view()->viewport(), Qt::LeftButton, {}, window.pixelOf(tool->placeOf(top)));
    QTest::mouseMove(window.view()->viewport(), QPoint(40, 40));
    QVERIFY(*tool->box() != last);
    QTest::keyClick(window.view()->viewport(), Qt::Key_Escape);
    QCOMPARE(*tool->box(), last);
    QTest::mouseRelease(window.view()->viewport(), Qt::LeftButton, {}, QPoint(40, 40));
    QCOMPARE(*window.scene().region, last);
}

void TestPhotosScene::regionNumbers() {
    PhotosWindow window;
    QVERIFY(window.showCameras());
    RegionTool* tool = window.page()->regionTool();
    const RegionBox guessed = *tool->box();
    const int steps = window.undo()->count();
    window.type("regionSizeX", QStringLiteral("1.5"));
    QVERIFY(std::abs(tool->box()->half_size.x - 0.75) < 1e-9);
    QVERIFY(std::abs(tool->box()->half_size.y - guessed.half_size.y) < 1e-12);
    QCOMPARE(window.undo()->count(), steps + 1);
    window.type("regionSizeY", QStringLiteral("1.25"));
    QCOMPARE(window.undo()->count(), steps + 1);  // one visit to the fields is one step
    window.undo()->undo();
    QCOMPARE(*tool->box(), guessed);
    window.undo()->redo();
    QVERIFY(window.press("resetRegion"));
    QVERIFY(!window.scene().region);
    QCOMPARE(*tool->box(), guessed);
    window.undo()->undo();
    QVERIFY(window.scene().region && std::abs(window.scene().region->half_size.y - 0.625) < 1e-9);
}

void TestPhotosScene::floorByThreeClicks() {
    PhotosWindow window;
    QVERIFY(window.showCameras());
    QVERIFY(!window.scene().frame);
    QVERIFY(window.press("pickFloor"));
    const int steps = window.undo()->count();
    QVERIFY(window.text("pickNote").contains(QStringLiteral("3")));
    QVERIFY(!window.page()->regionTool()->isOn());  // out of the way
    // A click beside everything counts for nothing.
    window.click({2, window.view()->viewport()->height() - 3});
    QVERIFY(window.text("pickNote").contains(QStringLiteral("3")));
    // Three points of the table that nothing hides.
    int clicks = 0;
    for (const SparsePoint& point : window.cameras()->solved()->source.cloud.points) {
        const Vec3d p = point.position;
        const bool wanted = p.z == 0 && clicks < 3 &&
                            ((clicks == 0 && p.x > 0.8) || (clicks == 1 && p.x < 0 && p.y > 0.7) ||
                             (clicks == 2 && p.y < -0.7));
        const QPoint at = window.pixelOf(p);
        const ViewProjection projection = window.view()->viewport()->projection();
        if (wanted && window.view()->points()->pick(at, projection, 1) == p) {
            window.click(at);
            ++clicks;
        }
    }
    QCOMPARE(clicks, 3);
    QTRY_VERIFY(window.scene().frame);
    QVERIFY(near(window.scene().frame->up, {0, 0, 1}, 1e-9));
    QVERIFY(std::abs(window.scene().frame->floor) < 1e-9);
    QVERIFY(window.page()->regionTool()->isOn());
    QCOMPARE(window.undo()->count(), steps + 1);
    window.undo()->undo();
    QVERIFY(!window.scene().frame);
    window.undo()->redo();
    QVERIFY(window.scene().frame);
    // Escape forgets clicks.
    QVERIFY(window.press("pickFloor"));
    window.click(window.pixelOf({0, 0, 0.8}));
    QTest::keyClick(window.view()->viewport(), Qt::Key_Escape);
    QVERIFY(window.text("pickNote").contains(QStringLiteral("3")));
}

void TestPhotosScene::upByNumbers() {
    PhotosWindow window;
    QVERIFY(window.showCameras());
    const Vec3d up = window.cameras()->scene().frame->up;
    QVERIFY(window.press("flipUp"));
    QVERIFY(near(window.scene().frame->up, -up, 1e-9));
    // The view follows: what was below is above.
    QVERIFY(near(window.view()->navigator().upAxis(), -up, 1e-6));
    QVERIFY(near(toDouble(window.viewport()->look().up), -up, 1e-6));  // the result's view too
    window.undo()->undo();
    QVERIFY(!window.scene().frame);
    QVERIFY(near(window.view()->navigator().upAxis(), up, 1e-6));
    window.type("upX", QStringLiteral("0.5"));
    QVERIFY(window.scene().frame && window.scene().frame->up.x > 0.3);
    QVERIFY(std::abs(length(window.scene().frame->up) - 1) < 1e-12);
    QVERIFY(window.press("resetFrame"));
    QVERIFY(!window.scene().frame);
}

void TestPhotosScene::scaleByTwoClicks() {
    PhotosWindow window;
    QVERIFY(window.showCameras());
    const auto& points = window.cameras()->solved()->source.cloud.points;
    QVERIFY(window.press("pickLength"));
    // The two that lie furthest apart on the screen are easily hit.
    Vec3d a = points[1].position, b = a;
    for (const SparsePoint& point : points) {
        const Vec3d p = point.position;
        a = window.pixelOf(p).x() < window.pixelOf(a).x() ? p : a;
        b = window.pixelOf(p).x() > window.pixelOf(b).x() ? p : b;
    }
    window.click(window.pixelOf(a));
    window.click(window.pixelOf(b));
    QTRY_VERIFY(window.widget("length")->isEnabled());
    const double between = window.find<QDoubleSpinBox>("length")->value();
    QVERIFY2(std::abs(between - length(b - a)) < 0.1, qPrintable(QString::number(between)));
    window.type("length", QStringLiteral("0.25"));
    QVERIFY(window.scene().frame);
    QVERIFY(std::abs(window.scene().frame->scale * length(b - a) - 0.25) < 0.02);
    // From now on lengths have a unit.
    QVERIFY(!window.cameras()->scene().unit.suffix.isEmpty());
    window.undo()->undo();
    QVERIFY(!window.scene().frame);
    QVERIFY(window.cameras()->scene().unit.suffix.isEmpty());
    window.undo()->redo();
    QVERIFY(window.scene().frame->scale < 1);
}

/// A COLMAP model that goes with the photographs.
QString writeModel(PhotosWindow& window) {
    const QString model = window.path(QStringLiteral("model"));
    CameraFile file;
    for (const auto& [name, camera] : window.cameras()->solved()->cameras) {
        FileCamera one;
        one.picture = name + ".png";
        one.intrinsics.width = camera.width, one.intrinsics.height = camera.height;
        one.intrinsics.fx = camera.fx, one.intrinsics.fy = camera.fy;
        one.world_from_camera = camera.world_from_camera;
        file.cameras.push_back(one);
    }
    std::filesystem::create_directories(toPath(model));
    writeCameraFile(file, toPath(model), "colmap-text");
    return model;
}

void TestPhotosScene::otherProgramsCameras() {
    PhotosWindow window;
    QVERIFY(window.showCameras());
    const QString model = writeModel(window);
    QVERIFY(window.drop({model}) != Qt::IgnoreAction);
    QTRY_VERIFY(!window.scene().cameras.empty());
    QTRY_VERIFY(window.cameras()->solved()->from == SolvedSet::From::File);
    QCOMPARE(window.cameras()->solved()->cameras.size(), size_t{kPhotos - 1});
    QVERIFY(window.isCurrentStep(2));
    QVERIFY(window.isShown("forgetCameraFile"));
    window.undo()->undo();
    QTRY_VERIFY(window.cameras()->solved()->from == SolvedSet::From::Estimate);
    window.undo()->redo();
    QTRY_VERIFY(window.cameras()->solved()->from == SolvedSet::From::File);
    QVERIFY(window.press("forgetCameraFile"));  // back to those that were found
    QTRY_VERIFY(window.cameras()->solved()->from == SolvedSet::From::Estimate);
    QVERIFY(!window.cameras()->isFinding());

    // Dropped together with the photographs.
    window.discard();
    QVERIFY(window.drop({window.folder(), model}) != Qt::IgnoreAction);
    QTRY_VERIFY_WITH_TIMEOUT(
        window.cameras()->solved() && window.cameras()->solved()->from == SolvedSet::From::File,
        10000);
    QVERIFY(!window.cameras()->isFinding());
}

void TestPhotosScene::conventionIsFlippedAndUndone() {
    PhotosWindow window;
    QVERIFY(window.start());
    const QString set = makeSet(window.path(QStringLiteral("set")));
    QVERIFY(window.openSet(set));
    QVERIFY(window.pressStep(2));
    QTRY_VERIFY_WITH_TIMEOUT(window.isShown("flipConvention"), 20000);
    QVERIFY(!window.text("convention").isEmpty() && !window.text("conventionEvidence").isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(window.isShown("evidencePicture"), 10000);
    const QString before = window.text("convention");
    const Vec3d eye = window.cameras()->solved()->cameras.front().camera.position();
    QVERIFY(window.press("flipConvention"));
    QVERIFY(!window.scene().convention.empty());
    QTRY_VERIFY_WITH_TIMEOUT(window.text("convention") != before, 20000);
    window.undo()->undo();
    QVERIFY(window.scene().convention.empty());
    QTRY_COMPARE_WITH_TIMEOUT(window.text("convention"), before, 20000);
    QVERIFY(near(window.cameras()->solved()->cameras.front().camera.position(), eye, 1e-9));
}

void TestPhotosScene::sceneIsKeptInTheProject() {
    PhotosWindow window;
    QVERIFY(window.showCameras());
    window.type("regionSizeX", QStringLiteral("1.5"));
    QVERIFY(window.press("flipUp"));
    const SceneEdits scene = window.scene();
    const QString project = window.path(QStringLiteral("shoe.bozzetto"));
    QSignalSpy saved(window.document(), &ProjectDocument::saved);
    window.document()->saveAs(project);
    QTRY_COMPARE(saved.size(), 1);
    window.document()->close();
    QTRY_VERIFY(window.cameras()->solved() == nullptr);
    window->open({project});
    QTRY_VERIFY(window.document()->isOpen());
    SceneEdits beside = scene;  // the cameras moved beside the project
    beside.cameras = toPath(window.path(QStringLiteral("shoe-cameras/cameras.json")));
    QCOMPARE(window.scene(), beside);
    qputenv("BOZZETTO_SCRIPTED_CAMERAS", "missing");  // nobody looks for them again
    QVERIFY(window.waitForCameras());
    QVERIFY(!window.cameras()->isFinding());
    QCOMPARE(window.cameras()->solved()->cameras.size(), size_t{kPhotos - 1});
    QCOMPARE(*window.page()->regionTool()->box(), *scene.region);
    QVERIFY(near(window.view()->navigator().upAxis(), scene.frame->up, 1e-6));
}

void TestPhotosScene::excludedPicturesLeaveTheCamerasAlone() {
    PhotosWindow window;
    QVERIFY(window.showCameras());
    const std::filesystem::path file = window.scene().cameras;
    QVERIFY(std::filesystem::exists(file));
    window.type("regionSizeX", QStringLiteral("1.5"));
    const RegionBox region = *window.scene().region;
    const auto eye = [&](const std::string& name) {
        for (const auto& [view, camera] : window.cameras()->solved()->cameras) {
            if (view == name) {
                return camera.position();
            }
        }
        return Vec3d{};
    };
    const Vec3d before = eye("IMG_003");
    qputenv("BOZZETTO_SCRIPTED_CAMERAS", "missing");  // whoever looks now finds nothing
    QSignalSpy finding(window.cameras(), &CameraController::findingChanged);
    window.document()->setExcluded({QStringLiteral("IMG_001")}, true);
    QTRY_COMPARE(window.cameras()->solved()->cameras.size(), size_t{kPhotos - 2});
    QCOMPARE(window.scene().cameras, file);
    QCOMPARE(*window.scene().region, region);
    QVERIFY(near(eye("IMG_003"), before, 1e-12));
    QVERIFY(!window.isShown("camerasProblem") && !window.isShown("noticeBar"));

    // A run is given the very file.
    window.choose({"quick"}, {});
    QVERIFY(window.press("camerasContinue"));
    QVERIFY(window.run());
    QVERIFY(window.waitForEnd());
    QCOMPARE(jobOf(window.document()->project(), window.lastRun()).scene.cameras, file);

    // Undo takes the finding itself back, and nobody looks by itself again.
    while (window.undo()->canUndo() && !window.scene().cameras.empty()) {
        window.undo()->undo();
    }
    QTRY_VERIFY(window.cameras()->lacksCameras());
    QTest::qWait(300);
    QVERIFY(!window.cameras()->isFinding() && window.undo()->canRedo());
    window.undo()->redo();
    QTRY_VERIFY(!window.cameras()->lacksCameras());
    QCOMPARE(window.scene().cameras, file);
}

void TestPhotosScene::foundAgainTheSceneGoesAlong() {
    PhotosWindow window;
    QVERIFY(window.dropPhotos());
    window.document()->setExcluded({QStringLiteral("IMG_000")}, true);
    QVERIFY(window.waitForCameras());
    QVERIFY(window.pressStep(2));
    QTRY_COMPARE(window.cameras()->solved()->cameras.size(), size_t{kPhotos - 2});
    QVERIFY(!window.isShown("camerasSince"));
    window.type("regionSizeX", QStringLiteral("1.5"));
    const RegionBox region = *window.scene().region;
    const std::filesystem::path file = window.scene().cameras;

    // A picture that the cameras know nothing of is said, and not used.
    window.document()->setExcluded({QStringLiteral("IMG_000")}, false);
    QTRY_VERIFY(window.isShown("camerasSince"));
    QVERIFY(window.text("camerasSince").contains(QStringLiteral("Find again")));
    QVERIFY(!window.cameras()->isFinding());
    QCOMPARE(window.scene().cameras, file);

    // Asked for, they are found anew: these stand otherwise, so that the region is guessed.
    QVERIFY(window.press("findCameras"));
    QTRY_VERIFY_WITH_TIMEOUT(window.scene().cameras != file, 10000);
    QTRY_VERIFY(!window.isShown("camerasSince"));
    QVERIFY(std::filesystem::exists(file));  // for undo
    QVERIFY(!window.scene().region);
    window.undo()->undo();
    QCOMPARE(window.scene().cameras, file);
    QCOMPARE(*window.scene().region, region);
    window.undo()->redo();
    // The same pictures once more: the same cameras, and the region stays.
    QTRY_VERIFY(!window.cameras()->isFinding());
    window.type("regionSizeX", QStringLiteral("1.25"));
    const std::filesystem::path second = window.scene().cameras;
    QVERIFY(window.press("findCameras"));
    QTRY_VERIFY_WITH_TIMEOUT(window.scene().cameras != second, 10000);
    QVERIFY(window.scene().region && std::abs(window.scene().region->half_size.x - 0.625) < 1e-6);
}

}  // namespace

QTEST_MAIN(TestPhotosScene)
#include "test_photos_scene.moc"
