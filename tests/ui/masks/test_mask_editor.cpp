// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "image/mask.h"
#include "ui/masks/mask_editor.h"
#include "ui/masks/mask_set.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QWheelEvent>
#include <QtTest>

#include <cmath>

using namespace bozzetto;
using namespace bozzetto::ui;
using bozzetto::testing::subjectsOf;
namespace fs = std::filesystem;

namespace {

/// The editor in a window of its own, used with the mouse.
struct Editor {
    QTemporaryDir folder;
    fs::path set, masks;
    MaskEditor editor;
    MaskCanvas* canvas = editor.findChild<MaskCanvas*>(QStringLiteral("maskCanvas"));

    explicit Editor(int count = 4, QSize size = {320, 240}) {
        set = fs::path(folder.path().toStdString()) / "set";
        masks = fs::path(folder.path().toStdString()) / "masks";
        bozzetto::testing::writeDiscSet(set, count, size);
        editor.setPlaceSource([this] { return MaskPlace{toQt(masks), {}}; });
        editor.setSubjects(subjectsOf(set));
        editor.resize(1100, 800);
        editor.show();
        editor.activateWindow();
        if (!QTest::qWaitForWindowActive(&editor)) {
            qFatal("no window");
        }
    }
    bool isReady() const { return canvas->hasPicture() && isUsable(); }
    bool isUsable() const {
        return editor.findChild<QWidget*>(QStringLiteral("invertMask"))->isEnabled();
    }
    bool open(const char* name) {
        editor.open(QLatin1String(name));
        return waitReady();
    }
    bool waitReady() {
        QTest::qWait(1);
        return QTest::qWaitFor([this] { return isReady(); }, 10000);
    }
    QPoint at(QPointF picture) const {
        return (canvas->place().toScreen(picture) / canvas->devicePixelRatioF()).toPoint();
    }
    void drag(QPointF from,
              QPointF to,
              Qt::MouseButton button = Qt::LeftButton,
              Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(canvas, button, modifiers, at(from));
        for (int i = 1; i <= 8; ++i) {
            move(from + (to - from) * i / 8, button);
        }
        QTest::mouseRelease(canvas, button, modifiers, at(to));
    }
    void move(QPointF picture, Qt::MouseButton button) {
        const QPointF position = at(picture);
        QMouseEvent event(QEvent::MouseMove,
                          position,
                          canvas->mapToGlobal(position),
                          Qt::NoButton,
                          button,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(canvas, &event);
    }
    bool press(const char* name) {
        auto* button = editor.findChild<QAbstractButton*>(QLatin1String(name));
        if (button == nullptr || !button->isEnabled()) {
            return false;
        }
        button->click();
        return true;
    }
    bool command(const char* name) { return press(name) && waitReady(); }
    int mask(int x, int y) const { return qGray(canvas->mask().pixel(x, y)); }
    int count() const {
        int object = 0;
        for (int y = 0; y < canvas->mask().height(); ++y) {
            for (int x = 0; x < canvas->mask().width(); ++x) {
                object += mask(x, y) >= 128 ? 1 : 0;
            }
        }
        return object;
    }
    QUndoStack* undo() { return editor.undoStack(); }
    /// The saved mask as the reconstruction reads it.
    Image saved(const char* name) {
        editor.flush();
        return readMask(masks / (std::string(name) + ".png"));
    }
    void screenshot(const char* name) {
        const QString to = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
        if (!to.isEmpty()) {
            QVERIFY(editor.grab().save(QStringLiteral("%1/%2.png").arg(to, QLatin1String(name))));
        }
    }
};

/// Largest difference between a mask in memory and one from a file, 0 to 255.
double difference(const QImage& mask, const Image& file) {
    if (mask.width() != file.width || mask.height() != file.height) {
        return 1000;
    }
    double most = 0;
    for (int y = 0; y < file.height; ++y) {
        for (int x = 0; x < file.width; ++x) {
            most = std::max(
                most, std::abs(mask.constScanLine(y)[x] - std::round(255.0 * *file.at(x, y))));
        }
    }
    return most;
}

double distance(QPointF p, QPointF a, QPointF b) {
    const QPointF d = b - a, e = p - a;
    const double t = std::clamp(QPointF::dotProduct(d, e) / QPointF::dotProduct(d, d), 0.0, 1.0);
    return std::hypot(e.x() - t * d.x(), e.y() - t * d.y());
}

}  // namespace

/// Painting masks with mouse and keyboard, against pixels.
class TestMaskEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Scheme::Dark); }

    void strokePaintsWhatItPassesOver() {
        Editor e;
        QVERIFY(e.open("p1"));
        QCOMPARE(e.editor.currentName(), QStringLiteral("p1"));
        QCOMPARE(e.count(), 0);
        e.canvas->setBrushRadius(15);
        const QPointF from(60, 60), to(200, 150);
        e.drag(from, to);
        for (int y = 0; y < 240; ++y) {
            for (int x = 0; x < 320; ++x) {
                // The pointer goes by whole pixels of the screen.
                const double d = distance({x + 0.5, y + 0.5}, from, to);
                if (d < 12) {
                    QCOMPARE(e.mask(x, y), 255);
                } else if (d > 17) {
                    QCOMPARE(e.mask(x, y), 0);
                }
            }
        }
        QCOMPARE(difference(e.canvas->mask(), e.saved("p1")), 0.0);
        QCOMPARE(e.undo()->count(), 1);
        e.screenshot("mask-editor-dark");
    }

    void eraserAndTheOtherButtonTakeAway() {
        Editor e;
        QVERIFY(e.open("p0"));
        QVERIFY(e.command("fillAllMask"));
        QCOMPARE(e.count(), 320 * 240);
        e.canvas->setBrushRadius(10);
        e.drag({50, 120}, {150, 120}, Qt::RightButton);
        QCOMPARE(e.mask(100, 120), 0);
        QCOMPARE(e.mask(100, 150), 255);
        QVERIFY(e.press("eraserTool"));
        e.drag({50, 180}, {150, 180});
        QCOMPARE(e.mask(100, 180), 0);
        e.drag({50, 180}, {150, 180}, Qt::LeftButton, Qt::AltModifier);
        QCOMPARE(e.mask(100, 180), 255);
        QVERIFY(e.command("clearMask"));
        QCOMPARE(e.count(), 0);
    }

    void undoGoesBackAcrossPictures() {
        Editor e;
        e.canvas->setBrushRadius(10);
        QVERIFY(e.open("p0"));
        e.drag({40, 40}, {100, 40});
        const QImage first = e.canvas->mask();
        QVERIFY(e.press("nextMaskButton") && e.waitReady());
        QCOMPARE(e.editor.currentName(), QStringLiteral("p1"));
        QCOMPARE(e.count(), 0);
        e.drag({40, 90}, {100, 90});
        e.drag({40, 140}, {100, 140});
        const QImage second = e.canvas->mask();
        QCOMPARE(e.undo()->count(), 3);
        e.undo()->undo();
        QCOMPARE(e.mask(70, 140), 0);
        QCOMPARE(e.mask(70, 90), 255);
        e.undo()->undo();
        QCOMPARE(e.count(), 0);
        e.undo()->undo();  // of the other picture, which is shown
        QVERIFY(e.waitReady());
        QTRY_COMPARE(e.editor.currentName(), QStringLiteral("p0"));
        QTRY_COMPARE(e.count(), 0);
        QCOMPARE(maskStatistics(e.saved("p0"), 0).coverage, 0.0);
        e.undo()->redo();
        QTRY_COMPARE(e.canvas->mask(), first);
        e.undo()->redo();
        e.undo()->redo();
        QTRY_COMPARE(e.editor.currentName(), QStringLiteral("p1"));
        QTRY_VERIFY(e.isReady());
        QTRY_COMPARE(e.canvas->mask(), second);
        QCOMPARE(difference(first, e.saved("p0")), 0.0);
        QCOMPARE(difference(second, e.saved("p1")), 0.0);
    }

    void fillFindsTheDisc() {
        Editor e;
        QVERIFY(e.open("p2"));
        QVERIFY(e.press("fillTool"));
        QTest::mouseClick(e.canvas, Qt::LeftButton, {}, e.at({160, 120}));
        QVERIFY(e.waitReady());
        QTRY_VERIFY(e.count() > 0);
        const double radius = std::sqrt(e.count() / M_PI);
        QVERIFY2(std::abs(radius - 80) < 1, qPrintable(QString::number(radius)));
        QTest::mouseClick(e.canvas, Qt::RightButton, {}, e.at({160, 120}));
        QTRY_COMPARE(e.count(), 0);
    }

    void rectangleAndLasso() {
        Editor e;
        QVERIFY(e.open("p2"));
        QVERIFY(e.press("rectangleTool"));
        e.drag({50, 60}, {150, 110});
        QVERIFY(std::abs(e.count() - 100 * 50) < 160);
        QVERIFY(e.press("lassoTool"));
        QTest::mousePress(e.canvas, Qt::LeftButton, {}, e.at({200, 150}));
        for (const QPointF corner : {QPointF(300, 150), QPointF(300, 230), QPointF(200, 230)}) {
            e.move(corner, Qt::LeftButton);
        }
        QTest::mouseRelease(e.canvas, Qt::LeftButton, {}, e.at({200, 230}));
        QCOMPARE(e.mask(250, 190), 255);
        QVERIFY(std::abs(e.count() - 5000 - 8000) < 400);
        QCOMPARE(e.undo()->count(), 2);
    }

    void refineFindsTheDiscFromTwoStrokes() {
        Editor e;
        QVERIFY(e.open("p0"));
        QVERIFY(e.press("hintTool"));
        e.canvas->setBrushRadius(5);
        QVERIFY(!e.editor.findChild<QWidget*>(QStringLiteral("refineMask"))->isEnabled());
        e.drag({130, 120}, {190, 120});
        e.drag({20, 20}, {300, 20}, Qt::RightButton);
        QCOMPARE(e.count(), 0);  // hints are no mask
        e.screenshot("mask-editor-hints");
        QVERIFY(e.command("refineMask"));
        QTRY_VERIFY(e.count() > 0);
        const double radius = std::sqrt(e.count() / M_PI);
        QVERIFY2(std::abs(radius - 80) < 2, qPrintable(QString::number(radius)));
        QVERIFY(e.canvas->hints().isNull());
        e.undo()->undo();
        QCOMPARE(e.count(), 0);
    }

    void allPicturesAreChangedAndTakenBackAtOnce() {
        Editor e(5);
        e.canvas->setBrushRadius(20);
        QVERIFY(e.open("p3"));
        e.drag({100, 100}, {200, 100});
        const QImage before = e.canvas->mask();
        e.editor.flush();
        QCoreApplication::processEvents();
        auto subjects = subjectsOf(e.set, e.masks);
        subjects[4].excluded = true;
        e.editor.setSubjects(subjects);
        QSignalSpy saved(&e.editor, &MaskEditor::saved);
        e.editor.findChild<QAction*>(QStringLiteral("invertAllMasks"))->trigger();
        QVERIFY(!e.isUsable());
        QVERIFY(saved.wait(10000));
        QVERIFY(e.waitReady());
        QTRY_COMPARE(e.mask(150, 100), 0);
        QCOMPARE(e.mask(10, 10), 255);
        for (const char* name : {"p0", "p1", "p2"}) {
            QVERIFY(maskStatistics(e.saved(name), 0).isFull());
        }
        QVERIFY(!fs::exists(e.masks / "p4.png"));                  // not used
        QVERIFY(e.undo()->undoText().contains(QLatin1Char('4')));  // how many
        e.undo()->undo();
        QTRY_VERIFY(e.isReady() && e.canvas->mask() == before);
        QCOMPARE(maskStatistics(e.saved("p0"), 0).coverage, 0.0);
        QCOMPARE(difference(before, e.saved("p3")), 0.0);
    }

    void nextAndPreviousKeepTheZoom() {
        Editor e;
        QVERIFY(e.open("p0"));
        e.canvas->setZoom(5);
        const PicturePlace place = e.canvas->place();
        QTest::keyClick(e.canvas, Qt::Key_PageDown);
        QTRY_COMPARE(e.editor.currentName(), QStringLiteral("p1"));
        QVERIFY(e.waitReady());
        QCOMPARE(e.canvas->place().scale, place.scale);
        QCOMPARE(e.canvas->place().offset, place.offset);
        QTest::keyClick(e.canvas, Qt::Key_PageUp);
        QTRY_COMPARE(e.editor.currentName(), QStringLiteral("p0"));
        QVERIFY(!e.editor.findChild<QWidget*>(QStringLiteral("previousMaskButton"))->isEnabled());
    }

    void wheelAndBracketsChangeTheBrush() {
        Editor e;
        QVERIFY(e.open("p0"));
        const double radius = e.canvas->brushRadius(), zoom = e.canvas->zoom();
        const auto wheel = [&](Qt::KeyboardModifiers modifiers) {
            const QPointF middle = e.canvas->rect().center();
            QWheelEvent event(middle,
                              e.canvas->mapToGlobal(middle),
                              {},
                              {0, 120},
                              Qt::NoButton,
                              modifiers,
                              Qt::NoScrollPhase,
                              false);
            QCoreApplication::sendEvent(e.canvas, &event);
        };
        wheel(Qt::ControlModifier);
        QVERIFY(e.canvas->brushRadius() > radius);
        QCOMPARE(e.canvas->zoom(), zoom);
        QCOMPARE(e.editor.findChild<QDoubleSpinBox*>(QStringLiteral("brushSize"))->value(),
                 std::round(2 * e.canvas->brushRadius()));
        QTest::keyClick(e.canvas, Qt::Key_BracketLeft);
        QVERIFY(std::abs(e.canvas->brushRadius() - radius) < 1);
        wheel({});
        QVERIFY(e.canvas->zoom() > zoom);
    }

    void toolsAndCommandsHaveKeys() {
        Editor e;
        QVERIFY(e.open("p0"));
        QTest::keyClick(e.canvas, Qt::Key_E);
        QCOMPARE(e.canvas->tool(), MaskTool::Eraser);
        QTest::keyClick(e.canvas, Qt::Key_L);
        QCOMPARE(e.canvas->tool(), MaskTool::Lasso);
        QTest::keyClick(e.canvas, Qt::Key_I);
        QVERIFY(e.waitReady());
        QTRY_COMPARE(e.count(), 320 * 240);
        QSignalSpy closed(&e.editor, &MaskEditor::closeRequested);
        QTest::mousePress(e.canvas, Qt::LeftButton, {}, e.at({50, 50}));
        e.move({90, 90}, Qt::LeftButton);
        QTest::keyClick(e.canvas, Qt::Key_Escape);  // the outline only
        QTest::mouseRelease(e.canvas, Qt::LeftButton, {}, e.at({90, 50}));
        QCOMPARE(e.undo()->count(), 1);
        QCOMPARE(closed.count(), 0);
        QTest::keyClick(e.canvas, Qt::Key_Escape);
        QCOMPARE(closed.count(), 1);
        for (const auto* widget : e.editor.findChildren<QAbstractButton*>()) {
            QVERIFY2(!widget->accessibleName().isEmpty() || !widget->text().isEmpty(),
                     qPrintable(widget->objectName()));
        }
    }

    void whatWasSavedIsThereAfterACrash() {
        Editor e;
        QVERIFY(e.open("p1"));
        e.canvas->setBrushRadius(12);
        e.drag({50, 50}, {150, 150});
        const QImage painted = e.canvas->mask();
        // Nobody asks for it: it is written by itself, within two seconds.
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(e.masks / "p1.png"), 2000);
        QCOMPARE(difference(painted, readMask(e.masks / "p1.png")), 0.0);
        for (const auto& file : fs::directory_iterator(e.masks)) {
            QCOMPARE(file.path().filename().string(),
                     std::string("p1.png"));  // nothing half written
        }
        // Another window reads the same.
        MaskEditor other;
        other.setSubjects(subjectsOf(e.set, e.masks));
        auto* canvas = other.findChild<MaskCanvas*>(QStringLiteral("maskCanvas"));
        other.open(QStringLiteral("p1"));
        QTRY_VERIFY(canvas->hasPicture());
        QCOMPARE(canvas->mask(), painted);
    }

    void failedWritesAreToldOnceAndTriedAgain() {
        Editor e;
        QVERIFY(e.open("p1"));
        writeFileAtomically(e.masks, "in the way");
        QSignalSpy failed(&e.editor, &MaskEditor::failed);
        e.drag({50, 50}, {150, 150});
        QVERIFY(failed.wait(3000));
        QVERIFY(e.editor.findChild<QLabel*>(QStringLiteral("maskFacts"))
                    ->text()
                    .contains(QStringLiteral("not saved")));
        fs::remove(e.masks);
        e.drag({50, 150}, {150, 50});
        QTRY_VERIFY(fs::exists(e.masks / "p1.png"));
        QCOMPARE(difference(e.canvas->mask(), e.saved("p1")), 0.0);
        QCOMPARE(failed.count(), 1);
    }

    void anInvertedMaskIsWrittenAsItIsRead() {
        Editor e;
        auto subjects = subjectsOf(e.set);
        subjects[0].view.invert_mask = true;
        e.editor.setSubjects(subjects);
        QVERIFY(e.open("p0"));
        e.canvas->setBrushRadius(20);
        e.drag({100, 100}, {200, 100});
        const QImage painted = e.canvas->mask();
        e.editor.flush();
        auto again = subjectsOf(e.set, e.masks);
        again[0].view.invert_mask = true;
        QCOMPARE(loadMask(again[0]).mask, painted);
    }

    void looksInBothThemes() {
        Editor e;
        QVERIFY(e.open("p1"));
        QVERIFY(e.press("fillTool"));
        QTest::mouseClick(e.canvas, Qt::LeftButton, {}, e.at({160, 120}));
        QTRY_VERIFY(e.count() > 0);
        QVERIFY(e.press("brushTool"));
        auto* look = e.editor.findChild<QComboBox*>(QStringLiteral("maskLook"));
        applyTheme(*qApp, Scheme::Light);
        e.screenshot("mask-editor-light");
        look->setCurrentIndex(1);
        e.screenshot("mask-editor-cut-out");
        look->setCurrentIndex(2);
        e.screenshot("mask-editor-mask");
        applyTheme(*qApp, Scheme::Dark);
    }
};

QTEST_MAIN(TestMaskEditor)
#include "test_mask_editor.moc"
