// SPDX-License-Identifier: Apache-2.0
// A grey ball seen from three sides, and renderings of it that are wrong in known places.
#include "base/error.h"
#include "core/geometry/synthetic_views.h"
#include "nvdiffrec/carving.h"
#include "support/simple_meshes.h"
#include "tensor/convert.h"

#include <QtTest>
#include <torch/types.h>

#include <array>
#include <cmath>
#include <functional>

using namespace bozzetto;

namespace {

constexpr int kViews = 3, kSide = 120, kLooks = 4;
constexpr double kRadius = 0.6, kGrey = 0.3, kPatch = 0.2;
const Box kBox{{-1, -1, -1}, {1, 1, 1}};
const Vec3d kMarked{kRadius, 0, 0};  // the middle of what is wrong, seen in all views

/// What a rendering adds to grey, at points [M, 3] of the ball: [M, 1].
using Mistake = std::function<at::Tensor(const at::Tensor&)>;

at::Tensor distanceToMarked(const at::Tensor& points) {
    const at::Tensor marked = at::tensor({static_cast<float>(kMarked.x), 0.0f, 0.0f});
    return (points - marked).norm(2, 1, true);
}
/// Stripes of a few pixels in the patch.
at::Tensor stripes(const at::Tensor& points) {
    const at::Tensor inside = distanceToMarked(points).lt(kPatch).to(at::kFloat);
    return 0.2 * inside * (points.slice(1, 1, 2) * 100).sin().sign();
}
/// A highlight, several times as wide as the stripes' patch.
at::Tensor highlight(const at::Tensor& points) {
    const at::Tensor near = distanceToMarked(points) / 0.3;
    return 0.2 * (-near * near).exp();
}
at::Tensor nothing(const at::Tensor& points) {
    return at::zeros({points.size(0), 1});
}

class Scene {
public:
    explicit Scene(double radius = kRadius) {
        std::vector<SceneView> scene;
        for (int i = 0; i < kViews; ++i) {
            const double turn = 0.35 * (i - 1);
            View& view = photographs_[i];
            view.camera = cameraLookingAt(
                {3 * std::cos(turn), 3 * std::sin(turn), 0.2}, {0, 0, 0}, kSide, 1.5);
            view.image = Image(kSide, kSide, 4, 1.0f);
            scene.push_back({&view, *view.camera, 1.0});
        }
        views_ = makeTrainingViews(scene, kSide, kBox, false);
        TriangleMesh ball = testing::makeSphere(48, 32);
        for (Vec3f& p : ball.positions) {
            p = p * static_cast<float>(radius);
        }
        vertices_ = toTensor(ball.positions).requires_grad_();
        triangles_ = toTensor(ball.triangles);
    }

    /// Looks at the views in turn, several times, each with its mistake: the force that a step
    /// against the last round's gradient puts on every vertex, outwards [V].
    at::Tensor force(Carving& carving, const std::array<Mistake, kViews>& mistakes) {
        for (int look = 0; look < kLooks; ++look) {
            vertices_.mutable_grad() = at::Tensor();
            for (int i = 0; i < kViews; ++i) {
                lossOf(carving, i, mistakes[i]).backward();
            }
        }
        return -(vertices_.grad() * vertices_.detach()).sum(1) / kRadius;
    }

    at::Tensor lossOf(Carving& carving, int i, const Mistake& mistake) {
        const at::Tensor open = at::ones({vertices_.size(0), 1});
        const Surface surface = makeSurface(vertices_, triangles_, open);
        TrainingView view = views_[i];
        const ViewBatch all(view);
        const SurfacePixels pixels = seeSurface(surface, all);
        const at::Tensor background = at::zeros({3});
        const at::Tensor grey = at::full({pixels.index.size(0), 3}, kGrey);
        view.target = composeView(surface, pixels, grey, background).detach().squeeze(0);
        const at::Tensor drawn = grey + mistake(pixels.position.detach());
        return carving.loss(
            pixels, composeView(surface, pixels, drawn, background), background, ViewBatch(view));
    }

    void distrust() {
        for (TrainingView& view : views_) {
            view.trust = at::zeros({view.target.size(0), view.target.size(1), 2});
        }
    }

    at::Tensor marked() const {
        return distanceToMarked(vertices_.detach()).lt(0.7 * kPatch).view({-1});
    }
    at::Tensor elsewhere() const {
        return distanceToMarked(vertices_.detach()).gt(1.5 * kPatch).view({-1});
    }

private:
    std::array<View, kViews> photographs_;
    std::vector<TrainingView> views_;
    at::Tensor vertices_, triangles_;
};

Carving freshCarving() {
    Lattice lattice;
    lattice.origin = kBox.low;
    lattice.cell = 0.05;
    for (int& cells : lattice.cells) {
        cells = 40;
    }
    return {lattice, at::kCPU};
}

double mean(const at::Tensor& values, const at::Tensor& where) {
    return values.masked_select(where).mean().item<double>();
}

}  // namespace

class TestCarving : public QObject {
    Q_OBJECT
private slots:
    void pressesInWhatAllViewsGetWrong();
    void leavesWhatOneViewGetsWrong();
    void leavesWhatLightExplains();
    void leavesWhatIsNotTrusted();
    void stopsWhereGoingOnMadeItWorse();
    void goesOnFromItsState();
    void refusesAStateOfAnotherLattice();
};

void TestCarving::pressesInWhatAllViewsGetWrong() {
    Scene scene;
    Carving carving = freshCarving();
    const at::Tensor force = scene.force(carving, {stripes, stripes, stripes});
    QVERIFY(force.masked_select(scene.marked()).max().item<double>() < 0);
    QVERIFY(mean(force.abs(), scene.elsewhere()) < 1e-6 * -mean(force, scene.marked()));
}

void TestCarving::leavesWhatOneViewGetsWrong() {
    Scene scene;
    Carving all = freshCarving(), one = freshCarving();
    const double usual = mean(scene.force(all, {stripes, stripes, stripes}), scene.marked());
    const double alone = mean(scene.force(one, {nothing, stripes, nothing}), scene.marked());
    QVERIFY2(alone > 0.2 * usual, qPrintable(QString("%1 of %2").arg(alone).arg(usual)));
}

void TestCarving::leavesWhatLightExplains() {
    Scene scene;
    Carving pattern = freshCarving(), light = freshCarving();
    const double usual = mean(scene.force(pattern, {stripes, stripes, stripes}), scene.marked());
    const double lit = mean(scene.force(light, {highlight, highlight, highlight}), scene.marked());
    QVERIFY2(lit > 0.1 * usual, qPrintable(QString("%1 of %2").arg(lit).arg(usual)));
}

void TestCarving::leavesWhatIsNotTrusted() {
    Scene scene;
    Carving trusting = freshCarving(), carving = freshCarving();
    const double usual = mean(scene.force(trusting, {stripes, stripes, stripes}), scene.marked());
    scene.distrust();
    const at::Tensor force = scene.force(carving, {stripes, stripes, stripes});
    QVERIFY(force.abs().max().item<double>() < -1e-4 * usual);
}

/// The same stripes seen a cell further in, then a cell further out, where they are fainter among
/// faint ones everywhere: from there the surface is not pushed in again.
void TestCarving::stopsWhereGoingOnMadeItWorse() {
    Scene further_in(kRadius - 0.05), scene;
    Carving informed = freshCarving(), fresh = freshCarving();
    const Mistake faint = [](const at::Tensor& points) {
        return 0.6 * stripes(points) + 0.02 * (points.slice(1, 1, 2) * 100).sin().sign();
    };
    further_in.force(informed, {stripes, stripes, stripes});
    const double pushed = mean(scene.force(fresh, {faint, faint, faint}), scene.marked());
    const double stopped = mean(scene.force(informed, {faint, faint, faint}), scene.marked());
    QVERIFY(pushed < 0);
    QVERIFY2(stopped > 0.1 * pushed, qPrintable(QString("%1 of %2").arg(stopped).arg(pushed)));
}

void TestCarving::goesOnFromItsState() {
    Scene scene;
    Carving carving = freshCarving(), again = freshCarving();
    scene.force(carving, {stripes, nothing, stripes});
    again.restore(carving.state());
    const double next = scene.lossOf(carving, 1, stripes).item<double>();
    QVERIFY(next != 0);
    QCOMPARE(scene.lossOf(again, 1, stripes).item<double>(), next);
}

void TestCarving::refusesAStateOfAnotherLattice() {
    Carving carving = freshCarving();
    std::vector<at::Tensor> state = carving.state();
    state[1] = state[1].slice(0, 1);
    QVERIFY_THROWS_EXCEPTION(Error, carving.restore(state));
    QVERIFY_THROWS_EXCEPTION(Error, carving.restore({}));
    Carving none;
    QVERIFY_THROWS_EXCEPTION(Error, none.restore(carving.state()));
    none.restore({});
    QVERIFY(!none.defined());
}

QTEST_GUILESS_MAIN(TestCarving)
#include "test_carving.moc"
