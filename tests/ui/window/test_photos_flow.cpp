// SPDX-License-Identifier: Apache-2.0
// From photographs without cameras to a mesh, as a person gets there. The cameras come from a
// program that does not look at the pictures (app/scripted_cameras.h).
#include "support/loop_watch.h"
#include "ui/images/import_session.h"
#include "ui/images/start_page.h"
#include "ui/window/photos_window.h"
#include "ui/window/screen_faults.h"

#include <QDialog>
#include <QListWidget>
#include <QMenu>
#include <QProcess>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTimer>

#include <set>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

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
    QTRY_COMPARE(faultsOf(*window.get()).join("\n"), QString());  // once it is laid out
    QVERIFY(window.waitForCameras());
    QTRY_VERIFY(!window.cameras()->isFinding());
    QVERIFY(window.settle());
    window.takePicture(QStringLiteral("cameras-found-") + tag);
    QTRY_COMPARE(faultsOf(*window.get()).join("\n"), QString());  // once it is laid out
    QVERIFY(window.press("pickLength"));
    const auto& points = window.cameras()->solved()->source.cloud.points;
    window.click(window.pixelOf(points[1].position));
    window.click(window.pixelOf(points[4].position));
    QTest::qWait(200);
    window.takePicture(QStringLiteral("cameras-length-") + tag);
    QTRY_COMPARE(faultsOf(*window.get()).join("\n"), QString());  // once it is laid out
}
}  // namespace

QTEST_MAIN(TestPhotosFlow)
#include "test_photos_flow.moc"
