// SPDX-License-Identifier: Apache-2.0
// The viewport on a screen of 200 %: frames have the screen's own pixels and reach all four
// corners.
#include "ui/viewport/picture_compare.h"

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

/// A square that a camera at height 5 with this field of view sees exactly, each quarter in a
/// colour of its own.
TexturedMesh fourColours() {
    TexturedMesh mesh;
    mesh.mesh.positions = {{-1, -1, 0}, {1, -1, 0}, {1, 1, 0}, {-1, 1, 0}};
    mesh.mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
    mesh.uvs = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    mesh.uv_triangles = mesh.mesh.triangles;
    mesh.material.base_color = Image(64, 64, 3, 0.0f);
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 64; ++x) {
            float* color = mesh.material.base_color.at(x, y);
            color[0] = x < 32 ? 1.0f : 0.0f;
            color[1] = y < 32 ? 1.0f : 0.0f;
            color[2] = 1;
        }
    }
    mesh.material.roughness = mesh.material.metallic = Image(1, 1, 1, 0.5f);
    return mesh;
}

}  // namespace

class TestRenderScaled : public QObject {
    Q_OBJECT

private slots:
    void allFourCornersAreDrawn();
};

void TestRenderScaled::allFourCornersAreDrawn() {
    Viewport viewport;
    QCOMPARE(viewport.devicePixelRatioF(), 2.0);
    viewport.setBackground(Qt::black);
    viewport.resize(300, 300);
    viewport.show();
    QVERIFY(QTest::qWaitForWindowExposed(&viewport));
    viewport.setMesh(std::make_shared<const ViewMesh>(makeViewMesh(fourColours())));
    viewport.setMode(ViewMode::Albedo);
    ViewCamera camera;
    camera.position = {0, 0, 5};
    camera.up = {0, 1, 0};
    camera.vertical_fov = 2 * std::atan(1.02 / 5);
    viewport.setCamera(camera);
    QVERIFY(waitSettled(viewport));
    QCOMPARE(viewport.frame().size(), QSize(600, 600));
    const QImage grab = viewport.grab().toImage();
    saveScreenshot(grab, QStringLiteral("viewport-200-percent"));
    QCOMPARE(grab.size(), QSize(600, 600));
    QCOMPARE(grab.pixelColor(12, 12), QColor(255, 255, 255));
    QCOMPARE(grab.pixelColor(587, 12), QColor(0, 255, 255));
    QCOMPARE(grab.pixelColor(12, 587), QColor(255, 0, 255));
    QCOMPARE(grab.pixelColor(587, 587), QColor(0, 0, 255));
    // Outside the square, a margin of 2 %: 5.9 pixels.
    for (const QPoint corner : {QPoint(2, 2), QPoint(597, 2), QPoint(2, 597), QPoint(597, 597)}) {
        QCOMPARE(grab.pixelColor(corner), QColor(Qt::black));
    }
    // Picking takes device-independent pixels.
    QVERIFY(viewport.depthAt({6, 6}) && std::abs(*viewport.depthAt({6, 6}) - 5) < 0.01);
    QVERIFY(!viewport.depthAt({1, 1}));
}

int main(int argc, char** argv) {
    qputenv("QT_SCALE_FACTOR", "2");
    QApplication app(argc, argv);
    TestRenderScaled test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_render_scaled.moc"
