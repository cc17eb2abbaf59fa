// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/cameras/solved_set.h"
#include "ui/viewport/view_controller.h"
#include "ui/window/camera_controller.h"
#include "ui/window/cameras_page.h"
#include "ui/window/photos.h"
#include "ui/window/session_support.h"

#include <QDoubleSpinBox>
#include <QUndoStack>

namespace bozzetto::testing {

inline constexpr int kPhotos = 9;  // one of them is left out

/// A window with photographs in it, and its parts that have to do with cameras.
class PhotosWindow : public SessionWindow {
public:
    explicit PhotosWindow(const char* how = "", int photos = kPhotos, const char* points = "400") {
        qputenv("BOZZETTO_SCRIPTED_CAMERAS", how);
        qputenv("BOZZETTO_SCRIPTED_POINTS", points);
        folder_ = path(QStringLiteral("photos"));
        writePhotos(ui::toPath(folder_), photos);
    }
    ~PhotosWindow() {
        if (document()->isOpen()) {
            discard();
        }
    }
    const QString& folder() const { return folder_; }
    ui::CameraController* cameras() const { return get()->findChild<ui::CameraController*>(); }
    ui::CamerasPage* page() const { return find<ui::CamerasPage>("camerasPage"); }
    ui::ViewController* view() const { return page()->controller(); }
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
        ui::Viewport* viewport = view()->viewport();
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

inline bool near(Vec3d a, Vec3d b, double tolerance) {
    return length(a - b) <= tolerance;
}

}  // namespace bozzetto::testing
