// SPDX-License-Identifier: Apache-2.0
// What a GPU run does differently from one on the CPU, checked on CPU tensors: tensor operations in
// place of loops, several views rendered together, settings lowered to fit.
#include "bake/texture_bake.h"
#include "core/geometry/synthetic_views.h"
#include "nvdiffrec/device_fit.h"
#include "nvdiffrec/predict.h"
#include "nvdiffrec/region.h"
#include "support/simple_meshes.h"
#include "tensor/convert.h"
#include "tensor/gpu.h"
#include "texturing/photo_samples.h"
#include "texturing/surface.h"

#include <QtTest>

#include <cmath>

using namespace bozzetto;

namespace {

constexpr int kViews = 3, kWidth = 120, kHeight = 90;
const Box kBox{{-1, -1, -1}, {1, 1, 1}};

/// Photographs of a ball of radius 0.6 from three sides, at different distances: their cut-outs
/// have different sizes.
struct Photographs {
    std::array<View, kViews> views;
    std::vector<SceneView> scene;

    Photographs() {
        for (int i = 0; i < kViews; ++i) {
            const double turn = 2.0 * i;
            const Vec3d eye = Vec3d{std::cos(turn), std::sin(turn), 0.3} * (3.0 + 0.7 * i);
            Camera camera = cameraLookingAt(eye, {0.05, 0.1 * i, 0}, kWidth, 1.5);
            camera.height = kHeight;
            camera.cy = 0.5 * kHeight;
            View& view = views[i];
            view.camera = camera;
            view.image = Image(kWidth, kHeight, 4);
            for (int y = 0; y < kHeight; ++y) {
                for (int x = 0; x < kWidth; ++x) {
                    float* pixel = view.image.at(x, y);
                    pixel[3] = hits(camera, x, y) ? 1.0f : 0.0f;
                    pixel[0] = 0.2f + 0.1f * static_cast<float>(i);
                    pixel[1] = static_cast<float>(x) / kWidth;
                    pixel[2] = static_cast<float>(y) / kHeight;
                }
            }
        }
        for (const View& view : views) {
            scene.push_back({&view, *view.camera, 1.0});
        }
    }

    static bool hits(const Camera& camera, int x, int y) {
        const auto& m = camera.world_from_camera.m;
        const Vec3d ray{(x + 0.5 - camera.cx) / camera.fx, -(y + 0.5 - camera.cy) / camera.fy, -1};
        Vec3d along;
        for (int k = 0; k < 3; ++k) {
            along[k] = m[k][0] * ray.x + m[k][1] * ray.y + m[k][2] * ray.z;
        }
        const Vec3d eye = camera.position();
        const double a = dot(along, along), b = dot(along, eye), c = dot(eye, eye) - 0.36;
        return b * b - a * c > 0;
    }
};

Surface ballSurface() {
    TriangleMesh ball = testing::makeSphere(32, 20);
    for (Vec3f& p : ball.positions) {
        p = p * (0.6f / length(p));
    }
    const at::Tensor vertices = toTensor(ball.positions).requires_grad_();
    return makeSurface(vertices, toTensor(ball.triangles), at::full({vertices.size(0), 1}, 0.75f));
}

/// The loss of some views together, and its gradient with respect to the vertices.
struct Outcome {
    double loss;
    at::Tensor gradient;
};
Outcome outcomeOf(const ViewBatch& views) {
    const Surface surface = ballSurface();
    const SurfacePixels pixels = seeSurface(surface, views);
    const at::Tensor eye = atPixels(pixels, views.position);
    const at::Tensor color = (pixels.position - eye).abs() * 0.2 + pixels.normal.abs() * 0.1;
    const at::Tensor background = at::full({3}, 0.3);
    const at::Tensor loss =
        photoLoss(composeView(surface, pixels, color, background), background, views);
    loss.backward();
    return {loss.item<double>(), surface.vertices.grad()};
}

ImageSet headersOf(int count, int side) {
    ImageSet set;
    for (int i = 0; i < count; ++i) {
        View view;
        view.image.width = view.image.height = side;
        set.views.push_back(view);
    }
    return set;
}

}  // namespace

class TestDevicePaths : public QObject {
    Q_OBJECT
private slots:
    void viewsTogetherAreTheirMean();
    void depthTogetherIsTheMeanOverPixels();
    void widenedCutsShowTheSame();
    void whatLiesBeyondAPhotographIsNotTrusted();
    void samplesAreTheSame();
    void guttersAreTheSame();
    void pointsComeBackToTheSamePlaces();
    void settingsAreLoweredInOrderUntilTheyFit();
    void gridFollowsDepthMaps();
    void aTenthOfTheMemoryStaysFree();
};

void TestDevicePaths::viewsTogetherAreTheirMean() {
    Photographs photographs;
    const std::vector<TrainingView> views =
        makeTrainingViews(photographs.scene, kWidth, kBox, false, CutSizes::Common);
    const Outcome together = outcomeOf(ViewBatch(views));
    double loss = 0;
    at::Tensor gradient = at::zeros_like(together.gradient);
    for (const TrainingView& view : views) {
        const Outcome alone = outcomeOf(view);
        loss += alone.loss / kViews;
        gradient += alone.gradient / kViews;
    }
    QVERIFY2(std::abs(together.loss - loss) < 1e-6 * loss,
             qPrintable(QString("%1 and %2").arg(together.loss).arg(loss)));
    const double scale = gradient.abs().max().item<double>();
    QVERIFY(scale > 0);
    QVERIFY((together.gradient - gradient).abs().max().item<double>() < 1e-5 * scale);
}

void TestDevicePaths::depthTogetherIsTheMeanOverPixels() {
    Photographs photographs;
    std::vector<TrainingView> views =
        makeTrainingViews(photographs.scene, kWidth, kBox, false, CutSizes::Common);
    const Surface surface = ballSurface();
    double sum = 0, count = 0;
    for (size_t i = 0; i < views.size(); ++i) {
        views[i].depth =
            at::full({views[i].target.size(0), views[i].target.size(1)}, 2.5 + 0.4 * i);
        const SurfacePixels pixels = seeSurface(surface, views[i]);
        const auto seen = static_cast<double>(pixels.index.size(0));
        sum += seen * depthLoss(pixels, views[i], 0.1).item<double>();
        count += seen;
    }
    const ViewBatch all(views);
    const double together = depthLoss(seeSurface(surface, all), all, 0.1).item<double>();
    QVERIFY(sum > 0);
    QVERIFY2(std::abs(together - sum / count) < 1e-5 * together,
             qPrintable(QString("%1 and %2").arg(together).arg(sum / count)));
}

void TestDevicePaths::widenedCutsShowTheSame() {
    Photographs photographs;
    const auto own = makeTrainingViews(photographs.scene, kWidth, kBox, false);
    const auto common = makeTrainingViews(photographs.scene, kWidth, kBox, false, CutSizes::Common);
    QVERIFY(own[0].target.sizes() != own[2].target.sizes());
    for (int i = 0; i < kViews; ++i) {
        QVERIFY(common[i].target.sizes() == common[0].target.sizes());
        QVERIFY(common[i].target.size(0) >= own[i].target.size(0) &&
                common[i].target.size(1) >= own[i].target.size(1));
        QVERIFY(!common[i].trust.defined());  // all of it lies in the photograph
        // At full resolution pixels are copied: the whole object is in both, nothing else.
        QCOMPARE(common[i].target.select(2, 3).sum().item<double>(),
                 own[i].target.select(2, 3).sum().item<double>());
        QVERIFY(std::abs(common[i].target.sum().item<double>() -
                         own[i].target.sum().item<double>()) < 0.05);
    }
}

void TestDevicePaths::whatLiesBeyondAPhotographIsNotTrusted() {
    Photographs photographs;
    View upright;  // as high as the others are wide, and full of the object
    upright.camera = cameraLookingAt({0, -3, 0}, {0, 0, 0}, kWidth, 1.5);
    upright.camera->width = 40;
    upright.camera->cx = 20;
    upright.image = Image(40, kWidth, 4, 1.0f);
    photographs.scene.push_back({&upright, *upright.camera, 1.0});
    const auto views = makeTrainingViews(photographs.scene, kWidth, kBox, false, CutSizes::Common);
    const at::Tensor trust = views[kViews].trust;
    QVERIFY(trust.defined() && trust.size(0) == kWidth && trust.size(1) > 40);
    QVERIFY(at::equal(trust.slice(1, 0, 40), at::ones_like(trust.slice(1, 0, 40))));
    QVERIFY(at::equal(trust.slice(1, 40), at::zeros_like(trust.slice(1, 40))));
    QVERIFY(views[kViews].target.slice(1, 40).abs().max().item<float>() == 0);
    // Seen together with the others, which reach beyond the lower border now.
    QVERIFY(ViewBatch(views).trust.size(0) == kViews + 1);
    QVERIFY(views[0].trust.slice(0, kHeight).abs().max().item<float>() == 0);
}

void TestDevicePaths::samplesAreTheSame() {
    Photographs photographs;
    const Surface surface = ballSurface();
    const at::Tensor points = surface.vertices.detach(), normals = surface.normals.detach();
    size_t found = 0;
    const auto views = makeTrainingViews(photographs.scene, kWidth, kBox, false);
    for (TrainingView view : views) {
        view.gain = at::tensor({1.25f, 0.5f, 2.0f});
        PointColors loop, tensors;
        samplePhotos(surface, view, points, normals, loop);
        samplePhotosOnDevice(surface, view, points, normals, tensors);
        QVERIFY(loop.point == tensors.point);
        QVERIFY(loop.camera == tensors.camera);
        QCOMPARE(loop.color.size(), tensors.color.size());
        for (size_t i = 0; i < loop.color.size(); ++i) {
            QVERIFY(std::abs(loop.color[i] - tensors.color[i]) <= 1e-6f);
        }
        found += loop.point.size();
    }
    QVERIFY2(found > 200, qPrintable(QString::number(found)));
    const at::Tensor loop = meanPhotoColors(surface, views, points, normals, -1);
    const at::Tensor tensors = meanPhotoColorsOnDevice(surface, views, points, normals, -1);
    QVERIFY(at::allclose(loop, tensors, 1e-6, 1e-6));
    QVERIFY2(loop.eq(-1).any().item<bool>() && loop.gt(0).any().item<bool>(),
             "some points are seen, some are not");
}

void TestDevicePaths::guttersAreTheSame() {
    for (const int64_t size : {1, 2, 37, 64}) {
        const at::Tensor map =
            at::sin(at::arange(size * size * 3, at::kFloat)).view({size, size, 3});
        at::Tensor known = at::cos(at::arange(size * size, at::kFloat) * 0.37).gt(0.9).contiguous();
        known[0] = true;
        at::Tensor loop = map.clone(), tensors = map.clone();
        tensors.masked_fill_(known.logical_not().view({size, size, 1}), std::nanf(""));
        fillGutters(loop, known);
        fillGuttersOnDevice(tensors, known);
        QVERIFY2(at::allclose(loop, tensors, 1e-5, 1e-6), qPrintable(QString::number(size)));
    }
}

void TestDevicePaths::pointsComeBackToTheSamePlaces() {
    RegionBox box;
    box.world_from_box.m[0][0] = 0.8, box.world_from_box.m[0][1] = -0.6;
    box.world_from_box.m[1][0] = 0.6, box.world_from_box.m[1][1] = 0.8;
    box.world_from_box.m[0][3] = 0.1, box.world_from_box.m[2][3] = -0.2;
    box.half_size = {0.3, 0.1, 0.2};
    const at::Tensor points = at::sin(at::arange(300, at::kFloat) * 1.7f).view({100, 3}) * 0.5;
    const at::Tensor loop = clampedTo(box, points), tensors = clampedOnDevice(box, points);
    QVERIFY((loop - points).abs().max().item<float>() > 0.1f);
    QVERIFY((loop - tensors).abs().max().item<float>() < 1e-6f);
}

void TestDevicePaths::gridFollowsDepthMaps() {
    ImageSet set;
    set.views.resize(2);
    const auto gridOf = [&](const Settings& settings) {
        return forImages(parseNvdiffrecOptions(settings), set).grid;
    };
    QCOMPARE(gridOf({"standard", {}}), 64);
    set.views[1].depth.width = 8;
    QCOMPARE(gridOf({"standard", {}}), 96);
    QCOMPARE(gridOf({"standard", {{"depth", "off"}}}), 64);
    QCOMPARE(gridOf({"standard", {{"grid", "40"}}}), 40);
    QCOMPARE(gridOf({"draft", {}}), 48);
    QCOMPARE(gridOf({"draft", {{"grid", "5"}}}), 16);
}

void TestDevicePaths::settingsAreLoweredInOrderUntilTheyFit() {
    const ImageSet images = headersOf(40, 1024);
    NvdiffrecOptions wanted;
    wanted.batch = 8, wanted.image_side = 1024, wanted.texture_size = 2048, wanted.grid = 128;
    const DeviceFit all = fitToMemory(images, wanted, UINT64_MAX);
    QVERIFY(all.fits && all.steps.empty() && all.options.batch == 8 && all.needed > 1 << 28);

    const DeviceFit fewer = fitToMemory(images, wanted, all.needed - 1);
    QVERIFY(fewer.fits && fewer.steps.size() == 1 && fewer.needed < all.needed);
    QCOMPARE(fewer.options.batch, 4);
    QCOMPARE(fewer.options.image_side, 1024);
    QVERIFY(fewer.steps[0].find("8 -> 4") != std::string::npos);

    const DeviceFit small = fitToMemory(images, wanted, uint64_t{800} << 20);
    QVERIFY(small.fits && small.needed <= uint64_t{800} << 20);
    QCOMPARE(small.options.batch, 1);
    QVERIFY(small.options.image_side < 1024);

    const DeviceFit nothing = fitToMemory(images, wanted, 1 << 20);
    QVERIFY(!nothing.fits && nothing.options.grid == 48 && nothing.options.image_side == 256 &&
            nothing.options.texture_size == 512);
    for (size_t i = 1; i < nothing.steps.size(); ++i) {  // batch, pictures, textures, grid
        QVERIFY(nothing.steps[i] != nothing.steps[i - 1]);
    }
    QVERIFY(nothing.steps.back().find("grid") != std::string::npos);
}

void TestDevicePaths::aTenthOfTheMemoryStaysFree() {
    const uint64_t gib = uint64_t{1} << 30;
    QCOMPARE(memoryBudget(10 * gib, 10 * gib), 9 * gib);
    QCOMPARE(memoryBudget(10 * gib, 4 * gib), 3 * gib);
    QCOMPARE(memoryBudget(10 * gib, gib / 2), uint64_t{0});
}

QTEST_GUILESS_MAIN(TestDevicePaths)
#include "test_device_paths.moc"
