// SPDX-License-Identifier: Apache-2.0
#include "core/masks/table_scene.h"
#include "masks/lint_masks.h"

#include <QtTest>

#include <functional>

using namespace bozzetto;
using Kind = MaskFinding::Kind;
using Damage = std::function<void(View&)>;
Q_DECLARE_METATYPE(Damage)
Q_DECLARE_METATYPE(Kind)

class TestLintMasks : public QObject {
    Q_OBJECT
private slots:
    void goodMasksAreNotBlamed();
    void findsWhatIsWrong_data();
    void findsWhatIsWrong();
    void tellsTheShift();
    void masksWithoutCamerasAreJudgedAlone();
};

namespace {

ImageSet maskedSet(int views = 12) {
    test::TableScene scene = test::drawScene(views, test::Ground::Sweep);
    for (std::size_t v = 0; v < scene.truth.size(); ++v) {
        View& view = scene.set.views[v];
        view.has_mask = true;
        view.mask_from = View::MaskFrom::File;
        for (std::size_t i = 0; i < scene.truth[v].size(); ++i) {
            view.image.pixels[4 * i + 3] = scene.truth[v][i] ? 1.0f : 0.0f;
        }
    }
    return std::move(scene.set);
}

void fill(View& view, float value) {
    for (std::size_t i = 3; i < view.image.pixels.size(); i += 4) {
        view.image.pixels[i] = value;
    }
}

void invert(View& view) {
    for (std::size_t i = 3; i < view.image.pixels.size(); i += 4) {
        view.image.pixels[i] = 1 - view.image.pixels[i];
    }
}

void shift(View& view, int dx, int dy) {
    const Image before = view.image;
    fill(view, 0);
    for (int y = 0; y < before.height; ++y) {
        for (int x = 0; x < before.width; ++x) {
            const int to_x = x + dx, to_y = y + dy;
            if (to_x >= 0 && to_y >= 0 && to_x < before.width && to_y < before.height) {
                view.image.at(to_x, to_y)[3] = before.at(x, y)[3];
            }
        }
    }
}

/// The lower ball is missing, as in a mask that a program lost.
void loseTheLowerHalf(View& view) {
    for (int y = view.image.height / 2; y < view.image.height; ++y) {
        for (int x = 0; x < view.image.width; ++x) {
            view.image.at(x, y)[3] = 0;
        }
    }
}

void touchTheFrame(View& view) {
    for (int y = view.image.height / 2; y < view.image.height / 2 + 60; ++y) {
        for (int x = 0; x < view.image.width / 2; ++x) {
            view.image.at(x, y)[3] = 1;
        }
    }
}

}  // namespace

void TestLintMasks::goodMasksAreNotBlamed() {
    for (const int views : {4, 6, 12}) {
        const std::vector<MaskFinding> findings = lintMasks(maskedSet(views));
        QVERIFY2(findings.empty(), findings.empty() ? "" : toString(findings.front().kind));
    }
}

void TestLintMasks::findsWhatIsWrong_data() {
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("empty") << Damage([](View& v) { fill(v, 0); }) << Kind::Empty;
    QTest::newRow("full") << Damage([](View& v) { fill(v, 1); }) << Kind::Full;
    QTest::newRow("inverted") << Damage(invert) << Kind::Inverted;
    QTest::newRow("shifted") << Damage([](View& v) { shift(v, 14, -6); }) << Kind::Shifted;
    QTest::newRow("part missing") << Damage(loseTheLowerHalf) << Kind::Flickers;
    QTest::newRow("cut off") << Damage(touchTheFrame) << Kind::CutOff;
    QTest::newRow("confidence of another size")
        << Damage([](View& v) { v.mask_confidence = Image(7, 5, 1, 1.0f); }) << Kind::WrongSize;
}

void TestLintMasks::findsWhatIsWrong() {
    QFETCH(Damage, damage);
    QFETCH(Kind, kind);
    ImageSet set = maskedSet();
    damage(set.views[4]);
    const std::vector<MaskFinding> findings = lintMasks(set);
    bool found = false;
    for (const MaskFinding& finding : findings) {
        QCOMPARE(finding.view, set.views[4].name);
        found = found || finding.kind == kind;
        const InputProblem problem = describeFinding(finding, set.views[4].path);
        QVERIFY(!problem.reason.empty() && !problem.hint.empty());
    }
    QVERIFY(found);
}

void TestLintMasks::tellsTheShift() {
    ImageSet set = maskedSet();
    shift(set.views[7], 12, 9);
    const std::vector<MaskFinding> findings = lintMasks(set);
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(findings.front().kind, Kind::Shifted);
    // It has to go back by as much.
    QVERIFY2(std::abs(findings.front().shift_x + 12) < 2,
             std::to_string(findings.front().shift_x).c_str());
    QVERIFY2(std::abs(findings.front().shift_y + 9) < 2,
             std::to_string(findings.front().shift_y).c_str());
}

void TestLintMasks::masksWithoutCamerasAreJudgedAlone() {
    ImageSet set = maskedSet(5);
    for (View& view : set.views) {
        view.camera.reset();
    }
    shift(set.views[1], 10, 0);
    invert(set.views[2]);
    const std::vector<MaskFinding> findings = lintMasks(set);
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(findings.front().kind, Kind::Inverted);
    QVERIFY(findings.front().agreement < 0);
}

QTEST_GUILESS_MAIN(TestLintMasks)
#include "test_lint_masks.moc"
