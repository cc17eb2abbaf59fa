// SPDX-License-Identifier: Apache-2.0
// Masks in the whole window: made by themselves, painted, taken back, saved with the project,
// imported and exported.
#include "base/files.h"
#include "image/mask.h"
#include "support/loop_watch.h"
#include "ui/images/import_review.h"
#include "ui/images/import_session.h"
#include "ui/masks/mask_editor.h"
#include "ui/masks/mask_set.h"
#include "ui/window/mask_controller.h"
#include "ui/window/window_fixture.h"

#include <QComboBox>
#include <QDialog>
#include <QListView>
#include <QStackedWidget>
#include <QToolButton>
#include <QUndoStack>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;
namespace fs = std::filesystem;

namespace {

constexpr QSize kSize(320, 240);

class MasksWindow : public TestWindow {
public:
    explicit MasksWindow(int count = 5, Scheme scheme = Scheme::Dark)
        : TestWindow(QStringLiteral(BOZZETTO_CLI), {}, scheme) {
        preferences().setFindsCameras(false);  // none are needed here
        set = toPath(path(QStringLiteral("discs")));
        writeDiscSet(set, count, kSize);
    }
    ~MasksWindow() {
        if (document()->isOpen()) {
            document()->close();
        }
    }
    bool dropSet() {
        return show() && drop({toQt(set)}) != Qt::IgnoreAction &&
               waitUntil([this] { return session()->isListed() && !session()->isChecking(); },
                         15000);
    }
    ImportSession* session() const { return get()->findChild<ImportSession*>(); }
    MaskController* masks() const { return get()->findChild<MaskController*>(); }
    ImportReviewPage* review() const { return find<ImportReviewPage>("importReview"); }
    MaskEditor* editor() const { return find<MaskEditor>("maskEditor"); }
    MaskCanvas* canvas() const { return find<MaskCanvas>("maskCanvas"); }
    QAction* action(const char* name) const {
        return get()->findChild<QAction*>(QLatin1String(name));
    }
    const SceneEdits& scene() const { return document()->project().scene; }
    bool editorReady() const {
        return waitUntil([this] {
            return editor()->isVisible() && canvas()->hasPicture() &&
                   find<QWidget>("invertMask")->isEnabled();
        });
    }
    void paint(QPointF from, QPointF to) const {
        const auto at = [this](QPointF p) {
            return (canvas()->place().toScreen(p) / canvas()->devicePixelRatioF()).toPoint();
        };
        QTest::mousePress(canvas(), Qt::LeftButton, {}, at(from));
        QTest::mouseMove(canvas(), at((from + to) / 2));
        QTest::mouseMove(canvas(), at(to));
        QTest::mouseRelease(canvas(), Qt::LeftButton, {}, at(to));
    }
    double coverage(const char* name) const {
        const auto& picture = session()->review().pictures[static_cast<std::size_t>(
            session()->indexOf(QLatin1String(name)))];
        return picture.measures.has_mask ? picture.measures.mask.coverage : -1;
    }

    fs::path set;
};

double intersectionOverUnion(const Image& mask) {
    int both = 0, either = 0;
    for (int y = 0; y < mask.height; ++y) {
        for (int x = 0; x < mask.width; ++x) {
            const bool truth = std::hypot(x + 0.5 - kSize.width() / 2.0,
                                          y + 0.5 - kSize.height() / 2.0) < kSize.height() / 3.0;
            const bool found = *mask.at(x, y) >= 0.5f;
            both += truth && found ? 1 : 0;
            either += truth || found ? 1 : 0;
        }
    }
    return either > 0 ? 1.0 * both / either : 0;
}

constexpr double kDisc = M_PI * 80 * 80 / (320 * 240);

}  // namespace

class TestMasksFlow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void madeByThemselvesThenPainted() {
        MasksWindow w;
        QVERIFY(w.dropSet());
        QCOMPARE(w.coverage("p0"), -1.0);
        QVERIFY(w.press("makeMasksButton"));
        QVERIFY(waitUntil([&] { return !w.scene().masks.empty(); }, 60000));
        for (int i = 0; i < 5; ++i) {
            const Image mask = readMask(w.scene().masks / ("p" + std::to_string(i) + ".png"));
            QVERIFY2(intersectionOverUnion(mask) > 0.97,
                     qPrintable(QString::number(intersectionOverUnion(mask))));
        }
        QVERIFY(waitUntil([&] { return std::abs(w.coverage("p4") - kDisc) < 0.02; }));
        w.action("showMasks")->trigger();
        QTest::qWait(500);
        w.takePicture(QStringLiteral("masks-made"));

        // Painted on, with the key.
        w.review()->select({QStringLiteral("p2")});
        w.review()->focusGrid();
        QTest::keyClick(w.find<QListView>("pictureGrid"), Qt::Key_M);
        QVERIFY(w.editorReady());
        QCOMPARE(w.editor()->currentName(), QStringLiteral("p2"));
        const fs::path folder = w.scene().masks;
        w.canvas()->setBrushRadius(12);
        w.paint({10, 20}, {300, 20});
        w.takePicture(QStringLiteral("masks-editor"));
        QVERIFY(waitUntil([&] { return w.coverage("p2") > kDisc + 0.05; }));
        QCOMPARE(w.scene().masks, folder);  // it was the project's own already

        // Ctrl+Z is about the stroke here, and about the project elsewhere.
        QTest::keyClick(w.canvas(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(waitUntil([&] { return std::abs(w.coverage("p2") - kDisc) < 0.02; }));
        QCOMPARE(w.scene().masks, folder);
        QVERIFY(w.press("maskBack"));
        QVERIFY(w.review()->isVisible());
        QTest::keyClick(w.find<QListView>("pictureGrid"), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(waitUntil([&] { return w.scene().masks.empty() && w.coverage("p2") < 0; }));
        QTest::keyClick(
            w.find<QListView>("pictureGrid"), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(waitUntil([&] { return std::abs(w.coverage("p2") - kDisc) < 0.02; }));
    }

    void makingKeepsWhatWasPainted() {
        MasksWindow w(4);
        QVERIFY(w.dropSet());
        QVERIFY(w.press("makeMasksButton"));
        QVERIFY(waitUntil([&] { return !w.scene().masks.empty(); }, 60000));
        const fs::path made = w.scene().masks;
        QVERIFY(!w.isShown("keepEditedMasksButton"));  // nothing to choose yet
        w.masks()->edit(QStringLiteral("p2"));
        QVERIFY(w.editorReady());
        w.canvas()->setBrushRadius(12);
        w.paint({10, 20}, {300, 20});
        w.editor()->flush();
        QVERIFY(w.press("maskBack"));
        QVERIFY(waitUntil([&] { return w.isShown("keepEditedMasksButton"); }));
        const std::string painted = readFile(made / "p2.png");
        w.takePicture(QStringLiteral("masks-keep-edited"));

        QVERIFY(w.press("makeMasksButton"));
        QVERIFY(waitUntil([&] { return w.scene().masks != made; }, 60000));
        const fs::path again = w.scene().masks;
        QCOMPARE(readFile(again / "p2.png"), painted);
        QVERIFY(intersectionOverUnion(readMask(again / "p1.png")) > 0.97);
        QVERIFY(w.isShown("keepEditedMasksButton"));  // it still is somebody's work
        w.document()->undoStack()->undo();
        QCOMPARE(w.scene().masks, made);

        // Unless it is not wanted.
        QVERIFY(w.press("keepEditedMasksButton"));
        QVERIFY(w.press("makeMasksButton"));
        QVERIFY(waitUntil([&] { return w.scene().masks != made; }, 60000));
        QVERIFY(intersectionOverUnion(readMask(w.scene().masks / "p2.png")) > 0.97);
        QVERIFY(!w.isShown("keepEditedMasksButton"));
        w.document()->undoStack()->undo();
        QCOMPARE(readFile(w.scene().masks / "p2.png"), painted);
    }

    void masksMoveWithTheFirstSave() {
        MasksWindow w(3);
        QVERIFY(w.dropSet());
        w.masks()->edit(QStringLiteral("p1"));
        QVERIFY(w.editorReady());
        w.canvas()->setBrushRadius(30);
        w.paint({60, 120}, {260, 120});
        const QImage painted = w.canvas()->mask();
        const QString project = w.path(QStringLiteral("discs.bozzetto"));
        QSignalSpy saved(w.document(), &ProjectDocument::saved);
        w.document()->saveAs(project);  // at once: the stroke must be in it
        QVERIFY(saved.wait(5000));
        const fs::path folder = toPath(w.path(QStringLiteral("discs-masks")));
        QVERIFY(waitUntil([&] { return w.scene().masks == folder; }));
        QVERIFY(fs::exists(folder / "p1.png"));
        QCOMPARE(fs::path(readProject(toPath(project)).project.scene.masks), folder);
        // Painting goes on there, and so does undo.
        QVERIFY(w.editorReady());
        w.paint({60, 60}, {260, 60});
        QVERIFY(w.editor()->undoStack()->count() >= 2);
        w.editor()->undoStack()->undo();
        w.editor()->flush();
        QCOMPARE(loadMask(subjectsOf(w.set, folder)[1]).mask, painted);
    }

    void anotherOnesFolderIsNotWrittenTo() {
        MasksWindow w(2);
        QVERIFY(w.dropSet());
        const fs::path theirs = toPath(w.path(QStringLiteral("theirs")));
        fs::create_directories(theirs);
        QImage mask(kSize, QImage::Format_Grayscale8);
        mask.fill(255);
        QVERIFY(mask.save(toQt(theirs / "p0.png")));
        const std::string before = readFile(theirs / "p0.png");
        SceneEdits scene = w.scene();
        scene.masks = theirs;
        w.document()->setScene(scene, QStringLiteral("theirs"));
        w.masks()->edit(QStringLiteral("p1"));
        QVERIFY(w.editorReady());
        w.paint({60, 120}, {260, 120});
        QVERIFY(waitUntil([&] { return w.scene().masks != theirs; }));
        QCOMPARE(readFile(theirs / "p0.png"), before);
        QVERIFY(!fs::exists(theirs / "p1.png"));
        QVERIFY(fs::exists(w.scene().masks / "p0.png"));  // comes along
        QVERIFY(fs::exists(w.scene().masks / "p1.png"));
    }

    void importShowsThePolarityFirst() {
        MasksWindow w(4);
        QVERIFY(w.dropSet());
        const fs::path folder = toPath(w.path(QStringLiteral("from elsewhere")));
        fs::create_directories(folder);
        for (int i = 0; i < 3; ++i) {  // black disc on white, named as COLMAP does
            QImage mask(kSize, QImage::Format_Grayscale8);
            for (int y = 0; y < kSize.height(); ++y) {
                for (int x = 0; x < kSize.width(); ++x) {
                    mask.scanLine(y)[x] = std::hypot(x - 159.5, y - 119.5) < 80 ? 0 : 255;
                }
            }
            QVERIFY(mask.save(toQt(folder / ("p" + std::to_string(i) + ".png.png"))));
        }
        w.masks()->importFrom(toQt(folder));
        QVERIFY(waitUntil([&] { return w.isShown("maskImport"); }));
        auto* polarity = w.find<QComboBox>("maskImportPolarity");
        QCOMPARE(polarity->currentIndex(), 1);  // black is the object: it was seen
        QTest::qWait(500);
        w.takePicture(QStringLiteral("masks-import"), w.widget("maskImport"));
        QVERIFY(w.scene().masks.empty());
        QVERIFY(w.press("maskImportTake"));
        QVERIFY(waitUntil([&] { return !w.scene().masks.empty(); }));
        QVERIFY(waitUntil([&] { return std::abs(w.coverage("p1") - kDisc) < 0.01; }));
        QCOMPARE(w.coverage("p3"), -1.0);  // had none

        const QString out = w.path(QStringLiteral("out"));
        w.masks()->exportTo(out, QStringLiteral("colmap"));
        QVERIFY(waitUntil([&] { return fs::exists(toPath(out) / "p2.png.png"); }));
        QVERIFY(std::abs(maskStatistics(readMask(toPath(out) / "p2.png.png"), 0).coverage - kDisc) <
                0.01);
    }

    void makingCanBeCancelled() {
        MasksWindow w(5);
        QVERIFY(w.dropSet());
        QVERIFY(w.press("makeMasksButton"));
        QVERIFY(w.isShown("cancelMasks"));
        QVERIFY(w.press("cancelMasks"));
        QVERIFY(waitUntil([&] { return !w.isShown("cancelMasks"); }, 3000));
        QVERIFY(w.find<QAbstractButton>("makeMasksButton")->isEnabled());
    }

    void tableSwitchIsUndoable() {
        MasksWindow w(2);
        QVERIFY(w.dropSet());
        QVERIFY(!w.scene().keep_table);
        QVERIFY(w.press("keepTableButton"));
        QVERIFY(w.scene().keep_table);
        w.document()->undoStack()->undo();
        QVERIFY(!w.scene().keep_table);
        QVERIFY(!w.action("keepTable")->isChecked());
    }

    /// A stroke on 12 megapixels: the time that each move takes, painting included.
    void strokeKeepsUpWithTheHand() {
        MasksWindow w(1);
        QVERIFY(discPhoto({4000, 3000}, 1).save(toQt(w.set / "p0.png")));
        w->resize(1600, 1000);
        QVERIFY(w.dropSet());
        w.masks()->edit(QStringLiteral("p0"));
        QVERIFY(w.editorReady());
        w.canvas()->setBrushRadius(120);
        const auto at = [&](double t) {
            const QPointF p(2000 + 1200 * std::cos(t), 1500 + 900 * std::sin(t));
            return (w.canvas()->place().toScreen(p) / w.canvas()->devicePixelRatioF()).toPoint();
        };
        QTest::mousePress(w.canvas(), Qt::LeftButton, {}, at(0));
        std::vector<double> times;
        for (int i = 1; i <= 200; ++i) {
            const QPoint position = at(i * 0.03);
            QMouseEvent move(QEvent::MouseMove,
                             position,
                             w.canvas()->mapToGlobal(position),
                             Qt::NoButton,
                             Qt::LeftButton,
                             Qt::NoModifier);
            timespec from{}, to{};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
            QCoreApplication::sendEvent(w.canvas(), &move);
            w.canvas()->repaint(w.canvas()->visibleRegion() &
                                QRect(position, QSize()).adjusted(-60, -60, 60, 60));
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
            times.push_back(1e3 * static_cast<double>(to.tv_sec - from.tv_sec) +
                            1e-6 * static_cast<double>(to.tv_nsec - from.tv_nsec));
        }
        QTest::mouseRelease(w.canvas(), Qt::LeftButton, {}, at(6));
        std::sort(times.begin(), times.end());
        qInfo("a move of a stroke on 12 megapixels: median %.2f ms, longest %.2f ms",
              times[times.size() / 2],
              times.back());
        QVERIFY(times[times.size() * 95 / 100] < 16);
    }
};

QTEST_MAIN(TestMasksFlow)
#include "test_masks_flow.moc"
