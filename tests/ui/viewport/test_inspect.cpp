// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "image/color.h"
#include "ui/viewport/camera_frusta.h"
#include "ui/viewport/compare.h"
#include "ui/viewport/inspect_panel.h"
#include "ui/viewport/photo_picture.h"
#include "ui/viewport/scene_guides.h"
#include "ui/viewport/screenshot.h"
#include "ui/viewport/turntable.h"
#include "ui/viewport/view_words.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace bozzetto;
using namespace bozzetto::ui;

namespace {

constexpr double kPi = std::numbers::pi;

Box boxOf(Vec3d low, Vec3d high) {
    Box box;
    box.add(low);
    box.add(high);
    return box;
}

/// A camera at `eye` that looks at the origin, z up, 90 degrees wide.
Camera lookingAtOrigin(Vec3d eye) {
    Camera camera;
    camera.width = camera.height = 100;
    camera.fx = camera.fy = camera.cx = camera.cy = 50;
    const Vec3d back = normalize(eye);
    const Vec3d right = normalize(cross(Vec3d{0, 0, 1}, back)), up = cross(back, right);
    for (int i = 0; i < 3; ++i) {
        camera.world_from_camera.m[i][0] = right[i];
        camera.world_from_camera.m[i][1] = up[i];
        camera.world_from_camera.m[i][2] = back[i];
        camera.world_from_camera.m[i][3] = eye[i];
    }
    return camera;
}

/// Linear picture whose display values are `value(x, y)` in all channels.
Image greyPicture(int width, int height, const std::function<float(int, int)>& value) {
    Image image(width, height, 4, 1.0f);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int k = 0; k < 3; ++k) {
                image.at(x, y)[k] = linearFromSrgb(value(x, y));
            }
        }
    }
    return image;
}

DrawPicture fakeDraw(std::vector<PictureRequest>* seen) {
    return [seen](const PictureRequest& request,
                  QObject* receiver,
                  std::function<void(const QImage&)> done) {
        seen->push_back(request);
        QImage image(request.size, QImage::Format_ARGB32);
        image.fill(QColor(10, static_cast<int>(seen->size()), 30));
        QMetaObject::invokeMethod(
            receiver, [done, image] { done(image); }, Qt::QueuedConnection);
    };
}

}  // namespace

class TestInspect : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void lengthsAndSteps() {
        QCOMPARE(formatLength(0.0123, {QStringLiteral("mm"), 1000}),
                 QStringLiteral("12.3") + QChar(0xa0) + QStringLiteral("mm"));
        QCOMPARE(formatLength(2, {}), QStringLiteral("2"));
        QCOMPARE(formatLength(123.456, {}), QStringLiteral("123"));
        QCOMPARE(formatLength(0, {}), QStringLiteral("0"));
        for (const auto& [least, step] : {std::pair{0.7, 1.0},
                                          {1.0, 1.0},
                                          {1.01, 2.0},
                                          {2.5, 5.0},
                                          {6.0, 10.0},
                                          {0.013, 0.02},
                                          {430.0, 500.0}}) {
            QVERIFY2(std::abs(roundStep(least) / step - 1) < 1e-9,
                     qPrintable(QString::number(least)));
        }
    }

    void gridIsRoundInTheShownUnit() {
        SceneGuides guides;
        guides.setObject(boxOf({-0.1, -0.2, 0.5}, {0.1, 0.2, 0.98}));
        guides.setUnit({QStringLiteral("in"), 39.37});
        const double inches = guides.gridStep() * 39.37;
        QVERIFY(std::abs(inches - 2) < 1e-9);  // 0.48 m over ten squares: 1.89 in
        QCOMPARE(guides.sizeText().section(QChar(0xd7), 0, 0).trimmed(), QStringLiteral("7.87"));
        guides.setUnit({});
        const auto overlay = guides.grid(Qt::black);
        QVERIFY(overlay->lines.size() > 20 && overlay->lines.size() < 100);
        for (const SceneLine& line : overlay->lines) {
            QCOMPARE(line.from.z, 0.5f);  // the floor is the object's lowest point
            QCOMPARE(line.to.z, 0.5f);
        }
        QCOMPARE(guides.box(Qt::black)->lines.size(), size_t{12});
        guides.setAxes(TurntableAxes({0, 1, 0}));
        const auto turned = guides.grid(Qt::black);
        for (const SceneLine& line : turned->lines) {
            QCOMPARE(line.from.y, -0.2f);
        }
    }

    void crossOfAxes() {
        SceneGuides guides;
        ViewCamera camera;  // from the front: x to the right, z up
        camera.position = {0, -5, 0};
        const QSizeF size(800, 600);
        const QPointF centre = SceneGuides::crossArea(size).center();
        QCOMPARE(guides.crossViewAt(centre + QPointF(38, 0), camera, size), AxisView::Right);
        QCOMPARE(guides.crossViewAt(centre - QPointF(38, 0), camera, size), AxisView::Left);
        QCOMPARE(guides.crossViewAt(centre - QPointF(0, 38), camera, size), AxisView::Top);
        QCOMPARE(guides.crossViewAt(centre, camera, size), AxisView::Front);  // -y faces the eye
        QVERIFY(!guides.crossViewAt({100, 100}, camera, size));
    }

    void camerasArePicked() {
        std::vector<PhotoView> photos(3);
        photos[0].camera = lookingAtOrigin({0, -4, 0});
        photos[1].camera = lookingAtOrigin({3, 0, 1});
        photos[2].camera = lookingAtOrigin({0, -5.5, 0});  // behind the first, seen from behind
        CameraFrusta frusta;
        frusta.setCameras(photos, boxOf({-1, -1, -1}, {1, 1, 1}));
        ViewCamera camera;
        camera.position = {0, -12, 0};
        const ViewProjection projection(camera, {800, 600});
        const QPointF middle(400, 300);
        QCOMPARE(frusta.pick(middle, projection), 2);  // the nearest of the two
        const auto eye = projection.pixelOf({3, 0, 1});
        QVERIFY(eye.has_value());
        QCOMPARE(frusta.pick(*eye, projection), 1);
        QCOMPARE(frusta.pick({20, 20}, projection), -1);
        QVERIFY(frusta.bounds().high.x >= 3 && frusta.bounds().low.y <= -5.5);
        const auto overlay = frusta.overlay(1, Qt::black);
        QCOMPARE(overlay->lines.size(), size_t{3 * 10});
        QVERIFY(overlay->pictures.empty());
        QImage thumbnail(640, 480, QImage::Format_RGB32);
        thumbnail.fill(Qt::green);
        frusta.setThumbnail(0, thumbnail);
        const auto shown = frusta.overlay(1, Qt::black);
        QCOMPARE(shown->pictures.size(), size_t{1});
        QCOMPARE(shown->pictures[0].picture.width(), 160);
    }

    void fiveHundredCameras() {
        std::vector<PhotoView> photos(500);
        QImage thumbnail(256, 192, QImage::Format_RGB32);
        thumbnail.fill(Qt::darkCyan);
        for (size_t i = 0; i < photos.size(); ++i) {
            const double angle = 0.1 * static_cast<double>(i);
            photos[i].name = QString::number(i);
            photos[i].camera =
                lookingAtOrigin({4 * std::cos(angle), 4 * std::sin(angle), 0.01 * angle});
            photos[i].thumbnail = thumbnail;
        }
        QElapsedTimer clock;
        clock.start();
        CameraFrusta frusta;
        frusta.setCameras(photos, boxOf({-1, -1, -1}, {1, 1, 1}));
        const qint64 set = clock.restart();
        const auto overlay = frusta.overlay(3, Qt::black);
        const qint64 drawn = clock.restart();
        ViewCamera camera;
        frusta.pick({400, 300}, ViewProjection(camera, {800, 600}));
        const qint64 picked = clock.restart();
        InspectPanel panel;
        clock.restart();
        panel.setPhotos(photos);
        const qint64 listed = clock.restart();
        const QString figures = QStringLiteral("set %1, overlay %2, pick %3, list %4 ms")
                                    .arg(set)
                                    .arg(drawn)
                                    .arg(picked)
                                    .arg(listed);
        qInfo("%s", qPrintable(figures));
        QCOMPARE(overlay->pictures.size(), size_t{500});
        // The bar is 50 ms on the UI thread; three times that for a busy machine.
        QVERIFY2(std::max({set, drawn, picked, listed}) < 150, qPrintable(figures));
    }

    void photosLieOnThePixels() {
        const auto value = [](int x, int y) {
            return static_cast<float>((x * 7 + y * 13) % 256) / 255;
        };
        const Image photo = greyPicture(40, 30, value);
        const AlignedPhoto same = alignPhoto(photo, {40, 30}, QRectF(0, 0, 40, 30), Qt::black);
        for (int y = 0; y < 30; ++y) {
            for (int x = 0; x < 40; ++x) {
                QVERIFY(std::abs(qGreen(same.picture.pixel(x, y)) - 255 * value(x, y)) <= 1);
                QCOMPARE(qGray(same.coverage.pixel(x, y)), 255);
            }
        }
        // Twice as many photo pixels: means of linear light; the bars beside it stay background.
        const Image stripes = greyPicture(40, 40, [](int x, int) { return x % 2 ? 1.0f : 0.0f; });
        const AlignedPhoto half =
            alignPhoto(stripes, {60, 20}, QRectF(20, 0, 20, 20), QColor(9, 8, 7));
        QCOMPARE(qRed(half.picture.pixel(30, 10)), 188);  // half the light
        QCOMPARE(half.picture.pixel(5, 5) & 0xffffff, QRgb(0x090807));
        QCOMPARE(qGray(half.coverage.pixel(5, 5)), 0);
        // A mask shows the background.
        Image masked = greyPicture(8, 8, [](int, int) { return 1.0f; });
        masked.at(2, 2)[3] = 0;
        const AlignedPhoto cut = alignPhoto(masked, {8, 8}, QRectF(0, 0, 8, 8), QColor(9, 8, 7));
        QCOMPARE(cut.picture.pixel(2, 2) & 0xffffff, QRgb(0x090807));
        QCOMPARE(qRed(cut.picture.pixel(3, 2)), 255);
    }

    void differences() {
        const Image photo = greyPicture(32, 32, [](int, int) { return 0.5f; });
        const AlignedPhoto aligned = alignPhoto(photo, {32, 32}, QRectF(0, 0, 32, 32), Qt::black);
        const PhotoDifference none = differenceOf(aligned, aligned.picture, Qt::black);
        QCOMPARE(none.mean_error, 0.0);
        QCOMPARE(none.picture.pixel(4, 4) & 0xffffff, QRgb(0));
        QImage brighter = aligned.picture;
        const int grey = qRed(aligned.picture.pixel(0, 0));
        brighter.fill(QColor(grey + 10, grey + 10, grey + 10));
        const PhotoDifference ten = differenceOf(aligned, brighter, Qt::black);
        QVERIFY(std::abs(ten.mean_error - 10 / 255.0) < 1e-9);
        QCOMPARE(qRed(ten.picture.pixel(4, 4)), 40);  // four times
        // What both leave empty does not count; what only one covers does.
        Image masked = photo;
        for (int i = 0; i < 32 * 16; ++i) {
            masked.pixels[static_cast<size_t>(i) * 4 + 3] = 0;
        }
        const AlignedPhoto lower = alignPhoto(masked, {32, 32}, QRectF(0, 0, 32, 32), Qt::black);
        QVERIFY(differenceOf(lower, lower.picture, Qt::black).mean_error == 0);
        const double full = differenceOf(lower, aligned.picture, Qt::black).mean_error;
        QVERIFY(std::abs(full - 0.5 * grey / 255.0) < 1e-6);
    }

    void comparing() {
        PhotoCompare compare;
        QSignalSpy measured(&compare, &PhotoCompare::differenceMeasured);
        PhotoView photo;
        photo.load = [] {
            return greyPicture(64, 48, [](int x, int) { return x < 32 ? 0.2f : 0.8f; });
        };
        compare.setPlace({64, 48}, QRectF(0, 0, 64, 48), Qt::black);
        compare.setMode(CompareMode::Wipe);
        QVERIFY(!compare.active());
        compare.setPhoto(0, photo);
        QTRY_VERIFY(compare.active());
        QImage render(64, 48, QImage::Format_RGB32);
        render.fill(QColor(0, 255, 0));
        const auto painted = [&] {
            QImage canvas = render;
            QPainter painter(&canvas);
            compare.paint(painter, 1);
            painter.end();
            return canvas;
        };
        compare.setWipe(0.75);
        QVERIFY(compare.onWipeLine({48, 5}, 1) && !compare.onWipeLine({10, 5}, 1));
        QCOMPARE(qRed(painted().pixel(1, 46)), 51);                    // photo left of the line
        QCOMPARE(painted().pixel(62, 46) & 0xffffff, QRgb(0x00ff00));  // render right of it
        compare.dragWipeTo({-50, 0}, 1);
        QCOMPARE(compare.wipe(), 0.0);
        QCOMPARE(painted().pixel(20, 46) & 0xffffff, QRgb(0x00ff00));
        compare.setMode(CompareMode::Photo);
        QCOMPARE(qRed(painted().pixel(62, 46)), 204);
        compare.setMode(CompareMode::Difference);
        compare.setRender(
            alignPhoto(photo.load(), {64, 48}, QRectF(0, 0, 64, 48), Qt::black).picture);
        QTRY_COMPARE(measured.count(), 1);
        QCOMPARE(*compare.meanError(), 0.0);
        compare.setMode(CompareMode::Render);
        QCOMPARE(painted(), render);
        // A photograph that cannot be read is said, not shown.
        QSignalSpy failed(&compare, &PhotoCompare::failed);
        PhotoView broken;
        broken.load = []() -> Image { throw std::runtime_error("r_1.png is cut short"); };
        compare.setPhoto(1, broken);
        compare.setMode(CompareMode::Photo);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!compare.active() && !compare.loading());
    }

    void photosAreReadWithTheirMask() {
        ViewSource source;
        source.name = "r_000";
        source.image = BOZZETTO_SOURCE_DIR "/resources/samples/pip7/test/r_0.png";
        const Image photo = photoLoader(source, {})();
        QCOMPARE(photo.channels, 4);
        QVERIFY(photo.at(1, 1)[3] < 0.5f);  // outside the object
        QVERIFY(photo.at(photo.width / 2, photo.height / 2)[3] > 0.5f);
        source.image = "/nowhere/r_1.png";
        QVERIFY_EXCEPTION_THROWN(photoLoader(source, {})(), Error);
    }

    void blinkingIsSlow() {
        PhotoCompare compare;
        PhotoView photo;
        photo.load = [] { return Image(8, 8, 4, 0.5f); };
        compare.setPlace({8, 8}, QRectF(0, 0, 8, 8), Qt::black);
        compare.setPhoto(0, photo);
        compare.setMode(CompareMode::Blink);
        QTRY_VERIFY(compare.active());
        QSignalSpy changed(&compare, &PhotoCompare::changed);
        QTest::qWait(1500);
        QVERIFY2(changed.count() >= 3 && changed.count() <= 4,
                 qPrintable(QString::number(changed.count())));
        compare.setReducedAnimation(true);
        changed.clear();
        QTest::qWait(500);
        QCOMPARE(changed.count(), 0);
        compare.toggleBlink();  // by hand it still works
        QCOMPARE(changed.count(), 1);
    }

    void screenshotsReplaceNothing() {
        QTemporaryDir folder;
        QImage picture(20, 10, QImage::Format_ARGB32);
        picture.fill(QColor(200, 100, 50, 0));
        QStringList paths;
        QStringList problems;
        for (int i = 0; i < 3; ++i) {
            saveScreenshot(
                this,
                picture,
                folder.filePath(QStringLiteral("a/b ü")),
                [&](const QString& path) { paths << path; },
                [&](const Problem& problem) { problems << problem.reason; });
        }
        QTRY_COMPARE(paths.size(), 3);
        paths.removeDuplicates();
        QCOMPARE(paths.size(), 3);
        for (const QString& path : paths) {
            QCOMPARE(QImage(path).size(), picture.size());
            QCOMPARE(qAlpha(QImage(path).pixel(0, 0)), 0);
        }
        const auto fail = [&](const Problem& problem) { problems << problem.reason; };
        saveScreenshot(
            this, picture, QStringLiteral("/proc/none"), [](const QString&) {}, fail);
        QTRY_COMPARE(problems.size(), 1);
        saveScreenshot(
            this, QImage(), folder.path(), [](const QString&) {}, fail);
        QTRY_COMPARE(problems.size(), 2);
        QCOMPARE(QDir(folder.path()).entryList({"*.png"}, QDir::Files).size(), 0);
    }

    void turntableGoesOnceRound() {
        std::vector<PictureRequest> seen;
        TurntableRecorder recorder(fakeDraw(&seen));
        QSignalSpy finished(&recorder, &TurntableRecorder::finished);
        QSignalSpy cancelled(&recorder, &TurntableRecorder::cancelled);
        QSignalSpy failed(&recorder, &TurntableRecorder::failed);
        QTemporaryDir folder;
        TurntableJob job;
        job.pictures = 8;
        job.size = {64, 32};
        job.transparent = true;
        job.folder = folder.path();
        recorder.start(job);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(seen.size(), size_t{8});
        const QDir first(finished[0][0].toString());
        QCOMPARE(first.entryList(QDir::Files).size(), 8);
        QVERIFY(QFile::exists(first.filePath("turntable_0008.png")));
        for (size_t i = 0; i < 8; ++i) {
            QVERIFY(seen[i].transparent);
            const TurntableAxes axes;
            const double yaw = axes.turntableOf(seen[i].camera).yaw;
            const double expected = job.start.yaw + 2 * kPi * static_cast<double>(i) / 8;
            QVERIFY(std::abs(wrapped(yaw - expected)) < 1e-5);
        }
        // Again: a folder of its own. Stopped midway: what is written is whole.
        connect(&recorder, &TurntableRecorder::progress, this, [&](int written, int) {
            if (written == 3) {
                recorder.cancel();
            }
        });
        recorder.start(job);
        QTRY_COMPARE(cancelled.count(), 1);
        QVERIFY(cancelled[0][0].toString() != first.path());
        QCOMPARE(cancelled[0][1].toInt(), 3);
        QCOMPARE(QDir(cancelled[0][0].toString()).entryList(QDir::Files).size(), 3);
        job.folder = QStringLiteral("/proc/none");
        recorder.start(job);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!recorder.running());
    }

    void viewInWords() {
        ViewWords words;
        words.yaw = kPi / 4;
        words.pitch = 0.5;
        QCOMPARE(describeView(words),
                 QStringLiteral("Shaded, perspective, seen from the front right, above"));
        words.yaw = -kPi;
        words.pitch = 0;
        words.orthographic = true;
        words.look.mode = ViewMode::Roughness;
        words.look.wireframe = true;
        QCOMPARE(describeView(words),
                 QStringLiteral("Roughness, wireframe, orthographic, seen from the back"));
        words.photo = QStringLiteral("r_3");
        words.compare = CompareMode::Wipe;
        QVERIFY(describeView(words).contains(QStringLiteral("r_3")));
        QVERIFY(describeView(words).contains(QStringLiteral("Wipe")));
    }
};

QTEST_MAIN(TestInspect)
#include "test_inspect.moc"
