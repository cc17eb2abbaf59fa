// SPDX-License-Identifier: Apache-2.0
// From photographs without cameras to a mesh, and the scene's tools, as a person uses them. The
// cameras come from a program that does not look at the pictures (app/scripted_cameras.h).
#include "camera/camera_file.h"
#include "support/loop_watch.h"
#include "ui/cameras/scene_panel.h"
#include "ui/cameras/solved_set.h"
#include "ui/images/import_session.h"
#include "ui/images/start_page.h"
#include "ui/viewport/region_tool.h"
#include "ui/viewport/view_controller.h"
#include "ui/window/camera_controller.h"
#include "ui/window/cameras_page.h"
#include "ui/window/photos.h"
#include "ui/window/screen_faults.h"
#include "ui/window/session_support.h"

#include <QDialog>
#include <QDoubleSpinBox>
#include <QListWidget>
#include <QMenu>
#include <QProcess>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTimer>
#include <QUndoStack>

#include <set>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

constexpr int kPhotos = 9;  // one of them is left out

/// A window with photographs in it, and its parts that have to do with cameras.
class PhotosWindow : public SessionWindow {
public:
    explicit PhotosWindow(const char* how = "", int photos = kPhotos, const char* points = "400") {
        qputenv("BOZZETTO_SCRIPTED_CAMERAS", how);
        qputenv("BOZZETTO_SCRIPTED_POINTS", points);
        folder_ = path(QStringLiteral("photos"));
        writePhotos(toPath(folder_), photos);
    }
    ~PhotosWindow() {
        if (document()->isOpen()) {
            discard();
        }
    }
    const QString& folder() const { return folder_; }
    CameraController* cameras() const { return get()->findChild<CameraController*>(); }
    CamerasPage* page() const { return find<CamerasPage>("camerasPage"); }
    ViewController* view() const { return page()->controller(); }
    const SceneEdits& scene() const { return document()->project().scene; }
    bool dropPhotos() {
        return start() && drop({folder_}) != Qt::IgnoreAction &&
               waitUntil([this] { return find<QAbstractButton>("reviewContinue")->isEnabled(); });
    }
    bool waitForCameras(int timeout_ms = 20000) {
        return waitUntil(
            [this] {
                return cameras()->solved() && cameras()->solved()->hasCameras() &&
                       view()->points() != nullptr;
            },
            timeout_ms);
    }
    /// On the page of the cameras, with all of them and the view at rest.
    bool showCameras() { return dropPhotos() && waitForCameras() && pressStep(2) && settle(); }
    bool settle() const {
        return waitUntil([this] { return view()->viewport()->isSettled(); }, 20000);
    }
    QPoint pixelOf(Vec3d point) const {
        return view()->viewport()->projection().pixelOf(point).value_or(QPointF(-1, -1)).toPoint();
    }
    void click(QPoint at) const {
        QTest::mouseMove(view()->viewport(), at);
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, at);
    }
    void dragBy(QPoint from, QPoint by) const {
        Viewport* viewport = view()->viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, from);
        QTest::mouseMove(viewport, from + by / 2);
        QTest::mouseMove(viewport, from + by);
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, from + by);
    }
    /// Types a number into a field and takes it by Enter.
    void type(const char* field_name, const QString& text) const {
        auto* field = find<QDoubleSpinBox>(field_name);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    QUndoStack* undo() const { return document()->undoStack(); }

private:
    QString folder_;
};

bool near(Vec3d a, Vec3d b, double tolerance) {
    return length(a - b) <= tolerance;
}

class TestPhotosFlow : public QObject {
    Q_OBJECT
private slots:
    void init() { forgetSessions(); }
    void fromPhotosToMeshWithoutADialog();
    void camerasGrowWhileTheyAreFound();
    void cancelEndsTheSearch();
    void missingProgramIsSaidAndTheRestWorks();
    void nothingStartsWhereItIsNotWanted();
    void runWaitsForTheCameras();
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
    void framesOfAVideo();
    void sampleOfPhotographs();
    void staysFluid();
    void screens_data();
    void screens();
};

void TestPhotosFlow::fromPhotosToMeshWithoutADialog() {
    PhotosWindow window;
    QVERIFY(window.dropPhotos());
    QVERIFY(window.waitForCameras());
    // The review's button leads on.
    QVERIFY(window.press("reviewContinue"));
    QVERIFY(window.isCurrentStep(2) || window.isCurrentStep(3));
    QVERIFY(window.pressStep(2));
    QCOMPARE(window.view()->photos().size(), size_t{kPhotos - 1});
    QTRY_VERIFY(window.view()->points()->count() > 300);
    QVERIFY(window.text("cameraReport").contains(QStringLiteral("8 of 9")));
    QVERIFY(window.text("cameraReport").contains(QStringLiteral("0.42")));
    auto* missing = window.find<QListWidget>("missingCameras");
    QCOMPARE(missing->count(), 1);
    QVERIFY(missing->item(0)->text().contains(QStringLiteral("IMG_008")));
    QVERIFY(missing->item(0)->text().contains(QStringLiteral("Blurred")));
    QTRY_VERIFY(!missing->item(0)->icon().isNull());
    // Every camera has its photograph.
    QTRY_VERIFY(std::none_of(window.view()->photos().begin(),
                             window.view()->photos().end(),
                             [](const PhotoView& photo) { return photo.thumbnail.isNull(); }));

    window.choose({"quick"}, {});
    QVERIFY(window.press("camerasContinue"));
    QVERIFY(window.isCurrentStep(3));
    QVERIFY(window.run());
    QVERIFY(window.waitForEnd());
    QTRY_VERIFY(window.viewport()->mesh() != nullptr);
    // Nobody was asked anything.
    for (const auto* dialog : window->findChildren<QDialog*>()) {
        QVERIFY2(!dialog->isVisible(), qPrintable(dialog->objectName()));
    }
    QVERIFY(window.question() == nullptr);
    QVERIFY(!window.isShown("noticeBar"));
}

void TestPhotosFlow::camerasGrowWhileTheyAreFound() {
    std::set<size_t> counts;  // outlives the window, which clears its photographs at the end
    PhotosWindow window("slow");
    QVERIFY(window.dropPhotos());
    QVERIFY(window.pressStep(2));
    QTRY_VERIFY_WITH_TIMEOUT(window.isShown("camerasProgress"), 5000);
    QVERIFY(window.isShown("cancelCameras") && !window.isShown("findCameras"));
    connect(window.view(), &ViewController::photosChanged, this, [&] {
        counts.insert(window.view()->photos().size());
    });
    QTRY_VERIFY_WITH_TIMEOUT(window.text("camerasPhase").contains(QStringLiteral("left")), 5000);
    QVERIFY(window.text("camerasPhase").contains(QStringLiteral("Placing the cameras")));
    QVERIFY(window.find<QProgressBar>("camerasProgress")->value() > 0);
    QVERIFY(window.waitForCameras());
    QVERIFY2(counts.size() >= 3, qPrintable(QString::number(counts.size())));
    QTRY_VERIFY(!window.isShown("camerasProgress"));
    QCOMPARE(window.find<QAbstractButton>("findCameras")->text(), QStringLiteral("Find again"));
}

void TestPhotosFlow::cancelEndsTheSearch() {
    PhotosWindow window("hang");
    QVERIFY(window.dropPhotos());
    QTRY_VERIFY(window.cameras()->isFinding());
    QVERIFY(window.pressStep(2));
    QElapsedTimer clock;
    clock.start();
    QVERIFY(window.press("cancelCameras"));
    QVERIFY(waitUntil([&] { return !window.cameras()->isFinding(); }));
    QVERIFY2(clock.elapsed() <= 2200, qPrintable(QString::number(clock.elapsed())));
    QTest::qWait(500);
    QVERIFY(!window.cameras()->isFinding());  // not again by itself
    qputenv("BOZZETTO_SCRIPTED_CAMERAS", "");
    QVERIFY(window.press("findCameras"));
    QVERIFY(window.waitForCameras());
}

void TestPhotosFlow::missingProgramIsSaidAndTheRestWorks() {
    PhotosWindow window("missing");
    QVERIFY(window.dropPhotos());
    QTRY_VERIFY(window.isShown("noticeBar"));
    QVERIFY(window.text("noticeHint").contains(QStringLiteral("colmap")));
    QVERIFY(window.pressStep(2));
    QVERIFY(window.text("camerasHint").contains(QStringLiteral("colmap")));
    QVERIFY(window.isShown("findCameras"));
    window.choose({"quick"}, {});  // works without cameras
    QVERIFY(window.press("camerasContinue"));
    QVERIFY(window.run());
    QVERIFY(window.waitForEnd());
    QTRY_VERIFY(window.viewport()->mesh() != nullptr);
}

void TestPhotosFlow::nothingStartsWhereItIsNotWanted() {
    PhotosWindow window;
    window.preferences().setFindsCameras(false);
    QVERIFY(window.dropPhotos());
    QTRY_VERIFY(window.cameras()->lacksCameras());
    QTest::qWait(300);
    QVERIFY(!window.cameras()->isFinding());
    window.preferences().setFindsCameras(true);
    QVERIFY(window.waitForCameras());
}

void TestPhotosFlow::runWaitsForTheCameras() {
    PhotosWindow window("slow");
    QVERIFY(window.dropPhotos());
    window.choose({"scripted"}, {});
    QTRY_VERIFY(window.cameras()->isFinding());
    QVERIFY(window.pressStep(3));
    QVERIFY(window.press("run"));
    QTest::qWait(300);
    QVERIFY(!window.queue()->isRunning() && window.cameras()->isFinding());
    QVERIFY(!window.widget("run")->isEnabled());
    QVERIFY(window.waitForCameras());
    QTRY_VERIFY_WITH_TIMEOUT(window.queue()->count() > 0, 5000);
}

void TestPhotosFlow::regionHandles() {
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

void TestPhotosFlow::regionNumbers() {
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

void TestPhotosFlow::floorByThreeClicks() {
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

void TestPhotosFlow::upByNumbers() {
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

void TestPhotosFlow::scaleByTwoClicks() {
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

void TestPhotosFlow::otherProgramsCameras() {
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

void TestPhotosFlow::conventionIsFlippedAndUndone() {
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

void TestPhotosFlow::sceneIsKeptInTheProject() {
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

void TestPhotosFlow::excludedPicturesLeaveTheCamerasAlone() {
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

void TestPhotosFlow::foundAgainTheSceneGoesAlong() {
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

void TestPhotosFlow::framesOfAVideo() {
    const QString ffmpeg = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
    if (ffmpeg.isEmpty()) {
        QSKIP("there is no ffmpeg here");
    }
    PhotosWindow window;
    qputenv("XDG_CACHE_HOME", QFile::encodeName(window.path(QStringLiteral("cache"))));
    const QString video = window.path(QStringLiteral("round.mp4"));
    QCOMPARE(QProcess::execute(ffmpeg,
                               {QStringLiteral("-v"),
                                QStringLiteral("error"),
                                QStringLiteral("-f"),
                                QStringLiteral("lavfi"),
                                QStringLiteral("-i"),
                                QStringLiteral("testsrc=size=64x48:rate=25:duration=4"),
                                video}),
             0);
    QVERIFY(window.start());
    QVERIFY(window.drop({video}) != Qt::IgnoreAction);
    const auto* session = window->findChild<ImportSession*>();
    const auto pictures = [&] {
        return session->isListed() ? static_cast<int>(session->review().pictures.size()) : 0;
    };
    QTRY_COMPARE_WITH_TIMEOUT(pictures(), 40, 20000);
    QVERIFY(window.waitForCameras());
    QVERIFY(window.isShown("videoFrames"));
    auto* field = window.find<QSpinBox>("videoFrames");
    QCOMPARE(field->value(), 0);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("12"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(pictures(), 12, 20000);
    QCOMPARE(window.scene().video_frames, 12);
    // Other frames, other cameras: the scripted program leaves one of the twelve out.
    QTRY_VERIFY_WITH_TIMEOUT(
        window.cameras()->solved() && window.cameras()->solved()->cameras.size() == size_t{11},
        20000);
    QCOMPARE(field->value(), 12);
    QCOMPARE(jobOf(window.document()->project(), ProjectRun()).scene.video_frames, 12);
    while (window.undo()->canUndo() && window.scene().video_frames != 0) {
        window.undo()->undo();
    }
    QTRY_COMPARE_WITH_TIMEOUT(pictures(), 40, 20000);
    QCOMPARE(field->value(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(
        window.cameras()->solved() && window.cameras()->solved()->cameras.size() == size_t{39},
        20000);
}

void TestPhotosFlow::sampleOfPhotographs() {
    PhotosWindow window;
    writePhotos(toPath(window.folder()), 5);
    QVERIFY(window.start());
    auto* start = window.find<StartPage>("startPage");
    start->setSample(QStringLiteral("/no/such/set"));
    start->setSamplePhotos(window.folder());
    auto* button = window.find<QPushButton>("trySample");
    QVERIFY(button->menu() != nullptr);
    // The menu has an event loop of its own: chosen once it is there.
    connect(button->menu(), &QMenu::aboutToShow, this, [menu = button->menu()] {
        QTimer::singleShot(50, menu, [menu] {
            menu->setActiveAction(menu->actions().back());
            QTest::keyClick(menu, Qt::Key_Return);
        });
    });
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(window.waitForCameras());
    QCOMPARE(window.document()->project().inputs.front(), toPath(window.folder()));
}

void TestPhotosFlow::staysFluid() {
    constexpr int kMany = 201;
    PhotosWindow window("slow", kMany, "50000");
    QVERIFY(window.start());
    QVERIFY(window.drop({window.folder()}) != Qt::IgnoreAction);
    QVERIFY(window.pressStep(2, 20000));
    LoopWatch watch;
    QVERIFY(window.waitForCameras(60000));
    QTRY_COMPARE(window.view()->photos().size(), size_t{kMany - 1});
    QVERIFY(window.settle());
    for (int i = 0; i < 20; ++i) {
        window.view()->orbitBy(4, 1);
        QTest::qWait(30);
    }
    QVERIFY(window.press("pickLength"));
    for (int i = 0; i < 20; ++i) {  // looks for a point under the mouse with every move
        QTest::mouseMove(window.view()->viewport(), QPoint(200 + 9 * i, 200 + 5 * i));
        QTest::qWait(15);
    }
    qInfo() << "longest stall with 200 cameras and 50 000 points:" << watch.longestMs()
            << "ms, of its own" << watch.longestOwnMs() << "ms";
    QVERIFY2(watch.longestOwnMs() < 100, qPrintable(QString::number(watch.longestOwnMs())));
}

void TestPhotosFlow::screens_data() {
    QTest::addColumn<int>("scheme");
    QTest::addColumn<QSize>("size");
    QTest::newRow("light") << static_cast<int>(Scheme::Light) << QSize(1600, 1000);
    QTest::newRow("dark") << static_cast<int>(Scheme::Dark) << QSize(1600, 1000);
    QTest::newRow("small") << static_cast<int>(Scheme::Dark) << QSize(1366, 720);
}

void TestPhotosFlow::screens() {
    QFETCH(int, scheme);
    QFETCH(QSize, size);
    PhotosWindow window("slow", 16, "4000");
    applyTheme(*qApp, static_cast<Scheme>(scheme));
    QVERIFY(window.start());
    window->resize(size);
    const QString tag = QLatin1String(QTest::currentDataTag());
    QVERIFY(window.drop({window.folder()}) != Qt::IgnoreAction);
    QVERIFY(window.pressStep(2, 10000));
    QTRY_VERIFY_WITH_TIMEOUT(window.view()->points() != nullptr, 10000);
    QVERIFY(window.settle());
    window.takePicture(QStringLiteral("cameras-finding-") + tag);
    QCOMPARE(faultsOf(*window.get()), QStringList());
    QVERIFY(window.waitForCameras());
    QTRY_VERIFY(!window.cameras()->isFinding());
    QVERIFY(window.settle());
    window.takePicture(QStringLiteral("cameras-found-") + tag);
    QCOMPARE(faultsOf(*window.get()), QStringList());
    QVERIFY(window.press("pickLength"));
    const auto& points = window.cameras()->solved()->source.cloud.points;
    window.click(window.pixelOf(points[1].position));
    window.click(window.pixelOf(points[4].position));
    QTest::qWait(200);
    window.takePicture(QStringLiteral("cameras-length-") + tag);
    QCOMPARE(faultsOf(*window.get()), QStringList());
}

}  // namespace

QTEST_MAIN(TestPhotosFlow)
#include "test_photos_flow.moc"
