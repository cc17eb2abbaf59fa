// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "camera/import_review.h"
#include "support/review_set.h"
#include "support/tiny_set.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace bozzetto;
using namespace bozzetto::testing;
namespace fs = std::filesystem;
using Kind = ReviewProblem::Kind;
using Mask = PictureFault::Mask;

namespace {

ImportReview fullReview(const fs::path& input, const ImportEdits& edits = {}) {
    ImportReview review = startReview(input);
    for (std::size_t i = 0; i < review.pictures.size(); ++i) {
        PictureReview& picture = review.pictures[i];
        picture.measures = measurePicture(review.source.views[i], review.source);
        picture.measured = true;
        picture.readable = picture.measures.readable;
        picture.mask_from = picture.measures.mask_from;
        picture.has_depth = picture.measures.has_depth;
    }
    judge(review, edits);
    return review;
}

const PictureReview& named(const ImportReview& review, const std::string& name) {
    const auto found = std::find_if(review.pictures.begin(),
                                    review.pictures.end(),
                                    [&](const PictureReview& p) { return p.name == name; });
    if (found == review.pictures.end()) {
        qFatal("no picture %s", name.c_str());
    }
    return *found;
}

bool has(const PictureReview& picture, Kind kind) {
    return std::any_of(picture.problems.begin(), picture.problems.end(), [kind](const auto& p) {
        return p.kind == kind;
    });
}

}  // namespace

/// What is found in a set before a run, and what changes when the person edits it.
class TestImportReview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void faultsAreFoundAndGoodPicturesPass() {
        const QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        writeReviewSet(root, 6);
        const auto write = [&](const char* name, const PictureFault& fault) {
            writeReviewPicture(root / name, fault);
        };
        write("blurred.png", {.blur = 3});
        write("dark.png", {.light = 0.12f});
        write("bright.png", {.light = 4.0f});
        write("empty.png", {.mask = Mask::Empty});
        write("full.png", {.mask = Mask::Full});
        write("inverted.png", {.mask = Mask::Inverted});
        write("large.png", {.width = 400, .height = 300});
        writeFileAtomically(root / "broken.png", "this is no picture");

        const ImportReview review = fullReview(root);
        QCOMPARE(review.pictures.size(), std::size_t{14});
        for (int i = 0; i < 6; ++i) {
            const PictureReview& good = named(review, "p_" + std::to_string(i));
            QVERIFY2(good.severity() == Severity::Note,
                     good.problems.empty() ? "" : good.problems.front().text.c_str());
            QCOMPARE(good.mask_from, View::MaskFrom::Alpha);
        }
        QVERIFY(has(named(review, "blurred"), Kind::Blurred));
        QVERIFY(has(named(review, "dark"), Kind::TooDark));
        QVERIFY(has(named(review, "bright"), Kind::TooBright));
        QVERIFY(has(named(review, "bright"), Kind::Clipped));
        QVERIFY(has(named(review, "empty"), Kind::MaskEmpty));
        QCOMPARE(named(review, "empty").severity(), Severity::Error);
        QVERIFY(has(named(review, "inverted"), Kind::MaskInverted));
        QVERIFY(has(named(review, "large"), Kind::OtherSize));
        QVERIFY(has(named(review, "broken"), Kind::LeftOut));
        // An alpha that is opaque everywhere is no mask, among pictures that have one.
        QVERIFY(has(named(review, "full"), Kind::NoMask));

        const ReviewCounts counts = countReview(review, {.excluded = {"p_0", "broken"}});
        QCOMPARE(counts.excluded, 2);
        QCOMPARE(counts.unreadable, 1);  // the empty mask
        QCOMPARE(counts.pictures, 11);
        QCOMPARE(counts.masks_alpha, 10);
    }

    void invertingMendsAnInvertedMask() {
        const QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        writeReviewSet(root, 4);
        writeReviewPicture(root / "odd.png", {.mask = Mask::Inverted});
        QVERIFY(has(named(fullReview(root), "odd"), Kind::MaskInverted));
        const ImportReview edited = fullReview(root, {.inverted = {"odd", "p_1"}});
        QVERIFY(!has(named(edited, "odd"), Kind::MaskInverted));
        QVERIFY(has(named(edited, "p_1"), Kind::MaskInverted));
    }

    void maskFilesAreMatchedAndJudged() {
        const QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        const auto writeMask = [&](const std::string& name, int size, Mask kind) {
            const Image picture = reviewPicture({.mask = kind, .width = size, .height = size});
            Image mask(size, size, 1);
            for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
                mask.pixels[i] = picture.pixels[4 * i + 3];
            }
            fs::create_directories(root / "masks");
            writePng(root / "masks" / (name + ".png"), mask);
        };
        int seed = 0;  // the same bytes twice count as one picture
        for (const char* name : {"a", "b", "c", "d", "full", "black", "small"}) {
            writeReviewPicture(root / "images" / (std::string(name) + ".png"),
                               {.mask = Mask::None, .seed = seed++});
            writeMask(name, 160, Mask::Good);
        }
        writeMask("full", 160, Mask::Full);
        writeMask("black", 160, Mask::Inverted);
        writeMask("small", 80, Mask::Good);
        const ImportReview review = fullReview(root);
        QCOMPARE(named(review, "a").mask_from, View::MaskFrom::File);
        QCOMPARE(named(review, "a").severity(), Severity::Note);
        QVERIFY(has(named(review, "full"), Kind::MaskFull));
        QVERIFY(has(named(review, "black"), Kind::MaskWasInverted));
        QVERIFY(!has(named(review, "black"), Kind::MaskInverted));
        QVERIFY(has(named(review, "small"), Kind::MaskSize));
    }

    void aSetWithCamerasSaysWhereTheyComeFrom() {
        const QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        writeTinySet(root, 5);
        const ImportReview review = fullReview(root);
        QCOMPARE(review.source.camera_file, root / "transforms_train.json");
        QCOMPARE(countReview(review, {}).cameras, 5);
        QVERIFY(!review.assumed_cameras);
    }

    void depthThatMissesTheObjectIsTold() {
        const QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        writeReviewSet(root, 5);
        fs::create_directories(root / "depth");
        for (int i = 0; i < 5; ++i) {
            Image depth(160, 160, 1);
            for (int y = 0; y < 160; ++y) {
                for (int x = 0; x < 160; ++x) {
                    // 16-bit millimetres; picture 3 knows only a quarter of its object.
                    *depth.at(x, y) = i != 3 || (x < 80 && y < 80) ? 2000.0f / 65535 : 0.0f;
                }
            }
            writePng(root / "depth" / ("p_" + std::to_string(i) + ".png"), depth, 16);
        }
        const ImportReview review = fullReview(root);
        QVERIFY(has(named(review, "p_3"), Kind::SparseDepth));
        QVERIFY(!has(named(review, "p_2"), Kind::SparseDepth));
        QVERIFY(named(review, "p_2").measures.known_depth > 0.99);
    }
};

QTEST_APPLESS_MAIN(TestImportReview)
#include "test_import_review.moc"
