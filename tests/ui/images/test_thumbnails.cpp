// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "support/review_set.h"
#include "ui/common/text.h"
#include "ui/images/thumbnail_cache.h"

#include <QDir>
#include <QElapsedTimer>
#include <QPainter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace bozzetto;
using namespace bozzetto::ui;
using bozzetto::testing::PictureFault;
namespace fs = std::filesystem;

namespace {

ThumbnailRequest requestFor(const QString& path, int side = 100) {
    ThumbnailRequest request;
    request.path = path;
    request.side = side;
    return request;
}

/// Asks until the answer is there.
ThumbnailCache::Thumbnail waitFor(ThumbnailCache& cache, const ThumbnailRequest& request) {
    ThumbnailCache::Thumbnail found;
    const bool came = QTest::qWaitFor([&] {
        found = cache.thumbnail(request);
        return found.state != ThumbnailCache::State::Waiting;
    });
    if (!came) {
        qWarning("no thumbnail came");
    }
    return found;
}

QFileInfoList entriesIn(const QString& folder) {
    return QDir(folder).entryInfoList(QDir::Files, QDir::Time);
}

}  // namespace

/// Small pictures: what they show, and what the cache keeps.
class TestThumbnails : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    fs::path root_;
    QString path(const char* name) const { return toQt(root_ / fs::path(name)); }

private Q_SLOTS:
    void initTestCase() {
        root_ = folder_.path().toStdString();
        bozzetto::testing::writeReviewSet(root_ / "set", 6);
    }

    void madeOnceThenFoundOnDisk() {
        const QTemporaryDir disk;
        {
            ThumbnailCache cache(disk.path());
            const QSignalSpy ready(&cache, &ThumbnailCache::ready);
            QCOMPARE(cache.thumbnail(requestFor(path("set/p_0.png"))).state,
                     ThumbnailCache::State::Waiting);
            QTRY_COMPARE(ready.size(), 1);
            const auto made = cache.thumbnail(requestFor(path("set/p_0.png")));
            QCOMPARE(made.state, ThumbnailCache::State::Ready);
            QCOMPARE(made.image.size(), QSize(100, 100));
            QCOMPARE(qAlpha(made.image.pixel(2, 2)), 0);      // ground
            QCOMPARE(qAlpha(made.image.pixel(50, 50)), 255);  // object
            QCOMPARE(cache.statistics().decoded, 1);
        }
        ThumbnailCache again(disk.path());
        QCOMPARE(waitFor(again, requestFor(path("set/p_0.png"), 60)).image.size(), QSize(60, 60));
        QCOMPARE(again.statistics().decoded, 0);
        QCOMPARE(again.statistics().from_disk, 1);
    }

    void aChangedPictureIsMadeAnew() {
        const QTemporaryDir disk;
        const fs::path file = root_ / "changing.png";
        bozzetto::testing::writeReviewPicture(file);
        ThumbnailCache cache(disk.path());
        const QImage before = waitFor(cache, requestFor(toQt(file))).image;
        bozzetto::testing::writeReviewPicture(file, {.light = 0.05f, .width = 200});
        cache.refresh();
        const QImage after = waitFor(cache, requestFor(toQt(file))).image;
        QCOMPARE(cache.statistics().decoded, 2);
        QVERIFY(before.size() != after.size());
    }

    void damagedEntryIsReplaced() {
        const QTemporaryDir disk;
        QImage first;
        {
            ThumbnailCache cache(disk.path());
            first = waitFor(cache, requestFor(path("set/p_1.png"))).image;
        }
        QCOMPARE(entriesIn(disk.path()).size(), 1);
        writeFileAtomically(toPath(entriesIn(disk.path()).front().filePath()), "\x89PNG damaged");
        ThumbnailCache cache(disk.path());
        QCOMPARE(waitFor(cache, requestFor(path("set/p_1.png"))).image, first);
        QCOMPARE(cache.statistics().decoded, 1);
        QVERIFY(entriesIn(disk.path()).front().size() > 100);
    }

    void leastRecentlyUsedGoFirst() {
        const QTemporaryDir disk;
        ThumbnailCache cache(disk.path());
        waitFor(cache, requestFor(path("set/p_0.png")));
        const qint64 one = entriesIn(disk.path()).front().size();
        const QString oldest = entriesIn(disk.path()).front().fileName();
        QTest::qWait(15);  // times of files tell the order
        waitFor(cache, requestFor(path("set/p_1.png")));
        QTest::qWait(15);
        // p_0 is used again, so p_1 is the one to go.
        cache.refresh();
        waitFor(cache, requestFor(path("set/p_0.png")));
        QCOMPARE(cache.statistics().from_disk, 1);
        cache.setDiskLimit(one * 2);
        QTest::qWait(15);
        waitFor(cache, requestFor(path("set/p_2.png")));
        QSignalSpy usage(&cache, &ThumbnailCache::diskUsage);
        cache.measureDisk();
        QVERIFY(usage.wait());
        QVERIFY2(usage[0][0].toLongLong() <= 2 * one, qPrintable(usage[0][0].toString()));
        QVERIFY(!entriesIn(disk.path()).isEmpty());
        for (const QFileInfo& entry : entriesIn(disk.path())) {
            QVERIFY(entry.fileName() == oldest || entry == entriesIn(disk.path()).front());
        }
        QSignalSpy cleared(&cache, &ThumbnailCache::cleared);
        cache.clear();
        QVERIFY(cleared.wait());
        QVERIFY(entriesIn(disk.path()).isEmpty());
    }

    void whatCannotBeReadFails() {
        ThumbnailCache cache({});
        writeFileAtomically(root_ / "broken.png", "no picture");
        const auto broken = waitFor(cache, requestFor(path("broken.png")));
        QCOMPARE(broken.state, ThumbnailCache::State::Failed);
        QVERIFY(broken.error.contains(QStringLiteral("broken.png")));
        QCOMPARE(waitFor(cache, requestFor(path("gone.png"))).state, ThumbnailCache::State::Failed);
    }

    void orientationAsTheReaderSees() {
        QImage picture(80, 40, QImage::Format_RGB32);
        picture.fill(Qt::black);
        const QString file = path("turned.jpg");
        QVERIFY(picture.save(file, "JPEG"));
        // An EXIF block with orientation 6 behind the start of the file.
        std::string bytes = readFile(toPath(file));
        const std::string tiff{"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0",
                               26};
        const std::string exif = std::string("Exif\0\0", 6) + tiff;
        const auto size = static_cast<char>(exif.size() + 2);
        bytes.insert(2, std::string{'\xff', '\xe1', '\0', size} + exif);
        writeFileAtomically(toPath(file), bytes);
        ThumbnailCache cache({});
        ThumbnailRequest request = requestFor(file, 40);
        QCOMPARE(waitFor(cache, request).image.size(), QSize(20, 40));
        request.upright = false;
        QCOMPARE(waitFor(cache, request).image.size(), QSize(40, 20));
    }

    void maskLookTintsTheGround() {
        ThumbnailCache cache({});
        ThumbnailRequest request = requestFor(path("set/p_3.png"));
        request.look = ThumbnailRequest::Look::Mask;
        const QImage image = waitFor(cache, request).image;
        const QColor ground = image.pixelColor(3, 3), object = image.pixelColor(50, 50);
        QVERIFY(ground.red() > 2 * ground.green());
        QVERIFY(object.red() < 2.5 * object.green());
        request.inverted = true;
        const QImage inverted = waitFor(cache, request).image;
        const QColor turned = inverted.pixelColor(50, 50);
        QVERIFY(turned.red() > object.red());
        // The same from a mask file of another size.
        Image mask(40, 40, 1);
        for (int y = 0; y < 40; ++y) {
            for (int x = 0; x < 20; ++x) {
                *mask.at(x, y) = 1;
            }
        }
        writePng(root_ / "mask.png", mask);
        ThumbnailRequest by_file = requestFor(path("set/p_3.png"));
        by_file.look = ThumbnailRequest::Look::Mask;
        by_file.mask_path = path("mask.png");
        const QImage half = waitFor(cache, by_file).image;
        QVERIFY(half.pixelColor(95, 50).red() > 1.5 * half.pixelColor(5, 50).red());
    }

    void otherFormatsComeFromOurReader() {
        Image picture(64, 32, 4, 1.0f);
        writePng(root_ / "float.png", picture, 16);
        // Radiance HDR by hand: one colour, no run lengths.
        std::string hdr = "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 4 +X 6\n";
        for (int i = 0; i < 24; ++i) {
            hdr += std::string{'\x80', '\x40', '\x20', '\x81'};  // 1, 0.5, 0.25
        }
        writeFileAtomically(root_ / "light.hdr", hdr);
        ThumbnailCache cache({});
        const auto found = waitFor(cache, requestFor(path("light.hdr")));
        QCOMPARE(found.state, ThumbnailCache::State::Ready);
        QCOMPARE(found.image.size(), QSize(6, 4));
        QVERIFY(std::abs(qGreen(found.image.pixel(2, 2)) - 188) <= 1);  // 0.5 linear
        QCOMPARE(waitFor(cache, requestFor(path("float.png"))).image.size(), QSize(64, 32));
    }
};

QTEST_MAIN(TestThumbnails)
#include "test_thumbnails.moc"
