// SPDX-License-Identifier: Apache-2.0
#include "support/review_set.h"
#include "ui/common/text.h"
#include "ui/images/photo_strip.h"
#include "ui/images/start_page.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace bozzetto;
using namespace bozzetto::ui;

/// The first page, and the strip of photographs beside the viewport.
class TestStartPage : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    const QString sample_ = QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/samples/pip7");

    QList<RecentItem> recent() const {
        const auto when = QDateTime(QDate(2026, 3, 1), QTime(14, 5));
        return {{QStringLiteral("/home/somebody/scans/garden dwarf"),
                 false,
                 false,
                 sample_ + QStringLiteral("/train/r_3.png"),
                 when},
                {QStringLiteral("/home/somebody/scans/teapot.bozzetto"), true, false, {}, when},
                {QStringLiteral("/media/stick/shoe"), false, true, {}, when}};
    }
    void screenshot(QWidget& widget, const char* name) {
        const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
        QTest::qWait(400);  // thumbnails
        if (!folder.isEmpty()) {
            QVERIFY(
                widget.grab().save(QStringLiteral("%1/%2.png").arg(folder, QLatin1String(name))));
        }
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Scheme::Dark); }

    void sampleIsFoundFromBuildAndInstall() {
        QTemporaryDir prefix;
        QDir root(prefix.path());
        QVERIFY(root.mkpath(QStringLiteral("bin")));
        const QString program = root.filePath(QStringLiteral("bin"));
        QVERIFY(sampleFolder(program).isEmpty());
        const QString installed = root.filePath(QStringLiteral("share/bozzetto/samples/pip7"));
        QVERIFY(root.mkpath(installed));
        QVERIFY(QFile::copy(sample_ + QStringLiteral("/transforms_train.json"),
                            installed + QStringLiteral("/transforms_train.json")));
        QCOMPARE(sampleFolder(program), installed);
        QCOMPARE(sampleFolder(QStringLiteral(BOZZETTO_SOURCE_DIR "/tests")),
                 QDir::cleanPath(sample_));
    }

    void recentSetsAndProjects() {
        ThumbnailCache thumbnails{{}};
        StartPage page(&thumbnails);
        page.resize(1280, 800);
        page.show();
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        screenshot(page, "images_start_empty");
        page.setSample(sample_);
        page.setRecent(recent());
        screenshot(page, "images_start");
        applyTheme(*qApp, Scheme::Light);
        screenshot(page, "images_start_light");
        applyTheme(*qApp, Scheme::Dark);

        auto* list = page.findChild<QListWidget*>(QStringLiteral("recentList"));
        QCOMPARE(list->count(), 3);
        QVERIFY(list->item(2)
                    ->data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("missing")));
        const QSignalSpy opened(&page, &StartPage::recentActivated);
        const QSignalSpy removed(&page, &StartPage::recentRemoved);
        list->setFocus();
        list->setCurrentRow(1);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), recent()[1].path);
        QCOMPARE(opened[0][1].toBool(), true);
        list->setCurrentRow(2);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);  // what is missing is not opened
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(removed.size(), 1);
        const QRect row = list->visualItemRect(list->item(2));
        QTest::mouseClick(list->viewport(),
                          Qt::LeftButton,
                          {},
                          QPoint(row.right() - 20, row.center().y()));  // the cross
        QCOMPARE(removed.size(), 2);
        QCOMPARE(removed[1][0].toString(), recent()[2].path);
    }

    void everythingByKeyboard() {
        ThumbnailCache thumbnails{{}};
        StartPage page(&thumbnails);
        page.setSample(sample_);
        page.setRecent(recent());
        page.resize(1280, 800);
        page.show();
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        const QSignalSpy folder(&page, &StartPage::openFolderRequested);
        const QSignalSpy pictures(&page, &StartPage::openPicturesRequested);
        const QSignalSpy project(&page, &StartPage::openProjectRequested);
        const QSignalSpy sample(&page, &StartPage::sampleRequested);
        page.findChild<QWidget*>(QStringLiteral("dropZone"))->setFocus();
        QStringList visited;
        for (int i = 0; i < 12; ++i) {
            QWidget* focus = QApplication::focusWidget();
            visited << focus->objectName();
            QVERIFY2(!focus->accessibleName().isEmpty(), qPrintable(focus->objectName()));
            if (focus->objectName() != QLatin1String("recentList") &&
                focus->objectName() != QLatin1String("clearRecent")) {
                QTest::keyClick(focus, Qt::Key_Space);
            }
            QTest::keyClick(focus, Qt::Key_Tab);
            if (visited.contains(QApplication::focusWidget()->objectName())) {
                break;
            }
        }
        QCOMPARE(folder.size(), 2);  // the field and the button
        QCOMPARE(pictures.size(), 1);
        QCOMPARE(project.size(), 1);
        QCOMPARE(sample.size(), 1);
        QCOMPARE(sample[0][0].toString(), sample_);
        QVERIFY(visited.contains(QStringLiteral("recentList")));
    }

    void withoutTheSampleTheButtonSaysWhy() {
        ThumbnailCache thumbnails{{}};
        StartPage page(&thumbnails);
        page.setSample({});
        auto* button = page.findChild<QPushButton*>(QStringLiteral("trySample"));
        QVERIFY(!button->isEnabled());
        QVERIFY(button->toolTip().contains(QStringLiteral("not part")));
    }

    void stripChoosesViews() {
        const std::filesystem::path set = toPath(folder_.path()) / "set";
        bozzetto::testing::writeReviewSet(set, 9);
        QList<StripPhoto> photos;
        for (int i = 0; i < 9; ++i) {
            const QString name = QStringLiteral("p_%1").arg(i);
            photos << StripPhoto{name,
                                 toQt(set) + QLatin1Char('/') + name + QStringLiteral(".png")};
        }
        ThumbnailCache thumbnails{{}};
        PhotoStrip strip(&thumbnails, Qt::Horizontal);
        strip.resize(600, 120);
        strip.setPhotos(photos);
        strip.show();
        strip.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&strip));
        const QSignalSpy activated(&strip, &PhotoStrip::viewActivated);
        strip.setCurrent(QStringLiteral("p_2"));
        QCOMPARE(activated.size(), 0);
        QCOMPARE(strip.current(), QStringLiteral("p_2"));
        auto* list = strip.findChild<QListView*>(QStringLiteral("photoStripList"));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Right);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toString(), QStringLiteral("p_3"));
        const QRect cell = list->visualRect(list->model()->index(1, 0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(activated.size(), 2);
        QCOMPARE(activated[1][0].toString(), QStringLiteral("p_1"));
        screenshot(strip, "images_photo_strip");
        strip.setCurrent({});
        QVERIFY(strip.current().isEmpty());
    }
};

QTEST_MAIN(TestStartPage)
#include "test_start_page.moc"
