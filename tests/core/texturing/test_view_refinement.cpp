// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "core/geometry/synthetic_views.h"
#include "tensor/convert.h"
#include "tensor/tensor_bytes.h"
#include "texturing/surface.h"
#include "texturing/view_refinement.h"

#include <QtTest>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <cmath>

using namespace bozzetto;

namespace {

constexpr int kViews = 7, kSize = 96;
constexpr float kHalf = 0.3f;  // side of the cube, halved
const Box kBox{{-0.5, -0.5, -0.5}, {0.5, 0.5, 0.5}};

/// Views all around, the object a cube.
struct Scene {
    std::vector<View> photos{kViews};
    std::vector<SceneView> views;
    std::vector<TrainingView> training;
    Scene() {
        const std::vector<Vec3d> directions = directionsAround(kViews);
        for (int i = 0; i < kViews; ++i) {
            View& photo = photos[i];
            photo.camera = cameraLookingAt(directions[i] * (2.0 + 0.1 * i), {0.05, 0, 0}, kSize);
            photo.camera->cx += 3;
            const Image mask =
                maskOf(box({-kHalf, -kHalf, -kHalf}, {kHalf, kHalf, kHalf}), *photo.camera);
            photo.image = Image(kSize, kSize, 4, 0.5f);
            for (size_t p = 0; p < mask.pixels.size(); ++p) {
                photo.image.pixels[4 * p + 3] = mask.pixels[p];
            }
            views.push_back({&photo, *photo.camera, 1.0});
        }
        training = makeTrainingViews(views, kSize, kBox, false);
    }
};

void fillWith(const at::Tensor& leaf, double size, uint64_t seed) {
    const at::NoGradGuard no_grad;
    at::Tensor value = leaf;
    value.copy_(
        (at::rand(leaf.sizes(), at::detail::createCPUGenerator(seed), at::TensorOptions()) - 0.5) *
        (2 * size));
}

const RefinementChoice kBoth{true, true, 50};

const at::Tensor& somePoints() {
    static const at::Tensor points =
        at::rand({40, 3}, at::detail::createCPUGenerator(5), at::TensorOptions()) - 0.5;
    return points;
}
/// Pixels [N, 2] of points.
at::Tensor project(const TrainingView& view, const at::Tensor& points) {
    const at::Tensor clip =
        at::cat({points, at::ones({points.size(0), 1})}, 1).matmul(view.clip_from_world.t());
    const at::Tensor size =
        at::tensor({static_cast<float>(view.camera.width), static_cast<float>(view.camera.height)});
    return (clip.slice(1, 0, 2) / clip.slice(1, 3, 4) * 0.5 + 0.5) * size;
}

}  // namespace

class TestViewRefinement : public QObject {
    Q_OBJECT
private slots:
    void startsWithoutAChange();
    void gradientsOfProjectionsMatchDifferences();
    void silhouetteGradientsPointTheRightWay();
    void cameraIsWhatTheMatrixShows();
    void whatAllShareIsTakenOut();
    void bytesComeBack();
    void foreignBytesAreRefused();
};

void TestViewRefinement::startsWithoutAChange() {
    const Scene scene;
    const ViewRefinement refinement(scene.views, kBoth);
    for (size_t i = 0; i < kViews; ++i) {
        const TrainingView view = refinement.apply(scene.training[i], i);
        QVERIFY(at::allclose(view.clip_from_world, scene.training[i].clip_from_world, 1e-5, 1e-5));
        QVERIFY(at::allclose(view.position, scene.training[i].position, 1e-5, 1e-5));
        QVERIFY(at::equal(view.gain, at::ones({3})));
        QCOMPARE(refinement.penalty(i).item<float>(), 0.0f);
    }
}

void TestViewRefinement::gradientsOfProjectionsMatchDifferences() {
    const Scene scene;
    ViewRefinement refinement(scene.views, kBoth);
    fillWith(refinement.poses(), 0.03, 1);
    fillWith(refinement.logFocal(), 0.02, 2);
    const size_t index = 3;
    const auto loss = [&] {
        const at::Tensor pixels =
            project(refinement.apply(scene.training[index], index), somePoints());
        return (pixels * 0.05).sin().sum();
    };
    loss().backward();
    const auto check = [&](const at::Tensor& leaf, int64_t row) {
        const at::Tensor gradient = leaf.grad()[row].clone();
        for (int64_t k = 0; k < leaf.size(1); ++k) {
            const at::NoGradGuard no_grad;
            constexpr float kStep = 2e-3f;
            const float before = leaf[row][k].item<float>();
            leaf[row][k].fill_(before + kStep);
            const double up = loss().item<double>();
            leaf[row][k].fill_(before - kStep);
            const double down = loss().item<double>();
            leaf[row][k].fill_(before);
            const double difference = (up - down) / (2 * kStep);
            const double derivative = gradient[k].item<double>();
            QVERIFY2(std::abs(difference - derivative) < 0.01 * std::abs(derivative) + 0.02,
                     qPrintable(QString("%1: %2 and %3").arg(k).arg(difference).arg(derivative)));
        }
    };
    check(refinement.poses(), index);
    check(refinement.logFocal(), 0);
    QCOMPARE(refinement.poses().grad().abs().sum(1).gt(0).sum().item<int>(), 1);  // that view only
}

void TestViewRefinement::silhouetteGradientsPointTheRightWay() {
    // A cube seen by a camera that is a little off: its mask's loss through rasterizer and
    // antialiasing falls along minus the gradient of the shift, and by as much as it says.
    const Scene scene;
    ViewRefinement refinement(scene.views, {true, false, 50});
    std::vector<Vec3f> positions;
    for (int k = 0; k < 8; ++k) {
        positions.push_back(
            {k & 1 ? kHalf : -kHalf, k & 2 ? kHalf : -kHalf, k & 4 ? kHalf : -kHalf});
    }
    const std::vector<Vec3i> triangles{{0, 2, 1},
                                       {1, 2, 3},
                                       {4, 5, 6},
                                       {5, 7, 6},
                                       {0, 1, 4},
                                       {1, 5, 4},
                                       {2, 6, 3},
                                       {3, 6, 7},
                                       {0, 4, 2},
                                       {2, 4, 6},
                                       {1, 3, 5},
                                       {3, 7, 5}};
    const at::Tensor vertices = toTensor(positions);
    const Surface surface =
        makeSurface(vertices, toTensor(triangles), at::ones({vertices.size(0), 1}));
    const size_t index = 2;
    const auto loss = [&] {
        const TrainingView view = refinement.apply(scene.training[index], index);
        const SurfacePixels pixels = seeSurface(surface, view);
        const at::Tensor color = at::ones({pixels.index.size(0), 3});
        const at::Tensor image = composeView(surface, pixels, color, at::zeros({3}))[0];
        return (image.select(2, 3) - view.target.select(2, 3)).square().sum();
    };
    const auto shiftBy = [&](int64_t axis, float value) {
        const at::NoGradGuard no_grad;
        refinement.poses()[static_cast<int64_t>(index)][axis].fill_(value);
    };
    for (const int64_t axis : {int64_t{3}, int64_t{4}}) {
        shiftBy(axis, 0.03f);  // about 1.7 pixels
        refinement.poses().mutable_grad() = at::Tensor();
        loss().backward();
        const double derivative =
            refinement.poses().grad()[static_cast<int64_t>(index)][axis].item<double>();
        const at::NoGradGuard no_grad;
        shiftBy(axis, 0.036f);
        const double up = loss().item<double>();
        shiftBy(axis, 0.024f);
        const double down = loss().item<double>();
        shiftBy(axis, 0.0f);
        const double difference = (up - down) / 0.012;
        QVERIFY(difference > 0 && derivative > 0);
        QVERIFY2(derivative > 0.7 * difference && derivative < 1.4 * difference,
                 qPrintable(QString("%1 and %2").arg(derivative).arg(difference)));
    }
}

void TestViewRefinement::cameraIsWhatTheMatrixShows() {
    const Scene scene;
    ViewRefinement refinement(scene.views, kBoth);
    fillWith(refinement.poses(), 0.05, 3);
    fillWith(refinement.logFocal(), 0.03, 4);
    for (size_t i = 0; i < kViews; ++i) {
        const SceneView moved{scene.views[i].view, refinement.camera(i), 1.0};
        const TrainingView made = makeTrainingViews({moved}, kSize, kBox, false)[0];
        const TrainingView applied = refinement.apply(scene.training[i], i);
        const at::Tensor a = project(made, somePoints()), b = project(applied, somePoints());
        QVERIFY2((a - b).abs().max().item<float>() < 1e-2f,
                 qPrintable(QString::number((a - b).abs().max().item<float>())));
        QVERIFY(at::allclose(made.position, applied.position, 1e-4, 1e-4));
        QVERIFY((a - project(scene.training[i], somePoints())).abs().max().item<float>() > 0.3f);
    }
}

void TestViewRefinement::whatAllShareIsTakenOut() {
    // A loss that pulls the whole scene aside, nearer and darker: nothing may come of it.
    const Scene scene;
    ViewRefinement refinement(scene.views, kBoth);
    for (int step = 0; step < 40; ++step) {
        for (size_t i = 0; i < kViews; ++i) {
            const TrainingView view = refinement.apply(scene.training[i], i);
            const at::Tensor wanted =
                project(scene.training[i], somePoints() * 0.98 + at::tensor({0.01f, 0.0f, 0.02f}));
            (((project(view, somePoints()) - wanted).square().mean() + view.gain.sum()) * 0.1)
                .backward();
        }
        refinement.step(1.0);
        QCOMPARE(refinement.takeNotFinite(), int64_t{0});
    }
    // Motions of the object as each camera sees it, in world axes.
    Vec3d shift_mean, turn_mean, eye_mean;
    std::vector<Vec3d> shifts;
    for (size_t i = 0; i < kViews; ++i) {
        const Camera before = scene.views[i].camera, after = refinement.camera(i);
        const Mat4d motion = before.world_from_camera * inverseRigid(after.world_from_camera);
        const auto& m = motion.m;
        shifts.push_back({m[0][3], m[1][3], m[2][3]});
        shift_mean = shift_mean + shifts.back() * (1.0 / kViews);
        turn_mean = turn_mean +
                    Vec3d{m[2][1] - m[1][2], m[0][2] - m[2][0], m[1][0] - m[0][1]} * (0.5 / kViews);
        eye_mean = eye_mean + before.position() * (1.0 / kViews);
    }
    double along = 0, squares = 0;
    for (size_t i = 0; i < kViews; ++i) {
        const Vec3d eye = scene.views[i].camera.position() - eye_mean;
        along += dot(shifts[i], eye);
        squares += dot(eye, eye);
    }
    QVERIFY2(length(shift_mean) < 1e-4, qPrintable(QString::number(length(shift_mean))));
    QVERIFY2(length(turn_mean) < 1e-4, qPrintable(QString::number(length(turn_mean))));
    QVERIFY2(std::abs(along / squares) < 1e-4, qPrintable(QString::number(along / squares)));
    QVERIFY(refinement.logGains().mean(0).abs().max().item<float>() < 1e-5f);
}

void TestViewRefinement::bytesComeBack() {
    const Scene scene;
    ViewRefinement refinement(scene.views, kBoth);
    fillWith(refinement.poses(), 0.05, 3);
    fillWith(refinement.logGains(), 0.2, 4);
    ViewRefinement other(scene.views, kBoth);
    other.deserialize(refinement.serialize());
    QVERIFY(at::equal(other.poses(), refinement.poses()));
    QVERIFY(at::equal(other.logGains(), refinement.logGains()));
    QCOMPARE(other.serialize(), refinement.serialize());
    QCOMPARE(other.gains(2), refinement.gains(2));
}

void TestViewRefinement::foreignBytesAreRefused() {
    const Scene scene;
    const std::vector<SceneView> fewer(scene.views.begin(), scene.views.end() - 1);
    const std::string other_views = ViewRefinement(fewer, kBoth).serialize();
    const std::string other_choice =
        ViewRefinement(scene.views, RefinementChoice{true, false, 50}).serialize();
    for (const std::string& bytes :
         {other_views, other_choice, joinBytes({}), joinBytes({"a", "b", "c"}), std::string()}) {
        ViewRefinement refinement(scene.views, kBoth);
        QVERIFY_EXCEPTION_THROWN(refinement.deserialize(bytes), Error);
    }
}

QTEST_GUILESS_MAIN(TestViewRefinement)
#include "test_view_refinement.moc"
