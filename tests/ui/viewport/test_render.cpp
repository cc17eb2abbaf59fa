// SPDX-License-Identifier: Apache-2.0
// The viewport on its own: tangent signs, previews, picking, photo cameras, overlays, pictures for
// files, the UI thread's freedom.
#include "mesh/normals.h"
#include "support/material_torus.h"
#include "support/simple_meshes.h"
#include "ui/viewport/picture_compare.h"

#include <QElapsedTimer>
#include <QSignalSpy>

#include <numbers>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

/// Two squares side by side at z = 0, facing +z; the right one's chart is mirrored in u. The normal
/// map leans towards +v by 45 degrees, which is +y on both.
TexturedMesh mirroredPair() {
    TexturedMesh mesh;
    mesh.mesh.positions = {
        {-1, -0.5f, 0}, {0, -0.5f, 0}, {0, 0.5f, 0}, {-1, 0.5f, 0}, {1, -0.5f, 0}, {1, 0.5f, 0}};
    mesh.mesh.triangles = {{0, 1, 2}, {0, 2, 3}, {1, 4, 5}, {1, 5, 2}};
    mesh.normals.assign(6, {0, 0, 1});
    mesh.uvs = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {1, 0}, {0, 0}, {0, 1}, {1, 1}};
    mesh.uv_triangles = {{0, 1, 2}, {0, 2, 3}, {4, 5, 6}, {4, 6, 7}};
    mesh.material.base_color = Image(4, 4, 3, 0.6f);
    mesh.material.roughness = Image(4, 4, 1, 0.9f);
    mesh.material.metallic = Image(4, 4, 1, 0.0f);
    mesh.material.normal = Image(4, 4, 3, 0.0f);
    for (int i = 0; i < 16; ++i) {
        mesh.material.normal.pixels[static_cast<size_t>(3 * i + 1)] = std::sqrt(0.5f);
        mesh.material.normal.pixels[static_cast<size_t>(3 * i + 2)] = std::sqrt(0.5f);
    }
    return mesh;
}

/// All light comes from about +Y.
Image lightFromY() {
    Image light(64, 32, 3);
    for (int y = 12; y < 20; ++y) {
        for (int x = 12; x < 20; ++x) {  // the column at a quarter of the width shows +Y
            std::fill_n(light.at(x, y), 3, 30.0f);
        }
    }
    return light;
}

std::shared_ptr<const PreviewMesh> ballPreview(QColor color, float radius) {
    auto preview = std::make_shared<PreviewMesh>();
    preview->mesh = makeSphere(48, 24);
    for (Vec3f& p : preview->mesh.positions) {
        preview->normals.push_back(p);
        p = p * radius;
        for (const int channel : {color.red(), color.green(), color.blue()}) {
            preview->colors.push_back(static_cast<uint8_t>(channel));
        }
    }
    return preview;
}

ViewCamera lookingDown(float height) {
    ViewCamera camera;
    camera.position = {0, 0, height};
    camera.up = {0, 1, 0};
    return camera;
}

int brightness(QRgb pixel) {
    return (qRed(pixel) + qGreen(pixel) + qBlue(pixel)) / 3;
}

bool near(QRgb pixel, QColor color, int tolerance) {
    return std::abs(qRed(pixel) - color.red()) <= tolerance &&
           std::abs(qGreen(pixel) - color.green()) <= tolerance &&
           std::abs(qBlue(pixel) - color.blue()) <= tolerance;
}

}  // namespace

class TestRender : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { viewport_.reset(); }
    void mirroredChartsAreLitFromTheSameSide();
    void newestPreviewIsPaintedAndTheViewStays();
    void guessedFacesAreStriped();
    void depthIsThatOfTheSurface();
    void photoCameraFitsItsFrame();
    void linesAreHiddenBehindTheSurface();
    void pictureOfManyTilesHasNoSeams();
    void pictureMayBeTransparent();
    void lightTurnsAboutTheUpAxis();
    void movingFramesResembleTheFullPicture();
    void userInterfaceIsNotHeldUp();

private:
    QImage grabbed() { return waitSettled(*viewport_) ? viewport_->grab().toImage() : QImage(); }
    std::unique_ptr<Viewport> viewport_;
};

void TestRender::init() {
    viewport_ = std::make_unique<Viewport>();
    viewport_->setBackground(QColor(20, 24, 30));
    viewport_->resize(480, 360);
    viewport_->show();
    QVERIFY(QTest::qWaitForWindowExposed(viewport_.get()));
}

void TestRender::mirroredChartsAreLitFromTheSameSide() {
    const ViewMesh mesh = makeViewMesh(mirroredPair(), lightFromY());
    QVERIFY(!mesh.closed);
    viewport_->setMesh(std::make_shared<const ViewMesh>(mesh));
    viewport_->setCamera(lookingDown(4));
    const QImage right_sign = grabbed();
    const QPoint left(180, 180), right(300, 180);
    const int plain = brightness(right_sign.pixel(left)),
              mirrored = brightness(right_sign.pixel(right));
    QVERIFY2(plain > 60, qPrintable(QString::number(plain)));
    QVERIFY2(std::abs(plain - mirrored) <= 3,
             qPrintable(QString("%1 and %2").arg(plain).arg(mirrored)));

    // Without the sign, as VTK's own shaders have it, the mirrored half leans away from the light.
    ViewMesh unsigned_mesh = mesh;
    for (Vec4f& tangent : unsigned_mesh.tangents) {
        tangent.w = 1;
    }
    viewport_->setMesh(std::make_shared<const ViewMesh>(unsigned_mesh));
    const QImage wrong_sign = grabbed();
    QVERIFY(brightness(wrong_sign.pixel(right)) < plain / 2);
    QCOMPARE(brightness(wrong_sign.pixel(left)), plain);
}

void TestRender::newestPreviewIsPaintedAndTheViewStays() {
    viewport_->setCamera(lookingDown(6));
    viewport_->setMode(ViewMode::Albedo);
    QSignalSpy camera(viewport_.get(), &Viewport::cameraChanged);
    QSignalSpy painted(viewport_.get(), &Viewport::previewPainted);
    QElapsedTimer clock;
    clock.start();
    viewport_->setPreview(ballPreview(Qt::red, 1));
    const int newest = viewport_->setPreview(ballPreview(QColor(40, 90, 200), 1));
    QTRY_VERIFY_WITH_TIMEOUT(!painted.isEmpty() && painted.last()[0].toInt() == newest, 10000);
    QVERIFY(near(viewport_->grab().toImage().pixel(240, 180), QColor(40, 90, 200), 4));
    for (int i = 0; i < 3; ++i) {
        clock.restart();
        const int serial = viewport_->setPreview(ballPreview(QColor(200, 90, 40 * i), 1.1f));
        QTRY_VERIFY_WITH_TIMEOUT(painted.last()[0].toInt() == serial, 10000);
        QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(near(viewport_->grab().toImage().pixel(240, 180), QColor(200, 90, 40 * i), 4));
    }
    QCOMPARE(camera.count(), 0);
}

void TestRender::guessedFacesAreStriped() {
    const TexturedMesh pair = mirroredPair();
    viewport_->setMode(ViewMode::Seen);
    const auto drawn = [&](uint8_t seen) {
        const std::vector<uint8_t> faces(pair.mesh.triangles.size(), seen);
        viewport_->setMesh(std::make_shared<const ViewMesh>(makeViewMesh(pair, {}, faces)));
        ViewCamera camera = lookingDown(6);
        viewport_->setCamera(camera);
        return grabbed();
    };
    const QPointF middle = [&] {
        drawn(255);
        return *viewport_->projection().pixelOf({-0.5, 0, 0});
    }();
    // Grey as the map has it where photographs saw it; bands of two ambers where none did.
    const QImage plain = drawn(255), striped = drawn(0);
    int most = 0, least = 255;
    for (int x = -8; x <= 8; ++x) {
        const QPoint at = middle.toPoint() + QPoint(x, 0);
        QVERIFY(qAbs(qRed(plain.pixel(at)) - qBlue(plain.pixel(at))) <= 2);
        const int amber = qRed(striped.pixel(at)) - qBlue(striped.pixel(at));
        most = std::max(most, amber);
        least = std::min(least, amber);
    }
    QVERIFY2(least > 50 && most > least + 30,
             qPrintable(QStringLiteral("%1 %2").arg(least).arg(most)));
}

void TestRender::depthIsThatOfTheSurface() {
    viewport_->setPreview(ballPreview(Qt::gray, 1));
    for (const bool orthographic : {false, true}) {
        ViewCamera camera;
        camera.position = {5, 3, 2};
        camera.orthographic = orthographic;
        camera.orthographic_height = 3;
        viewport_->setCamera(camera);
        QVERIFY(waitSettled(*viewport_));
        const auto depth = viewport_->depthAt({240, 180});
        QVERIFY(depth);
        QVERIFY2(std::abs(*depth - (std::sqrt(38.0) - 1)) < 0.01,
                 qPrintable(QString::number(*depth)));
        const auto point = viewport_->pointAt({270, 150});
        QVERIFY(point);
        QVERIFY2(std::abs(length(*point) - 1) < 0.015, qPrintable(QString::number(length(*point))));
        const auto back = viewport_->projection().pixelOf(*point);
        QVERIFY(back && std::hypot(back->x() - 270, back->y() - 150) < 0.01);
        QVERIFY(!viewport_->depthAt({3, 3}));
    }
}

void TestRender::photoCameraFitsItsFrame() {
    viewport_->setMesh(std::make_shared<const ViewMesh>(makeViewMesh(mirroredPair())));
    viewport_->setMode(ViewMode::Albedo);
    Camera photo;
    photo.width = 200, photo.height = 300;
    photo.fx = 160, photo.fy = 200, photo.cx = 70, photo.cy = 190;
    photo.world_from_camera.m[2][3] = 2;
    ViewCamera camera;
    camera.photo = photo;
    viewport_->setCamera(camera);
    const QImage image = grabbed();
    // The frame is 240 x 360 in the middle of 480 x 360: 1.2 pixels a pixel.
    const ViewProjection projection = viewport_->projection();
    QCOMPARE(projection.frame(), QRectF(120, 0, 240, 360));
    const auto corner = projection.pixelOf({-1, 0.5, 0});
    const QPointF expected(120 + 1.2 * (70 - 80), 1.2 * (190 - 50));
    QVERIFY(corner && std::hypot(corner->x() - expected.x(), corner->y() - expected.y()) < 1e-9);
    const QPoint inside = (expected + QPointF(3, 3)).toPoint();
    QVERIFY(near(image.pixel(inside), QColor(203, 203, 203), 3));
    QVERIFY(near(image.pixel((expected + QPointF(-3, 3)).toPoint()), viewport_->background(), 1));
    QVERIFY(near(image.pixel((expected + QPointF(3, -3)).toPoint()), viewport_->background(), 1));
}

void TestRender::linesAreHiddenBehindTheSurface() {
    viewport_->setPreview(ballPreview(Qt::gray, 1));
    viewport_->setCamera(lookingDown(6));
    auto overlay = std::make_shared<SceneOverlay>();
    overlay->lines = {{{-2, 0.5f, 0}, {2, 0.5f, 0}, Qt::green},
                      {{-2, -0.5f, 1.5f}, {2, -0.5f, 1.5f}, Qt::red}};
    overlay->line_width = 3;
    QImage picture(8, 8, QImage::Format_RGB32);
    picture.fill(QColor(10, 120, 240));
    overlay->pictures = {
        {{Vec3f{-1.6f, 1.2f, 0}, {-1.2f, 1.2f, 0}, {-1.2f, 0.9f, 0}, {-1.6f, 0.9f, 0}}, picture}};
    viewport_->setOverlay(QStringLiteral("lines"), overlay);
    const QImage image = grabbed();
    saveScreenshot(image, QStringLiteral("viewport-overlays"));
    const auto at = [&](Vec3d world) {
        return image.pixel(viewport_->projection().pixelOf(world)->toPoint());
    };
    QVERIFY(near(at({1.5, 0.5, 0}), Qt::green, 90));
    QVERIFY(!near(at({0, 0.5, 0}), Qt::green, 90));
    QVERIFY(near(at({0, -0.5, 1.5}), Qt::red, 90));
    QVERIFY(near(at({-1.4, 1.05, 0}), QColor(10, 120, 240), 3));
    viewport_->setOverlayVisible(QStringLiteral("lines"), false);
    QVERIFY(waitSettled(*viewport_));
    const QImage without = viewport_->grab().toImage();
    QVERIFY(!near(
        without.pixel(viewport_->projection().pixelOf({0, -0.5, 1.5})->toPoint()), Qt::red, 90));
}

void TestRender::pictureOfManyTilesHasNoSeams() {
    viewport_->setMesh(std::make_shared<const ViewMesh>(
        makeViewMesh(makeMaterialTorus(64, 32, 128), makeTwoLampLight())));
    viewport_->frameAll();
    PictureRequest request{QSize(1280, 960), viewport_->camera(), false, false};
    const QImage large = pictureOf(*viewport_, request);
    QCOMPARE(large.size(), request.size);
    request.size = QSize(640, 480);
    const QImage small = pictureOf(*viewport_, request);
    const QImage shrunk = large.scaled(640, 480, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    QImage everywhere(small.size(), QImage::Format_ARGB32);
    everywhere.fill(Qt::white);
    const double psnr = insidePsnr(small, shrunk, everywhere);
    QVERIFY2(psnr > 33, qPrintable(QString::number(psnr)));
    // Right at the border of tiles (1024 pixels).
    everywhere.fill(Qt::transparent);
    for (int y = 0; y < everywhere.height(); ++y) {
        for (int x = 509; x < 515; ++x) {
            everywhere.setPixel(x, y, qRgb(255, 255, 255));
        }
    }
    const double seam = insidePsnr(small, shrunk, everywhere);
    QVERIFY2(seam > 30, qPrintable(QString::number(seam)));
    saveScreenshot(small, QStringLiteral("viewport-torus"));
}

void TestRender::pictureMayBeTransparent() {
    viewport_->setPreview(ballPreview(Qt::gray, 1));
    viewport_->setCamera(lookingDown(6));
    const QImage picture =
        pictureOf(*viewport_, {QSize(160, 120), viewport_->camera(), true, false});
    QCOMPARE(qAlpha(picture.pixel(2, 2)), 0);
    QCOMPARE(qAlpha(picture.pixel(80, 60)), 255);
    const QImage opaque =
        pictureOf(*viewport_, {QSize(160, 120), viewport_->camera(), false, false});
    QVERIFY(near(opaque.pixel(2, 2), viewport_->background(), 0));
}

void TestRender::lightTurnsAboutTheUpAxis() {
    // A matt ball under light from +Y, seen from above: its upper part is bright; turned by a
    // quarter about +Z its left part.
    TexturedMesh ball;
    ball.mesh = makeSphere(48, 24);
    ball.material.base_color = Image(1, 1, 3, 0.7f);
    ball.material.roughness = Image(1, 1, 1, 1.0f);
    ball.material.metallic = Image(1, 1, 1, 0.0f);
    viewport_->setMesh(std::make_shared<const ViewMesh>(makeViewMesh(ball, lightFromY())));
    viewport_->setCamera(lookingDown(6));
    const QPoint middle(240, 180), up(0, -45), side(45, 0);
    QImage image = grabbed();
    QVERIFY(brightness(image.pixel(middle + up)) > 2 * brightness(image.pixel(middle - up)) + 20);
    viewport_->setLightRotation(std::numbers::pi / 2);
    image = grabbed();
    QVERIFY(brightness(image.pixel(middle - side)) >
            2 * brightness(image.pixel(middle + side)) + 20);
    viewport_->setExposure(-2);
    const QImage darker = grabbed();
    QVERIFY(brightness(darker.pixel(middle - side)) < 0.7 * brightness(image.pixel(middle - side)));
}

void TestRender::movingFramesResembleTheFullPicture() {
    // More triangles than are drawn in full while the view moves in software.
    viewport_->setMesh(std::make_shared<const ViewMesh>(
        makeViewMesh(makeMaterialTorus(260, 130, 256), makeTwoLampLight())));
    viewport_->frameAll();
    const QImage full = grabbed();
    QTest::qWait(50);  // the full picture's own announcement
    ViewCamera camera = viewport_->camera();
    QSignalSpy painted(viewport_.get(), &Viewport::framePainted);
    camera.vertical_fov *= 1.0001;
    viewport_->setCamera(camera);
    QVERIFY(painted.wait(10000));
    const QImage moving = viewport_->grab().toImage();
    saveScreenshot(full, QStringLiteral("viewport-full"));
    saveScreenshot(moving, QStringLiteral("viewport-moving"));
    QImage everywhere(full.size(), QImage::Format_ARGB32);
    everywhere.fill(Qt::white);
    const double psnr = insidePsnr(moving, full, everywhere);
    qInfo("moving against full: %.1f dB", psnr);
    QVERIFY2(psnr > 20, qPrintable(QString::number(psnr)));
}

void TestRender::userInterfaceIsNotHeldUp() {
    // From an unseen window through upload, shader compile, orbit and refinement.
    viewport_ = std::make_unique<Viewport>();
    const auto mesh = std::make_shared<const ViewMesh>(
        makeViewMesh(makeMaterialTorus(300, 150, 512), makeTwoLampLight()));
    double worst = 0;
    QElapsedTimer since;
    QTimer watch;
    connect(&watch, &QTimer::timeout, this, [&] {
        worst = std::max(worst, static_cast<double>(since.nsecsElapsed()) / 1e6);
        since.restart();
    });
    viewport_->resize(1280, 800);
    viewport_->setMesh(mesh);
    viewport_->frameAll();
    viewport_->show();
    QVERIFY(QTest::qWaitForWindowExposed(viewport_.get()));
    since.start();
    watch.start(1);
    QVERIFY(waitSettled(*viewport_));
    for (int i = 0; i < 60; ++i) {
        ViewCamera camera = viewport_->camera();
        camera.position.x += 0.02f;
        viewport_->setCamera(camera);
        QTest::qWait(16);
    }
    QVERIFY(waitSettled(*viewport_));
    qInfo("longest stall %.0f ms", worst);
    QVERIFY2(worst < 300, qPrintable(QString::number(worst)));
}

QTEST_MAIN(TestRender)
#include "test_render.moc"
