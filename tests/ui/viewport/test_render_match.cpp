// SPDX-License-Identifier: Apache-2.0
// The viewport shows what bozzetto-cli renders: three cameras with off-centre principal points,
// compared inside the mask; and the comparison notices a wrong light, swapped maps and a wrong
// mode.
#include "app/cli_process.h"
#include "camera/camera.h"
#include "io/cameras_json.h"
#include "io/hdr.h"
#include "io/textured_mesh_io.h"
#include "support/material_torus.h"
#include "ui/viewport/picture_compare.h"

#include <numbers>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;
namespace fs = std::filesystem;

namespace {

constexpr int kWidth = 400, kHeight = 300;
constexpr double kLeastShaded = 40, kLeastAlbedo = 45, kLeastIou = 0.99;
constexpr double kNotAlike = 25;  // what a wrong picture must stay below

Camera cameraFrom(Vec3d eye, double cx, double cy) {
    const Vec3d back = normalize(eye), right = normalize(cross(Vec3d{0, 0, 1}, back));
    const Vec3d up = cross(back, right);
    Camera camera;
    camera.width = kWidth, camera.height = kHeight;
    camera.fx = 430, camera.fy = 420, camera.cx = cx, camera.cy = cy;
    for (int row = 0; row < 3; ++row) {
        camera.world_from_camera.m[row][0] = right[row];
        camera.world_from_camera.m[row][1] = up[row];
        camera.world_from_camera.m[row][2] = back[row];
        camera.world_from_camera.m[row][3] = eye[row];
    }
    return camera;
}

}  // namespace

class TestRenderMatch : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void looksAsTheRendererDraws_data();
    void looksAsTheRendererDraws();
    void wrongLightIsSeen();
    void swappedMapsAreSeen();
    void wrongModeIsSeen();

private:
    QString path(const QString& name) const { return folder_.filePath(name); }
    QImage rendered(const QString& mode, int view) const {
        return QImage(path(mode + "/v" + QString::number(view) + ".png"))
            .convertToFormat(QImage::Format_ARGB32);
    }
    QImage grabbed(int view) {
        viewport_.setCamera(photoView(view));
        return waitSettled(viewport_) ? viewport_.grab().toImage() : QImage();
    }
    ViewCamera photoView(int view) const {
        ViewCamera camera;
        camera.photo = cameras_[static_cast<size_t>(view)].second;
        return camera;
    }
    double shadedPsnr(int view) {
        const QImage reference = rendered("shaded", view);
        return insidePsnr(grabbed(view), reference, reference);
    }

    QTemporaryDir folder_;
    NamedCameras cameras_;
    std::shared_ptr<const ViewMesh> mesh_;
    Viewport viewport_;
};

void TestRenderMatch::initTestCase() {
    const TexturedMesh torus = makeMaterialTorus(96, 48, 256);
    const fs::path result = path("result").toStdString();
    fs::create_directories(result);
    writeTexturedMesh(result, torus);
    writeFileAtomically(result / "light.hdr", encodeHdr(makeTwoLampLight()));
    cameras_ = {{"v0", cameraFrom({2.6, -2.2, 1.6}, 190, 160)},
                {"v1", cameraFrom({-2.4, -1.4, 2.6}, 215, 140)},
                {"v2", cameraFrom({0.6, 3.1, -1.2}, 200, 150)}};
    writeFileAtomically(path("transforms_test.json").toStdString(), encodeCamerasJson(cameras_));
    for (const char* mode : {"shaded", "albedo", "roughness"}) {
        const CliRun run = runProgram(BOZZETTO_CLI,
                                      {"render",
                                       path("result"),
                                       "--views",
                                       path("transforms_test.json"),
                                       "--output",
                                       path(mode),
                                       "--mode",
                                       mode});
        QVERIFY2(run.exit_code == 0, qPrintable(run.err));
    }
    mesh_ = loadViewMesh(result / "mesh.obj", result / "light.hdr");
    QVERIFY(mesh_->warnings.empty());
    viewport_.resize(kWidth, kHeight);
    viewport_.show();
    QVERIFY(QTest::qWaitForWindowExposed(&viewport_));
    viewport_.setMesh(mesh_);
}

void TestRenderMatch::looksAsTheRendererDraws_data() {
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("least");
    QTest::newRow("shaded") << static_cast<int>(ViewMode::Shaded) << "shaded" << kLeastShaded;
    QTest::newRow("albedo") << static_cast<int>(ViewMode::Albedo) << "albedo" << kLeastAlbedo;
    QTest::newRow("roughness") << static_cast<int>(ViewMode::Roughness) << "roughness" << 35.0;
}

void TestRenderMatch::looksAsTheRendererDraws() {
    QFETCH(int, mode);
    QFETCH(QString, name);
    QFETCH(double, least);
    viewport_.setMode(static_cast<ViewMode>(mode));
    for (int view = 0; view < 3; ++view) {
        const QImage reference = rendered(name, view);
        const QImage grab = grabbed(view);
        QCOMPARE(grab.size(), reference.size());
        const double psnr = insidePsnr(grab, reference, reference);
        PictureRequest request{grab.size(), photoView(view), true, false};
        const QImage cut_out = pictureOf(viewport_, request);
        const double iou = silhouetteIou(cut_out, reference);
        qInfo("%s, view %d: %.1f dB inside the mask, silhouette IoU %.4f",
              qPrintable(name),
              view,
              psnr,
              iou);
        saveScreenshot(grab, QString("match-%1-%2-viewport").arg(name).arg(view));
        saveScreenshot(reference, QString("match-%1-%2-renderer").arg(name).arg(view));
        QVERIFY2(psnr >= least, qPrintable(QString::number(psnr)));
        QVERIFY2(iou >= kLeastIou, qPrintable(QString::number(iou)));
    }
    viewport_.setMode(ViewMode::Shaded);
}

void TestRenderMatch::wrongLightIsSeen() {
    viewport_.setLightRotation(std::numbers::pi / 2);
    for (int view = 0; view < 3; ++view) {
        const double psnr = shadedPsnr(view);
        qInfo("light turned by 90 degrees, view %d: %.1f dB", view, psnr);
        QVERIFY2(psnr < kNotAlike, qPrintable(QString::number(psnr)));
    }
    viewport_.setLightRotation(0);
}

void TestRenderMatch::swappedMapsAreSeen() {
    auto swapped = std::make_shared<ViewMesh>(*mesh_);
    for (size_t i = 0; i + 2 < swapped->orm.texels.size(); i += 3) {
        std::swap(swapped->orm.texels[i + 1], swapped->orm.texels[i + 2]);
    }
    viewport_.setMesh(swapped);
    for (int view = 0; view < 3; ++view) {
        const double psnr = shadedPsnr(view);
        qInfo("roughness and metallic swapped, view %d: %.1f dB", view, psnr);
        QVERIFY2(psnr < kNotAlike, qPrintable(QString::number(psnr)));
    }
    viewport_.setMesh(mesh_);
}

void TestRenderMatch::wrongModeIsSeen() {
    viewport_.setMode(ViewMode::Albedo);
    for (int view = 0; view < 3; ++view) {
        const double psnr = shadedPsnr(view);
        qInfo("albedo shown as shaded, view %d: %.1f dB", view, psnr);
        QVERIFY2(psnr < kNotAlike, qPrintable(QString::number(psnr)));
    }
    viewport_.setMode(ViewMode::Shaded);
}

QTEST_MAIN(TestRenderMatch)
#include "test_render_match.moc"
