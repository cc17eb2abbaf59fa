// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "support/review_set.h"
#include "support/tiny_set.h"
#include "ui/common/text.h"
#include "ui/images/import_review.h"
#include "ui/images/import_session.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace bozzetto;
using namespace bozzetto::ui;
using bozzetto::testing::PictureFault;
using Mask = PictureFault::Mask;
namespace fs = std::filesystem;

namespace {

/// The page as the main window uses it: what it requests becomes the session's edits.
struct Review {
    ThumbnailCache thumbnails{{}};
    ImportSession session;
    ImportReviewPage page{&session, &thumbnails};
    ImportEdits edits;

    Review() {
        QObject::connect(&page,
                         &ImportReviewPage::excludeRequested,
                         &session,
                         [this](const QStringList& names, bool excluded) {
                             change(edits.excluded, names, excluded);
                         });
        QObject::connect(&page,
                         &ImportReviewPage::invertRequested,
                         &session,
                         [this](const QStringList& names, bool inverted) {
                             change(edits.inverted, names, inverted);
                         });
        QObject::connect(&page,
                         &ImportReviewPage::replaceRequested,
                         &session,
                         [this](const QString& name, const QString& path) {
                             if (path.isEmpty()) {
                                 edits.replaced.erase(toStd(name));
                             } else {
                                 edits.replaced[toStd(name)] = toPath(path);
                             }
                             session.setEdits(edits);
                         });
        page.resize(1280, 800);
        page.show();
        page.activateWindow();
        if (!QTest::qWaitForWindowActive(&page)) {
            qFatal("no window");
        }
    }
    void change(std::set<std::string>& names, const QStringList& which, bool in) {
        for (const QString& name : which) {
            in ? void(names.insert(toStd(name))) : void(names.erase(toStd(name)));
        }
        session.setEdits(edits);
    }
    bool open(const QStringList& paths) {
        QSignalSpy finished(&session, &ImportSession::finished);
        session.open(paths);
        return finished.wait(15000);
    }
    template <class T>
    T* find(const char* name) {
        return page.findChild<T*>(QLatin1String(name));
    }
    QString text(const char* name) { return find<QLabel>(name)->text(); }
    const PictureReview& picture(const char* name) {
        return session.review()
            .pictures[static_cast<std::size_t>(session.indexOf(QLatin1String(name)))];
    }
    bool hasProblem(const char* name, ReviewProblem::Kind kind) {
        const auto& problems = picture(name).problems;
        return std::any_of(
            problems.begin(), problems.end(), [kind](const auto& p) { return p.kind == kind; });
    }
    void screenshot(const char* name) {
        const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
        QTest::qWait(400);  // thumbnails
        if (!folder.isEmpty()) {
            QVERIFY(page.grab().save(QStringLiteral("%1/%2.png").arg(folder, QLatin1String(name))));
        }
    }
};

}  // namespace

/// The page between dropping pictures and running.
class TestImportReviewPage : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    fs::path root_;

private Q_SLOTS:
    void initTestCase() {
        applyTheme(*qApp, Scheme::Dark);
        root_ = folder_.path().toStdString();
        const fs::path set = root_ / "chair";
        bozzetto::testing::writeReviewSet(set, 12);
        bozzetto::testing::writeReviewPicture(set / "blurred.png", {.blur = 3});
        bozzetto::testing::writeReviewPicture(set / "dark.png", {.light = 0.1f});
        bozzetto::testing::writeReviewPicture(set / "inverted.png", {.mask = Mask::Inverted});
        bozzetto::testing::writeReviewPicture(set / "empty.png", {.mask = Mask::Empty});
        writeFileAtomically(set / "broken.png", "no picture");
        bozzetto::testing::writeReviewPicture(root_ / "better.png", {.seed = 99});
    }

    QString set() const { return toQt(root_ / "chair"); }

    void wordsForWhatWasFound() {
        Review review;
        QVERIFY(review.open({QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/samples/pip7")}));
        const QString summary = review.text("reviewSummary");
        for (const char* part : {"24 pictures",
                                 "masks from transparency",
                                 "depth for all",
                                 "cameras from transforms_train.json"}) {
            QVERIFY2(summary.contains(QLatin1String(part)), qPrintable(summary));
        }
        QVERIFY(review.text("reviewCount").startsWith(QStringLiteral("24 of 24")));
        review.screenshot("images_review_sample");
        applyTheme(*qApp, Scheme::Light);
        review.screenshot("images_review_sample_light");
        applyTheme(*qApp, Scheme::Dark);
    }

    void problemsAreShownAndFiltered() {
        Review review;
        QVERIFY(review.open({set()}));
        review.page.select({QStringLiteral("blurred")});
        review.screenshot("images_review_problems");
        auto* grid = review.find<QListView>("pictureGrid");
        QCOMPARE(grid->model()->rowCount(), 17);
        review.find<QComboBox>("reviewFilter")->setCurrentIndex(2);
        QStringList shown;
        for (int row = 0; row < grid->model()->rowCount(); ++row) {
            shown << grid->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        }
        QCOMPARE(shown.size(), 5);
        const QString all = shown.join(QLatin1Char('|'));
        for (const char* badge : {"broken, Left out",
                                  "blurred, Blurred",
                                  "dark, Too dark",
                                  "inverted, Mask inverted",
                                  "empty, Mask empty"}) {
            QVERIFY2(all.contains(QLatin1String(badge)), qPrintable(all));
        }
        review.find<QComboBox>("reviewFilter")->setCurrentIndex(0);
        review.find<QLineEdit>("reviewSearch")->setText(QStringLiteral("P_1"));
        QCOMPARE(grid->model()->rowCount(), 3);  // p_1, p_10, p_11
    }

    void everythingByKeyboard() {
        Review review;
        QVERIFY(review.open({set()}));
        auto* grid = review.find<QListView>("pictureGrid");
        review.page.select({QStringLiteral("inverted")});
        review.page.focusGrid();
        QVERIFY(review.hasProblem("inverted", ReviewProblem::Kind::MaskInverted));
        QTest::keyClick(grid, Qt::Key_I);
        QVERIFY(!review.hasProblem("inverted", ReviewProblem::Kind::MaskInverted));
        QTest::keyClick(grid, Qt::Key_I);  // and back
        QVERIFY(review.hasProblem("inverted", ReviewProblem::Kind::MaskInverted));

        QTest::keyClick(grid, Qt::Key_Home);
        QTest::keyClick(grid, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(review.page.selectedNames().size(), 2);
        QTest::keyClick(grid, Qt::Key_Delete);
        QCOMPARE(review.edits.excluded.size(), std::size_t{2});
        QCOMPARE(review.page.selectedNames().size(), 2);  // the selection stays
        QTest::keyClick(grid, Qt::Key_Delete);
        QVERIFY(review.edits.excluded.empty());

        QTest::keyClick(grid, Qt::Key_M, Qt::ShiftModifier);
        QVERIFY(review.find<QToolButton>("showMasksButton")->isChecked());
        review.screenshot("images_review_masks");

        // From the grid to the main button by Tab alone.
        QWidget* button = review.find<QPushButton>("reviewContinue");
        const QSignalSpy accepted(&review.page, &ImportReviewPage::accepted);
        for (int i = 0; i < 30 && QApplication::focusWidget() != button; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(QApplication::focusWidget(), button);
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(accepted.size(), 1);
    }

    void excludeByProblem() {
        Review review;
        QVERIFY(review.open({set()}));
        auto* menu = review.find<QToolButton>("problemButton")->menu();
        Q_EMIT menu->aboutToShow();
        QAction* exclude = nullptr;
        for (QAction* action : menu->actions()) {
            if (action->text().startsWith(QStringLiteral("Exclude: Blurred"))) {
                exclude = action;
            }
        }
        QVERIFY(exclude != nullptr);
        exclude->trigger();
        QCOMPARE(review.edits.excluded, std::set<std::string>{"blurred"});
        QVERIFY(review.text("reviewCount").startsWith(QStringLiteral("14 of 17")));
    }

    void replacedPictureIsCheckedAgain() {
        Review review;
        QVERIFY(review.open({set()}));
        QSignalSpy finished(&review.session, &ImportSession::finished);
        Q_EMIT review.page.replaceRequested(QStringLiteral("broken"), toQt(root_ / "better.png"));
        QVERIFY(finished.wait());
        QCOMPARE(review.picture("broken").severity(), Severity::Note);
        Q_EMIT review.page.replaceRequested(QStringLiteral("broken"), {});
        QVERIFY(finished.wait());
        QCOMPARE(review.picture("broken").severity(), Severity::Error);
    }

    void pickedPicturesExcludeTheOthers() {
        Review review;
        QVERIFY(
            review.open({set() + QStringLiteral("/p_3.png"), set() + QStringLiteral("/p_7.png")}));
        QCOMPARE(review.session.input(), set());
        QCOMPARE(review.session.initialExclusions().size(), 15);
        QVERIFY(!review.session.initialExclusions().contains(QStringLiteral("p_3")));
        QCOMPARE(review.session.namesOf({set() + QStringLiteral("/p_3.png")}),
                 QStringList{QStringLiteral("p_3")});
    }

    void failureIsShownWithItsRemedy() {
        Review review;
        fs::create_directories(root_ / "nothing");
        writeFileAtomically(root_ / "nothing" / "a.png", "no picture");
        const QSignalSpy failed(&review.session, &ImportSession::failed);
        review.session.open({toQt(root_ / "nothing")});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(review.text("reviewMessage").contains(QStringLiteral("none of the")));
        QVERIFY(!review.find<QPushButton>("reviewContinue")->isEnabled());
        review.screenshot("images_review_failed");
    }

    void openingAnotherSetForgetsTheFirst() {
        Review review;
        review.session.open({set()});
        QVERIFY(review.open({toQt(root_ / "better.png")}));
        QCOMPARE(review.session.review().pictures.size(), std::size_t{1});
        QCOMPARE(review.find<QListView>("pictureGrid")->model()->rowCount(), 1);
    }

    void everyWidgetHasAName() {
        Review review;
        QVERIFY(review.open({set()}));
        for (QWidget* widget : review.page.findChildren<QWidget*>()) {
            if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus) {
                QVERIFY2(!widget->accessibleName().isEmpty(),
                         qPrintable(QString::fromLatin1(widget->metaObject()->className()) +
                                    QLatin1Char(' ') + widget->objectName()));
            }
        }
    }
};

QTEST_MAIN(TestImportReviewPage)
#include "test_import_review_page.moc"
