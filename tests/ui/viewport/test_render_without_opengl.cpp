// SPDX-License-Identifier: Apache-2.0
// Where there is no OpenGL (Qt's offscreen platform has none) the viewport says so and nothing else
// fails.
#include "ui/viewport/picture_compare.h"

#include <QSignalSpy>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

class TestRenderWithoutOpengl : public QObject {
    Q_OBJECT

private slots:
    void aMessageStandsInItsPlace();
    void closingDuringTheStartIsSafe();
};

void TestRenderWithoutOpengl::aMessageStandsInItsPlace() {
    Viewport viewport;
    viewport.setBackground(Qt::black);
    viewport.resize(400, 300);
    QSignalSpy problems(&viewport, &Viewport::problemChanged);
    viewport.show();
    QTRY_VERIFY(!viewport.problem().isEmpty());
    QCOMPARE(problems.count(), 1);
    const QImage grab = viewport.grab().toImage();
    saveScreenshot(grab, QStringLiteral("viewport-without-opengl"));
    int written = 0;
    for (int y = 0; y < grab.height(); ++y) {
        for (int x = 0; x < grab.width(); ++x) {
            written += grab.pixelColor(x, y).lightness() > 100;
        }
    }
    QVERIFY(written > 100);
    // A picture for a file is answered, with none; scenes are taken without effect.
    viewport.setPreview(std::make_shared<const PreviewMesh>());
    QVERIFY(pictureOf(viewport, {QSize(64, 64), viewport.camera(), true, false}).isNull());
}

void TestRenderWithoutOpengl::closingDuringTheStartIsSafe() {
    for (int i = 0; i < 5; ++i) {
        Viewport viewport;
        viewport.show();
        QTest::qWait(i);
    }
}

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qunsetenv("DISPLAY");  // the platform would borrow X11's
    QApplication app(argc, argv);
    TestRenderWithoutOpengl test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_render_without_opengl.moc"
