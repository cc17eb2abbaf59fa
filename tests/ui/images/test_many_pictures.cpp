// SPDX-License-Identifier: Apache-2.0
#include "support/review_set.h"
#include "ui/images/import_review.h"
#include "ui/images/import_session.h"
#include "ui/images/stall_watch.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace bozzetto;
using namespace bozzetto::ui;
using bozzetto::testing::StallWatch;
namespace fs = std::filesystem;

namespace {

constexpr int kPictures = 500;
constexpr double kBarMs = 50;
constexpr double kSlack = 3;  // other programs run on the test's machine

}  // namespace

/// Five hundred pictures: reading, checking, decoding and scrolling never hold the window up.
class TestManyPictures : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private Q_SLOTS:
    void initTestCase() {
        applyTheme(*qApp, Scheme::Dark);
        bozzetto::testing::writeReviewSet(folder_.path().toStdString() + "/set", kPictures);
    }

    void staysFluid() {
        ThumbnailCache thumbnails(folder_.filePath(QStringLiteral("cache")));
        ImportSession session;
        ImportReviewPage page(&session, &thumbnails);
        page.resize(1280, 800);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* grid = page.findChild<QListView*>(QStringLiteral("pictureGrid"));

        const StallWatch watch;
        QElapsedTimer clock;
        clock.start();
        const QSignalSpy listed(&session, &ImportSession::listed);
        session.open({folder_.filePath(QStringLiteral("set"))});
        QTRY_COMPARE_WITH_TIMEOUT(listed.size(), 1, 20000);
        const qint64 listed_ms = clock.elapsed();
        QCOMPARE(grid->model()->rowCount(), kPictures);

        // Down and up again while pictures are checked and decoded: one step a frame.
        std::vector<double> frames;
        QScrollBar* bar = grid->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 5000);
        for (int pass = 0; pass < 2; ++pass) {
            for (int step = 0; step <= 60; ++step) {
                QElapsedTimer frame;
                frame.start();
                bar->setValue(bar->maximum() * (pass == 0 ? step : 60 - step) / 60);
                grid->viewport()->repaint();
                frames.push_back(static_cast<double>(frame.nsecsElapsed()) / 1e6);
                QCoreApplication::processEvents();
            }
        }
        std::sort(frames.begin(), frames.end());
        QTRY_VERIFY_WITH_TIMEOUT(!session.isChecking(), 30000);
        const qint64 checked_ms = clock.elapsed();
        qInfo(
            "%d pictures: listed after %lld ms, checked after %lld ms; scrolling: median frame "
            "%.1f ms, longest %.1f ms; longest stall of the event loop %.1f ms (%.1f ms of them "
            "ours)",
            kPictures,
            static_cast<long long>(listed_ms),
            static_cast<long long>(checked_ms),
            frames[frames.size() / 2],
            frames.back(),
            watch.longestMs(),
            watch.longestOwnMs());
        QVERIFY(frames.back() < kSlack * kBarMs);
        QVERIFY(watch.longestMs() < kSlack * kBarMs);
        QVERIFY(watch.longestOwnMs() < kBarMs);
        // What is visible in the end has its picture soon, whatever was scrolled past.
        QTRY_VERIFY_WITH_TIMEOUT(thumbnails.statistics().decoded > 20, 5000);
    }
};

QTEST_MAIN(TestManyPictures)
#include "test_many_pictures.moc"
