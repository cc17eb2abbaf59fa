// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/navigator.h"

#include <QtTest>

#include <cmath>
#include <numbers>

using namespace bozzetto;
using namespace bozzetto::ui;

namespace {

constexpr double kPi = std::numbers::pi;
const QSizeF kSize(960, 640);

Box boxOf(Vec3d low, Vec3d high) {
    Box box;
    box.add(low);
    box.add(high);
    return box;
}

/// A navigator over a box of 2 x 1 x 3 about (1, 2, 3), without transitions.
Navigator makeNavigator(Vec3d up = {0, 0, 1}) {
    Navigator navigator;
    navigator.setTransitions(false);
    navigator.setUpAxis(up);
    navigator.setViewportSize(kSize);
    const Box box = boxOf({0, 1.5, 1.5}, {2, 2.5, 4.5});
    navigator.setBounds(box, box);
    navigator.goToStartView();
    return navigator;
}

Camera makePhoto(Vec3d eye, Vec3d target, double roll = 0) {
    Camera camera;
    camera.width = 400, camera.height = 300;
    camera.fx = 350, camera.fy = 340, camera.cx = 210, camera.cy = 140;
    const Vec3d back = normalize(eye - target);
    const Vec3d level_right = normalize(cross(Vec3d{0, 0, 1}, back));
    const Vec3d level_up = cross(back, level_right);
    const Vec3d right = level_right * std::cos(roll) + level_up * std::sin(roll);
    const Vec3d up = cross(back, right);
    for (int i = 0; i < 3; ++i) {
        camera.world_from_camera.m[i][0] = right[i];
        camera.world_from_camera.m[i][1] = up[i];
        camera.world_from_camera.m[i][2] = back[i];
        camera.world_from_camera.m[i][3] = eye[i];
    }
    return camera;
}

QPointF pixelOf(const Navigator& navigator, Vec3d point) {
    const auto pixel = ViewProjection(navigator.camera(), kSize).pixelOf(point);
    return pixel ? *pixel : QPointF(-1e6, -1e6);
}

double distance(QPointF a, QPointF b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

/// How far the picture's right hand side leans out of the horizontal plane.
double lean(const ViewCamera& camera, Vec3d up) {
    const Vec3d back = normalize(toDouble(camera.position) - toDouble(camera.focal_point));
    return std::abs(dot(cross(toDouble(camera.up), back), up));
}

void drag(Navigator& navigator,
          QPointF from,
          QPointF to,
          Qt::MouseButton button,
          Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    navigator.mousePress(from, button, modifiers);
    for (int i = 1; i <= 8; ++i) {
        navigator.mouseMove(from + (to - from) * (i / 8.0));
    }
    navigator.mouseRelease(button);
}

}  // namespace

class TestNavigator : public QObject {
    Q_OBJECT
private slots:
    void pointUnderTheCursorStays_data() {
        QTest::addColumn<bool>("orthographic");
        QTest::addColumn<Vec3d>("up");
        QTest::newRow("perspective, z up") << false << Vec3d{0, 0, 1};
        QTest::newRow("perspective, y up") << false << Vec3d{0, 1, 0};
        QTest::newRow("orthographic") << true << Vec3d{0, 0, 1};
        QTest::newRow("perspective, -y up") << false << Vec3d{0, -1, 0};
    }
    void pointUnderTheCursorStays() {
        QFETCH(bool, orthographic);
        QFETCH(Vec3d, up);
        Navigator navigator = makeNavigator(up);
        if (orthographic) {
            navigator.toggleOrthographic();
        }
        const Vec3d corner{2, 2.5, 4.5};
        const QPointF at = pixelOf(navigator, corner);
        QVERIFY(QRectF({0, 0}, kSize).contains(at));
        navigator.setPicker([&](QPointF) { return std::optional(corner); });

        const double size_before = ViewProjection(navigator.camera(), kSize).unitsPerPixel(1);
        const double distance_before = navigator.turntable().distance;
        QVERIFY(navigator.wheel(at, {0, 3 * 120}));
        QVERIFY(distance(pixelOf(navigator, corner), at) < 0.01);
        QVERIFY(std::abs(navigator.turntable().distance * 1.728 - distance_before) < 1e-9);
        navigator.wheel(at, {0, -5 * 120});
        QVERIFY(distance(pixelOf(navigator, corner), at) < 0.01);
        QVERIFY(navigator.pinch(at, 1.7));
        QVERIFY(distance(pixelOf(navigator, corner), at) < 0.01);
        if (orthographic) {
            QVERIFY(ViewProjection(navigator.camera(), kSize).unitsPerPixel(1) < size_before);
        }

        // Dragged by the middle button, the grabbed point goes where the cursor goes.
        const QPointF grabbed = pixelOf(navigator, corner), to = grabbed + QPointF(-173, 91);
        drag(navigator, grabbed, to, Qt::MiddleButton);
        QVERIFY(distance(pixelOf(navigator, corner), to) < 0.01);
        QVERIFY(lean(navigator.camera(), up) < 1e-6);

        // Zoomed by a drag, the pressed point stays.
        drag(navigator, to, to + QPointF(0, -150), Qt::RightButton);
        QVERIFY(distance(pixelOf(navigator, corner), to) < 0.01);
    }

    void zoomBesideTheObject() {
        Navigator navigator = makeNavigator();
        navigator.setPicker([](QPointF) { return std::optional<Vec3d>(); });
        const QPointF at(40, 600);
        const ViewProjection before(navigator.camera(), kSize);
        const Vec3d point =
            before.pointAt(at, before.depthOf(toDouble(navigator.camera().focal_point)));
        navigator.wheel(at, {0, 480});
        QVERIFY(distance(pixelOf(navigator, point), at) < 0.01);
        for (int i = 0; i < 400; ++i) {
            navigator.wheel(at, {0, 120});
        }
        QVERIFY(navigator.turntable().distance > 0);
        QVERIFY(distance(pixelOf(navigator, point), at) < 0.5);
        for (int i = 0; i < 800; ++i) {
            navigator.wheel(at, {0, -120});
        }
        QVERIFY(std::isfinite(navigator.turntable().distance));
        QVERIFY(navigator.turntable().distance < 1000);
    }

    void orbitKeepsUpAndPivot() {
        for (const Vec3d up :
             {Vec3d{0, 0, 1}, Vec3d{0, 1, 0}, Vec3d{1, 0, 0}, Vec3d{0.3, -0.5, 0.8}}) {
            Navigator navigator = makeNavigator(up);
            const Vec3d pivot = toDouble(navigator.camera().focal_point);
            const Vec3d axis = normalize(up);
            // Right: the object turns with the hand, so the eye goes left; down: seen from above.
            const double yaw = navigator.turntable().yaw, pitch = navigator.turntable().pitch;
            drag(navigator, {400, 300}, {480, 340}, Qt::LeftButton);
            QVERIFY(navigator.turntable().yaw < yaw);
            QVERIFY(navigator.turntable().pitch > pitch);
            for (const QPointF by : {QPointF(700, 300), QPointF(-900, -500), QPointF(31, 2000)}) {
                drag(navigator, {400, 300}, QPointF(400, 300) + by, Qt::LeftButton);
                QVERIFY(lean(navigator.camera(), axis) < 1e-5);
                QVERIFY(dot(toDouble(navigator.camera().up), axis) > -1e-6);  // never upside down
                QVERIFY(length(toDouble(navigator.camera().focal_point) - pivot) < 1e-6);
                QVERIFY(distance(pixelOf(navigator, pivot), {480, 320}) < 0.01);
            }
            QVERIFY(std::abs(navigator.turntable().pitch - kPi / 2) <
                    1e-12);  // stopped at the pole
        }
    }

    void axisViews() {
        struct Row {
            AxisView view;
            Vec3d eye, up;
        };
        const Row rows_z[] = {{AxisView::Front, {0, -1, 0}, {0, 0, 1}},
                              {AxisView::Back, {0, 1, 0}, {0, 0, 1}},
                              {AxisView::Right, {1, 0, 0}, {0, 0, 1}},
                              {AxisView::Left, {-1, 0, 0}, {0, 0, 1}},
                              {AxisView::Top, {0, 0, 1}, {0, 1, 0}},
                              {AxisView::Bottom, {0, 0, -1}, {0, -1, 0}}};
        const Row rows_y[] = {{AxisView::Front, {0, 0, 1}, {0, 1, 0}},
                              {AxisView::Right, {1, 0, 0}, {0, 1, 0}},
                              {AxisView::Top, {0, 1, 0}, {0, 0, -1}}};
        const auto check = [](Vec3d axis, const Row& row) {
            Navigator navigator = makeNavigator(axis);
            navigator.lookFrom(row.view);
            const ViewCamera camera = navigator.camera();
            const Vec3d back = normalize(toDouble(camera.position) - toDouble(camera.focal_point));
            return length(back - row.eye) < 1e-5 && length(toDouble(camera.up) - row.up) < 1e-5;
        };
        for (const Row& row : rows_z) {
            QVERIFY2(check({0, 0, 1}, row), qPrintable(QString::number(int(row.view))));
        }
        for (const Row& row : rows_y) {
            QVERIFY2(check({0, 1, 0}, row), qPrintable(QString::number(int(row.view))));
        }
    }

    void orthographicKeepsTheSize() {
        Navigator navigator = makeNavigator();
        const Vec3d focal = toDouble(navigator.camera().focal_point);
        const ViewProjection perspective(navigator.camera(), kSize);
        const double before = perspective.unitsPerPixel(perspective.depthOf(focal));
        navigator.toggleOrthographic();
        QVERIFY(navigator.camera().orthographic);
        const ViewProjection orthographic(navigator.camera(), kSize);
        QVERIFY(std::abs(orthographic.unitsPerPixel(1) - before) < 1e-6 * before);
        // The eye stands outside the object, however close the view is.
        navigator.zoom(1000);
        const ViewProjection close(navigator.camera(), kSize);
        for (int i = 0; i < 8; ++i) {
            QVERIFY(close.depthOf(boxOf({0, 1.5, 1.5}, {2, 2.5, 4.5}).corner(i)) > 0);
        }
        navigator.zoom(0.001);
        navigator.toggleOrthographic();
        const ViewProjection after(navigator.camera(), kSize);
        QVERIFY(std::abs(after.unitsPerPixel(after.depthOf(focal)) - before) < 1e-6 * before);
    }

    void framing() {
        for (const QSizeF size : {QSizeF(960, 640), QSizeF(300, 900)}) {
            Navigator navigator = makeNavigator();
            navigator.setViewportSize(size);
            const Box object = boxOf({0, 1.5, 1.5}, {2, 2.5, 4.5});
            Box all = object;
            all.add(Vec3d{20, -7, 3});
            navigator.setBounds(object, all);
            const auto extent = [&](const Box& box) {
                const ViewProjection projection(navigator.camera(), size);
                QRectF seen;
                for (int i = 0; i < 8; ++i) {
                    const QPointF p = projection.pixelOf(box.corner(i)).value_or(QPointF(-1e9, 0));
                    seen = i ? seen.united(QRectF(p, QSizeF(1e-9, 1e-9)))
                             : QRectF(p, QSizeF(1e-9, 1e-9));
                }
                return seen;
            };
            navigator.pan({5000, 3000});
            navigator.frameObject();
            const QRectF seen = extent(object);
            QVERIFY(QRectF({0, 0}, size).contains(seen));
            QVERIFY(seen.width() > 0.75 * size.width() || seen.height() > 0.75 * size.height());
            QVERIFY(length(toDouble(navigator.camera().focal_point) - object.center()) < 1e-5);
            navigator.frameAll();
            QVERIFY(QRectF({0, 0}, size).contains(extent(all)));
        }
        Navigator empty;  // nothing to see is no reason to break
        empty.setTransitions(false);
        empty.setViewportSize(kSize);
        empty.frameAll();
        QVERIFY(std::isfinite(empty.camera().position.x) && empty.turntable().distance > 0);
    }

    void pivotAtTheCursor() {
        Navigator navigator = makeNavigator();
        const Vec3d corner{2, 2.5, 4.5};
        const double yaw = navigator.turntable().yaw, away = navigator.turntable().distance;
        navigator.setPicker([&](QPointF) { return std::optional(corner); });
        navigator.mousePress({700, 200}, Qt::MiddleButton, Qt::AltModifier);
        navigator.mouseRelease(Qt::MiddleButton);
        QVERIFY(distance(pixelOf(navigator, corner), {480, 320}) < 0.01);
        QCOMPARE(navigator.turntable().yaw, yaw);
        QCOMPARE(navigator.turntable().distance, away);
        drag(navigator, {400, 300}, {200, 350}, Qt::LeftButton);
        QVERIFY(distance(pixelOf(navigator, corner), {480, 320}) < 0.01);  // turns about it
        navigator.setPicker([](QPointF) { return std::optional<Vec3d>(); });
        const Vec3f focal = navigator.camera().focal_point;
        navigator.mouseDoubleClick({10, 10}, Qt::LeftButton, Qt::NoModifier);
        QCOMPARE(navigator.camera().focal_point.x, focal.x);  // nothing there: nothing happens
    }

    void styles() {
        using Change = QString;
        const auto tried =
            [](NavigationStyle style, Qt::MouseButton button, Qt::KeyboardModifiers m) {
                Navigator navigator = makeNavigator();
                navigator.setStyle(style);
                const Turntable before = navigator.turntable();
                drag(navigator, {300, 300}, {380, 340}, button, m);
                const Turntable after = navigator.turntable();
                return after.yaw != before.yaw                                 ? Change("orbit")
                       : after.distance != before.distance                     ? Change("zoom")
                       : length(after.focal_point - before.focal_point) > 1e-9 ? Change("pan")
                                                                               : Change("-");
            };
        const auto simple = NavigationStyle::Simple, blender = NavigationStyle::Blender,
                   maya = NavigationStyle::Maya;
        QCOMPARE(tried(simple, Qt::LeftButton, {}), "orbit");
        QCOMPARE(tried(simple, Qt::LeftButton, Qt::ShiftModifier), "pan");
        QCOMPARE(tried(simple, Qt::LeftButton, Qt::ControlModifier), "zoom");
        QCOMPARE(tried(simple, Qt::MiddleButton, {}), "pan");
        QCOMPARE(tried(simple, Qt::RightButton, {}), "zoom");
        QCOMPARE(tried(blender, Qt::LeftButton, {}), "-");
        QCOMPARE(tried(blender, Qt::LeftButton, Qt::AltModifier), "orbit");
        QCOMPARE(tried(blender, Qt::MiddleButton, {}), "orbit");
        QCOMPARE(tried(blender, Qt::MiddleButton, Qt::ShiftModifier), "pan");
        QCOMPARE(tried(blender, Qt::MiddleButton, Qt::ControlModifier), "zoom");
        QCOMPARE(tried(maya, Qt::LeftButton, {}), "-");
        QCOMPARE(tried(maya, Qt::LeftButton, Qt::AltModifier), "orbit");
        QCOMPARE(tried(maya, Qt::MiddleButton, Qt::AltModifier), "pan");
        QCOMPARE(tried(maya, Qt::RightButton, Qt::AltModifier), "zoom");
    }

    void clicksDoNotMoveTheView() {
        Navigator navigator = makeNavigator();
        const double yaw = navigator.turntable().yaw;
        navigator.mousePress({300, 300}, Qt::LeftButton, Qt::NoModifier);
        navigator.mouseMove({302, 301});
        QVERIFY(!navigator.draggedFar());
        navigator.mouseRelease(Qt::LeftButton);
        QCOMPARE(navigator.turntable().yaw, yaw);
        QVERIFY(!navigator.mouseMove({500, 300}));
    }

    void trackpad() {
        Navigator navigator = makeNavigator();
        const double yaw = navigator.turntable().yaw, away = navigator.turntable().distance;
        navigator.trackpadScroll({300, 300}, {40, 10}, Qt::NoModifier);
        QVERIFY(navigator.turntable().yaw < yaw);
        QCOMPARE(navigator.turntable().distance, away);
        const Vec3d focal = navigator.turntable().focal_point;
        const QPointF before = pixelOf(navigator, focal);
        navigator.trackpadScroll({300, 300}, {40, 10}, Qt::ShiftModifier);
        QVERIFY(distance(pixelOf(navigator, focal), before + QPointF(40, 10)) < 0.01);
        navigator.trackpadScroll({300, 300}, {0, 40}, Qt::ControlModifier);
        QVERIFY(navigator.turntable().distance < away);
    }

    void photographs() {
        Navigator navigator = makeNavigator();
        const Vec3d middle{1, 2, 3};
        navigator.setPhotos({makePhoto({8, 2, 3}, middle),
                             makePhoto({1, -6, 4}, middle, 0.3),
                             makePhoto({-7, 3, 3}, middle)});
        const Turntable start = navigator.turntable();
        navigator.togglePhoto();  // the nearest to the start view: from the front and right
        QCOMPARE(navigator.currentPhoto(), 1);
        QVERIFY(navigator.throughPhoto() && navigator.camera().photo.has_value());
        const Camera& photo = *navigator.camera().photo;
        QVERIFY(length(toDouble(navigator.camera().position) - photo.position()) < 1e-5);
        // What the numbers of the file say is where the point is seen.
        const ViewProjection seen(navigator.camera(), kSize);
        const double scale = std::min(kSize.width() / 400, kSize.height() / 300);
        const QPointF expected((kSize.width() - 400 * scale) / 2 + 210 * scale,
                               (kSize.height() - 300 * scale) / 2 + 140 * scale);
        QVERIFY(distance(seen.pixelOf(middle).value_or(QPointF()), expected) < 0.01);

        navigator.stepPhoto(1);
        QCOMPARE(navigator.currentPhoto(), 2);
        navigator.stepPhoto(1);
        QCOMPARE(navigator.currentPhoto(), 0);
        navigator.stepPhoto(-1);
        QCOMPARE(navigator.currentPhoto(), 2);
        navigator.togglePhoto();  // back to where it began
        QVERIFY(!navigator.throughPhoto() && !navigator.camera().photo);
        QCOMPARE(navigator.turntable().yaw, start.yaw);
        QCOMPARE(navigator.turntable().distance, start.distance);

        // Orbiting from a rolled photograph: upright, and as large as the photograph showed it.
        navigator.lookThrough(1);
        const ViewProjection through(navigator.camera(), kSize);
        const double before = through.unitsPerPixel(through.depthOf(middle));
        navigator.orbit(0.01, 0);
        QVERIFY(!navigator.throughPhoto() && lean(navigator.camera(), {0, 0, 1}) < 1e-6);
        const ViewProjection left(navigator.camera(), kSize);
        QVERIFY(std::abs(left.unitsPerPixel(left.depthOf(middle)) / before - 1) < 0.05);

        navigator.lookThrough(7);  // there is none
        QVERIFY(!navigator.throughPhoto());
        navigator.lookThrough(0);
        navigator.setPhotos({});
        QVERIFY(!navigator.throughPhoto());
        navigator.togglePhoto();
        navigator.stepPhoto(1);
        QVERIFY(!navigator.throughPhoto());
    }

    void startViewAndTransitions() {
        Navigator navigator = makeNavigator();
        navigator.lookFrom(AxisView::Right);
        navigator.zoom(1.5);
        navigator.saveStartView();
        const Turntable saved = navigator.turntable();
        navigator.lookFrom(AxisView::Top);
        navigator.zoom(3);
        navigator.goToStartView();
        QCOMPARE(navigator.turntable().yaw, saved.yaw);
        QCOMPARE(navigator.turntable().distance, saved.distance);

        navigator.setTransitions(true);
        navigator.lookFrom(AxisView::Back);  // from the right: a quarter turn
        QVERIFY(navigator.moving());
        QCOMPARE(navigator.turntable().yaw, kPi / 2);
        double last = kPi / 2;
        for (int frame = 0; frame < 100 && navigator.moving(); ++frame) {
            navigator.advance(0.016);
            QVERIFY(navigator.turntable().yaw >= last - 1e-12);  // the short way, never back
            QVERIFY(lean(navigator.camera(), {0, 0, 1}) < 1e-6);
            last = navigator.turntable().yaw;
        }
        QVERIFY(!navigator.moving());
        QCOMPARE(navigator.turntable().yaw, kPi);
        // A hand on the mouse ends a transition where it is.
        navigator.lookFrom(AxisView::Front);
        navigator.advance(0.1);
        const double midway = navigator.turntable().yaw;
        navigator.orbit(0, 0.1);
        QVERIFY(!navigator.moving());
        QCOMPARE(navigator.turntable().yaw, wrapped(midway));
        // Reduced animation: what was on its way arrives.
        navigator.lookFrom(AxisView::Left);
        navigator.setTransitions(false);
        QVERIFY(!navigator.moving());
        QCOMPARE(navigator.turntable().yaw, -kPi / 2);
    }

    void camerasFromOutside() {
        Navigator navigator = makeNavigator();
        ViewCamera camera;
        camera.position = {4, -5, 6};
        camera.focal_point = {1, 2, 3};
        camera.up = {0, 0, 1};
        camera.vertical_fov = 0.8;
        navigator.setCamera(camera);
        QVERIFY(std::abs(navigator.camera().position.x - 4) < 1e-5);
        QVERIFY(std::abs(navigator.camera().position.y + 5) < 1e-5);
        QVERIFY(std::abs(navigator.camera().vertical_fov - 0.8) < 1e-9);
        camera.orthographic = true;
        camera.orthographic_height = 5;
        navigator.setCamera(camera);
        QVERIFY(std::abs(navigator.camera().orthographic_height - 5) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(TestNavigator)
#include "test_navigator.moc"
