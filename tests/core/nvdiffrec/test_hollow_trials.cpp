// SPDX-License-Identifier: Apache-2.0
// A ball with a fin, looked at by six made-up views that see every point of its surface once.
#include "base/error.h"
#include "nvdiffrec/hollow_trials.h"
#include "tensor/convert.h"

#include <QtTest>

#include <cmath>
#include <vector>

using namespace bozzetto;

namespace {

constexpr int kCells = 32, kViews = 6;
constexpr float kBallRadius = 8, kFin = 14, kHalfFin = 1;  // in cells, from the middle
const Vec3f kMiddle{16, 16, 16};

Lattice ballLattice() {
    Lattice lattice;
    lattice.cell = 1;
    for (int& cells : lattice.cells) {
        cells = kCells;
    }
    return lattice;
}

/// Signed distances of the ball with a square fin two cells thick that sticks out upwards.
at::Tensor ballWithFin(const Lattice& lattice) {
    at::Tensor values = at::empty({lattice.points()});
    const std::vector<Vec3f> positions = lattice.positions();
    for (int64_t i = 0; i < lattice.points(); ++i) {
        const Vec3f p = positions[i] - kMiddle;
        const float ball = length(p) - kBallRadius;
        const float fin =
            std::max({std::abs(p.x) - kHalfFin, std::abs(p.y) - 5.0f, std::abs(p.z) - kFin});
        values.data_ptr<float>()[i] = std::min(ball, fin);
    }
    return values;
}

/// 1 at the lattice points within `reach` cells of a point of the lattice, else 0.
at::Tensor near(const Lattice& lattice, Vec3f place, float reach) {
    at::Tensor result = at::zeros({lattice.points()});
    const std::vector<Vec3f> positions = lattice.positions();
    for (int64_t i = 0; i < lattice.points(); ++i) {
        result.data_ptr<float>()[i] = length(positions[i] - place) <= reach ? 1.0f : 0.0f;
    }
    return result;
}

/// The views of a surface. Each has a pixel for every lattice point, with this error, and sees the
/// point if it is within half a cell of the surface.
std::vector<Misfit> views(const at::Tensor& values, const at::Tensor& error) {
    const at::Tensor points = at::arange(values.size(0), at::kInt);
    const at::Tensor point = at::where(values.abs().le(0.5), points, at::full_like(points, -1));
    return std::vector<Misfit>(
        kViews, Misfit{error.view({1, -1}), error.view({1, -1}), point.view({1, -1})});
}

const Vec3f kEast{24, 16, 16}, kWest{8, 16, 16},
    kTop{17, 16, 30};  // two of the ball, one of the fin

double most(const at::Tensor& values, const at::Tensor& where) {
    return values.masked_select(where.gt(0)).max().item<double>();
}

bool isOne(double value) {
    return std::abs(value - 1) < 1e-6;
}

}  // namespace

class TestHollowTrials : public QObject {
    Q_OBJECT
private slots:
    void movesInWhatAllViewsGetWrong();
    void leavesWhatIsThin();
    void leavesWhatOneViewGetsWrong();
    void keepsWhatFitsAndTakesTheRestBackForGood();
    void triesWhatIsShownAndWantsAProofOfIt();
    void takesAllBackWhenPicturesChangedTheirSize();
    void goesOnFromItsState();
    void refusesOtherStates_data();
    void refusesOtherStates();

private:
    const Lattice lattice_ = ballLattice();
    const at::Tensor ball_ = ballWithFin(lattice_);
    const at::Tensor usual_ = at::full({lattice_.points()}, 0.02);
    /// The usual errors, and ten times those near a place.
    at::Tensor wrongAt(Vec3f place, const at::Tensor& elsewhere) const {
        return elsewhere + 0.18 * near(lattice_, place, 3);
    }
};

void TestHollowTrials::movesInWhatAllViewsGetWrong() {
    HollowTrials trials(lattice_, at::kCPU);
    const at::Tensor tried = trials.begin(views(ball_, wrongAt(kEast, usual_)), ball_);
    QVERIFY(trials.running());
    const at::Tensor moved = tried - ball_;
    QVERIFY(moved.min().item<double>() >= 0);
    QVERIFY(isOne(most(moved, near(lattice_, kEast, 1))));  // cell
    QCOMPARE(most(moved, 1.0 - near(lattice_, kEast, 11)), 0.0);
}

void TestHollowTrials::leavesWhatIsThin() {
    HollowTrials trials(lattice_, at::kCPU);
    const at::Tensor seen = wrongAt(kTop, usual_);
    QVERIFY(most(doubtOf(views(ball_, seen), lattice_), near(lattice_, kTop, 2)) > 2);
    const at::Tensor tried = trials.begin(views(ball_, seen), ball_);
    QCOMPARE((tried - ball_).abs().max().item<double>(), 0.0);
}

void TestHollowTrials::leavesWhatOneViewGetsWrong() {
    HollowTrials trials(lattice_, at::kCPU);
    std::vector<Misfit> seen = views(ball_, usual_);
    seen[1] = views(ball_, wrongAt(kEast, usual_))[0];
    QCOMPARE((trials.begin(seen, ball_) - ball_).abs().max().item<double>(), 0.0);
}

/// Both sides are doubtful. Then the east fits, the west is worse than ever.
void TestHollowTrials::keepsWhatFitsAndTakesTheRestBackForGood() {
    HollowTrials trials(lattice_, at::kCPU);
    const at::Tensor both = wrongAt(kWest, wrongAt(kEast, usual_));
    const at::Tensor tried = trials.begin(views(ball_, both), ball_);
    const at::Tensor worse = wrongAt(kWest, wrongAt(kWest, usual_));
    const at::Tensor kept = trials.end(views(tried, worse), tried);
    QVERIFY(!trials.running());
    const at::Tensor at_east = near(lattice_, kEast, 1), at_west = near(lattice_, kWest, 1);
    QVERIFY(isOne(most(kept - ball_, at_east)));
    QVERIFY(isOne(most(tried - ball_, at_west)) && most(kept - ball_, at_west) < 1e-6);

    const at::Tensor again = trials.begin(views(kept, both), kept);
    QVERIFY(most(again - kept, at_east) > 0.9);
    QVERIFY(most(again - kept, at_west) < 1e-6);
}

/// Dents three cells deep are shown in the east and the west, and one of half a cell at the top.
/// Then the east fits, and the west as badly as before.
void TestHollowTrials::triesWhatIsShownAndWantsAProofOfIt() {
    HollowTrials trials(lattice_, at::kCPU);
    const at::Tensor at_east = near(lattice_, kEast, 3), at_west = near(lattice_, kWest, 3);
    const at::Tensor shown = ball_ + 3.0 * (at_east + at_west) + 0.5 * near(lattice_, kTop, 3);
    const at::Tensor both = wrongAt(kWest, wrongAt(kEast, usual_));
    const at::Tensor tried = trials.begin(views(ball_, both), ball_, shown);
    QVERIFY(std::abs(most(tried - ball_, at_east) - 3) < 1e-5);
    QVERIFY(std::abs(most(tried - ball_, at_west) - 3) < 1e-5);
    QCOMPARE(most(tried - ball_, near(lattice_, kTop, 5)), 0.0);

    const at::Tensor kept = trials.end(views(tried, wrongAt(kWest, usual_)), tried);
    QVERIFY(std::abs(most(kept - ball_, near(lattice_, kEast, 1)) - 3) < 1e-5);
    const at::Tensor inside = ball_.lt(0.5).to(at::kFloat);
    QVERIFY(most(kept - ball_, near(lattice_, kWest, 1) * inside) < 1e-5);
}

void TestHollowTrials::takesAllBackWhenPicturesChangedTheirSize() {
    HollowTrials trials(lattice_, at::kCPU);
    const at::Tensor tried = trials.begin(views(ball_, wrongAt(kEast, usual_)), ball_);
    std::vector<Misfit> smaller = views(tried, usual_);
    for (Misfit& view : smaller) {
        view = {view.error.slice(1, 1), view.pattern.slice(1, 1), view.point.slice(1, 1)};
    }
    QVERIFY(!at::equal(tried, ball_));
    QVERIFY(at::equal(trials.end(smaller, tried), ball_));
    QVERIFY(!trials.running());
}

void TestHollowTrials::goesOnFromItsState() {
    HollowTrials trials(lattice_, at::kCPU), again(lattice_, at::kCPU);
    const at::Tensor tried = trials.begin(views(ball_, wrongAt(kWest, usual_)), ball_);
    again.restore(trials.state());
    QVERIFY(again.running());
    const std::vector<Misfit> worse = views(tried, wrongAt(kWest, wrongAt(kWest, usual_)));
    const at::Tensor kept = trials.end(worse, tried);
    QVERIFY(!at::equal(kept, tried));
    QVERIFY(at::equal(again.end(worse, tried), kept));
    QVERIFY(at::equal(again.state().at(0), trials.state().at(0)));  // what is left alone
}

void TestHollowTrials::refusesOtherStates_data() {
    QTest::addColumn<int>("piece");
    QTest::newRow("left alone") << 0;
    QTest::newRow("distances") << 1;
    QTest::newRow("what moved far") << 2;
    QTest::newRow("errors") << 3;
    QTest::newRow("points") << 4;
}

void TestHollowTrials::refusesOtherStates() {
    QFETCH(int, piece);
    HollowTrials trials(lattice_, at::kCPU), none;
    trials.begin(views(ball_, usual_), ball_);
    std::vector<at::Tensor> state = trials.state();
    HollowTrials(lattice_, at::kCPU).restore(state);
    state[piece] = piece == 4 ? state[piece] + lattice_.points() : state[piece].to(at::kDouble);
    QVERIFY_THROWS_EXCEPTION(Error, HollowTrials(lattice_, at::kCPU).restore(state));
    QVERIFY_THROWS_EXCEPTION(Error, none.restore(state));
    none.restore({});
    QVERIFY(!none.defined());
}

QTEST_GUILESS_MAIN(TestHollowTrials)
#include "test_hollow_trials.moc"
