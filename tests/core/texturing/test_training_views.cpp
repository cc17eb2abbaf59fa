// SPDX-License-Identifier: Apache-2.0
#include "core/geometry/synthetic_views.h"
#include "texturing/training_views.h"
#include "texturing/view_order.h"

#include <QtTest>

#include <set>

using namespace bozzetto;

namespace {

const Box kBox{{-0.5, -0.5, -0.5}, {0.5, 0.5, 0.5}};

/// An odd camera: oblong picture, oblong pixels, principal point off the middle.
Camera oddCamera() {
    Camera c = cameraLookingAt({1.1, -1.7, 0.8}, {0.05, 0, 0}, 640);
    c.width = 640, c.height = 480;
    c.fx = 700, c.fy = 640;
    c.cx = 301.3, c.cy = 256.6;
    return c;
}

struct Pixel {
    double x, y, depth;
};
Pixel project(const Camera& c, Vec3d p) {
    const Vec3d q = transformPoint(inverseRigid(c.world_from_camera), p);
    return {c.cx - c.fx * q.x / q.z, c.cy + c.fy * q.y / q.z, -q.z};
}
/// The same through a training view's matrix: pixels of the cut-out and clip depth in [-1, 1].
Pixel project(const TrainingView& view, Vec3d p) {
    const at::Tensor point = at::tensor({p.x, p.y, p.z, 1.0}, at::kFloat);
    const at::Tensor clip = view.clip_from_world.mv(point);
    const double w = clip[3].item<double>();
    return {(clip[0].item<double>() / w * 0.5 + 0.5) * static_cast<double>(view.target.size(1)),
            (clip[1].item<double>() / w * 0.5 + 0.5) * static_cast<double>(view.target.size(0)),
            clip[2].item<double>() / w};
}

/// Paints a square around the pixel of a projected point; its centre of mass is that pixel's
/// centre.
void drawSquare(View& view, Pixel centre, int channel, int half) {
    const int x0 = static_cast<int>(centre.x), y0 = static_cast<int>(centre.y);
    for (int y = y0 - half; y <= y0 + half; ++y) {
        for (int x = x0 - half; x <= x0 + half; ++x) {
            view.image.at(x, y)[channel] = 1.0f;
            view.image.at(x, y)[3] = 1.0f;
        }
    }
}
Pixel centreOfMass(const at::Tensor& target, int channel) {
    const at::Tensor mass = target.select(2, channel).to(at::kDouble);
    const double sum = mass.sum().item<double>();
    const at::Tensor x = at::arange(target.size(1), at::kDouble) + 0.5,
                     y = at::arange(target.size(0), at::kDouble) + 0.5;
    return {(mass.sum(0) * x).sum().item<double>() / sum,
            (mass.sum(1) * y).sum().item<double>() / sum,
            0};
}

}  // namespace

class TestTrainingViews : public QObject {
    Q_OBJECT
private slots:
    void everyPassSeesEveryViewOnce();
    void cutOutsKeepTheProjection_data();
    void cutOutsKeepTheProjection();
    void colourIsPremultipliedAndAveraged();
    void depthFollowsTheUnitFrame();
    void depthRangeHoldsTheBox();
    void doubtfulMasksAreTrustedLess();
};

void TestTrainingViews::everyPassSeesEveryViewOnce() {
    for (const size_t views : {size_t{1}, size_t{2}, size_t{7}, size_t{24}}) {
        std::set<std::vector<size_t>> orders;
        for (uint64_t pass = 0; pass < 8; ++pass) {
            std::vector<size_t> order;
            for (uint64_t i = 0; i < views; ++i) {
                order.push_back(viewAt(5, pass * views + i, views));
            }
            orders.insert(order);
            QCOMPARE(std::set<size_t>(order.begin(), order.end()).size(), views);
            QVERIFY(*std::max_element(order.begin(), order.end()) == views - 1);
        }
        QVERIFY(views < 7 || orders.size() == 8);  // a fresh shuffle each time
    }
    bool seed_matters = false;
    for (uint64_t i = 0; i < 24; ++i) {
        seed_matters |= viewAt(5, i, 24) != viewAt(6, i, 24);
    }
    QVERIFY(seed_matters);
}

void TestTrainingViews::cutOutsKeepTheProjection_data() {
    QTest::addColumn<int>("side");
    QTest::newRow("full size") << 640;
    QTest::newRow("never enlarged") << 2000;
    QTest::newRow("half") << 320;
    QTest::newRow("odd ratio") << 217;
    QTest::newRow("small") << 64;
}

void TestTrainingViews::cutOutsKeepTheProjection() {
    QFETCH(int, side);
    View view;
    view.camera = oddCamera();
    view.image = Image(640, 480, 4);
    // Two points, whose pixels are painted red and green; what is drawn must lie where the matrix
    // puts them.
    const Vec3d points[2] = {{0.2, -0.1, 0.15}, {-0.15, 0.05, -0.2}};
    Vec3d exact[2];
    for (int k = 0; k < 2; ++k) {
        const Pixel pixel = project(*view.camera, points[k]);
        drawSquare(view, pixel, k, 12);
        // The point at the same depth that the painted square's centre shows.
        const Vec3d ray = rayThrough(
            *view.camera, static_cast<int>(pixel.x) + 0.5, static_cast<int>(pixel.y) + 0.5);
        exact[k] = view.camera->position() + ray * pixel.depth;
    }
    const TrainingView cut = makeTrainingViews({{&view, *view.camera, 1.0}}, side, kBox, true)[0];
    const int64_t width = cut.target.size(1), height = cut.target.size(0);
    const double ratio = std::min(1.0, side / 640.0);
    QVERIFY(width == cut.camera.width && height == cut.camera.height);
    QVERIFY(static_cast<double>(width) < 640 * ratio && static_cast<double>(height) < 480 * ratio);
    QVERIFY(!cut.depth.defined());
    for (int k = 0; k < 2; ++k) {
        const Pixel drawn = centreOfMass(cut.target, k), by_matrix = project(cut, exact[k]),
                    by_camera = project(cut.camera, exact[k]);
        // Box-filtered samples of a square of 2.5 px and more hold its centre to 0.05 px.
        QVERIFY2(std::hypot(drawn.x - by_matrix.x, drawn.y - by_matrix.y) < 0.05,
                 qPrintable(QString("%1 %2 and %3 %4")
                                .arg(drawn.x)
                                .arg(drawn.y)
                                .arg(by_matrix.x)
                                .arg(by_matrix.y)));
        QVERIFY(std::hypot(by_camera.x - by_matrix.x, by_camera.y - by_matrix.y) < 0.01);
        QVERIFY(std::abs(by_matrix.depth) < 1);
    }
    const Vec3d eye = view.camera->position();
    QVERIFY(at::allclose(cut.position, at::tensor({eye.x, eye.y, eye.z}, at::kFloat).view({1, 3})));
}

void TestTrainingViews::colourIsPremultipliedAndAveraged() {
    View view;
    view.camera = oddCamera();
    view.image = Image(640, 480, 4);
    for (int y = 0; y < 480; ++y) {
        for (int x = 0; x < 640; ++x) {
            float* p = view.image.at(x, y);
            const bool left = x < 320;
            p[0] = left ? 0.8f : 0.4f, p[1] = 0.3f, p[2] = 9.0f;
            p[3] = y < 240 ? 1.0f : 0.5f;
        }
    }
    // The mask fills the frame, so nothing is cut off, and 2 x 2 pixels become one.
    const at::Tensor t =
        makeTrainingViews({{&view, *view.camera, 1.0}}, 320, kBox, false)[0].target;
    QCOMPARE(t.size(0), int64_t{240});
    QCOMPARE(t.size(1), int64_t{320});
    const auto a = t.accessor<float, 3>();
    QVERIFY(std::abs(a[10][10][0] - 0.8f) < 1e-6f && std::abs(a[10][200][0] - 0.4f) < 1e-6f);
    QVERIFY(std::abs(a[200][10][0] - 0.4f) < 1e-6f && std::abs(a[200][10][2] - 4.5f) < 1e-5f &&
            std::abs(a[200][10][3] - 0.5f) < 1e-6f);
}

void TestTrainingViews::depthFollowsTheUnitFrame() {
    View view;
    view.camera = oddCamera();
    view.image = Image(640, 480, 4, 1.0f);
    view.depth = Image(320, 240, 1, 3.0f);  // another resolution
    *view.depth.at(0, 0) = 0;               // unknown stays unknown
    const TrainingView cut = makeTrainingViews({{&view, *view.camera, 0.25}}, 160, kBox, true)[0];
    QCOMPARE(cut.depth.size(0), int64_t{120});
    QCOMPARE(cut.depth.max().item<float>(), 0.75f);
    QCOMPARE(cut.depth.min().item<float>(), 0.75f);
    const TrainingView fine = makeTrainingViews({{&view, *view.camera, 0.25}}, 640, kBox, true)[0];
    QCOMPARE(fine.depth[0][0].item<float>(), 0.0f);
    QVERIFY(!makeTrainingViews({{&view, *view.camera, 0.25}}, 160, kBox, false)[0].depth.defined());
}

void TestTrainingViews::depthRangeHoldsTheBox() {
    for (const double distance : {0.0, 0.3, 2.0, 500.0}) {
        const Camera camera = cameraLookingAt({distance, 0.01, 0}, {-1, 0, 0}, 64);
        const DepthRange range = depthRange(camera, kBox);
        QVERIFY(range.near > 0 && range.far > range.near && range.far >= 0.5 + distance);
        QVERIFY(distance < 1 || range.near <= distance - 0.5);
    }
}

void TestTrainingViews::doubtfulMasksAreTrustedLess() {
    View view;
    view.camera = oddCamera();
    view.image = Image(640, 480, 4);
    for (int y = 0; y < 480; ++y) {
        for (int x = 0; x < 640; ++x) {
            view.image.at(x, y)[3] = x < 320 ? 1.0f : 0.0f;
        }
    }
    QVERIFY(!makeTrainingViews({{&view, *view.camera, 1.0}}, 640, kBox, false)[0].trust.defined());
    view.mask_confidence = Image(320, 240, 1, 0.75f);  // another size of the same frame
    for (int y = 0; y < 240; ++y) {
        for (int x = 0; x < 40; ++x) {
            *view.mask_confidence.at(x, y) = 0.25f;
        }
    }
    const at::Tensor trust =
        makeTrainingViews({{&view, *view.camera, 1.0}}, 640, kBox, false)[0].trust;
    const auto t = trust.accessor<float, 3>();
    for (const int64_t y : {int64_t{0}, int64_t{240}, trust.size(0) - 1}) {
        QCOMPARE(t[y][10][0], 0.25f);
        QCOMPARE(t[y][10][1], 0.25f);
        QCOMPARE(t[y][200][0], 0.75f);
        QCOMPARE(t[y][318][0], 0.75f);
        QCOMPARE(t[y][319][0], 0.0f);  // the photograph's colour there may be the table's
        QCOMPARE(t[y][319][1], 0.75f);
        QCOMPARE(t[y][320][0], 0.75f);  // outside only the random background is compared
    }
}

QTEST_GUILESS_MAIN(TestTrainingViews)
#include "test_training_views.moc"
