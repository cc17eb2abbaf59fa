// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "core/geometry/surface_checks.h"
#include "geometry/flexicubes.h"
#include "geometry/regularizers.h"

#include <QtTest>

#include <limits>

using namespace bozzetto;

namespace {

at::Generator generator(uint64_t seed) {
    return at::detail::createCPUGenerator(seed);
}
at::Tensor noise(at::IntArrayRef shape, uint64_t seed, at::ScalarType dtype = at::kDouble) {
    return at::randn(shape, generator(seed), at::TensorOptions().dtype(dtype));
}

struct Mesh {
    at::Tensor positions, triangles;
};

/// A grid of n x n vertices with a bumpy height, a fan that gives one edge three triangles, and one
/// vertex that nothing uses.
Mesh bumpySheet(int64_t n, at::ScalarType dtype) {
    std::vector<int32_t> t;
    const auto id = [n](int64_t i, int64_t j) { return static_cast<int32_t>(i * n + j); };
    for (int64_t i = 0; i + 1 < n; ++i) {
        for (int64_t j = 0; j + 1 < n; ++j) {
            t.insert(t.end(), {id(i, j), id(i + 1, j), id(i + 1, j + 1)});
            t.insert(t.end(), {id(i, j), id(i + 1, j + 1), id(i, j + 1)});
        }
    }
    t.insert(t.end(), {id(0, 0), id(1, 1), static_cast<int32_t>(n * n)});
    const at::Tensor index = at::arange(n * n + 2, at::TensorOptions().dtype(dtype));
    const at::Tensor rows = (index / static_cast<double>(n)).floor();
    const at::Tensor flat = at::stack({rows, index - rows * n, at::zeros_like(index)}, 1);
    return {(flat + 0.3 * noise({n * n + 2, 3}, 77, dtype)).contiguous(),
            at::tensor(at::ArrayRef<int32_t>(t), at::kInt).view({-1, 3})};
}

at::Tensor unit(const at::Tensor& v) {
    return v / v.norm(2, 1, true);
}

}  // namespace

class TestRegularizers : public QObject {
    Q_OBJECT
private slots:
    void signLossIsTheMeanCrossEntropyOfCrossingEdges();
    void laplacianIsTheUniformUmbrella();
    void normalConsistencyCountsInteriorEdgesOnce();
    void vertexNormalsAreAreaWeighted();
    void gradientsMatchFiniteDifferences();
    void degenerateInputsStayFinite();
    void sameBitsForAnyThreadCount();
    void rejectsIndicesOutOfRange();
};

void TestRegularizers::signLossIsTheMeanCrossEntropyOfCrossingEdges() {
    const at::Tensor sdf = 3 * noise({200}, 1);
    const at::Tensor edges = at::randint(200, {900, 2}, generator(2), at::kInt);
    const at::Tensor a = sdf.index({edges.select(1, 0).to(at::kLong)});
    const at::Tensor b = sdf.index({edges.select(1, 1).to(at::kLong)});
    const at::Tensor crossing = (a > 0) != (b > 0);
    const auto bce = [](const at::Tensor& x, const at::Tensor& y) {
        return -at::where(y > 0, x.sigmoid().log(), (1 - x.sigmoid()).log());
    };
    const double expected = (bce(a, b) + bce(b, a)).masked_select(crossing).mean().item<double>();
    QVERIFY(std::abs(sdfSignLoss(sdf, edges).item<double>() - expected) < 1e-12);
    QCOMPARE(sdfSignLoss(sdf.abs() + 0.1, edges).item<double>(), 0.0);
    // Logits far from zero neither overflow nor lose the value: BCE of the wrong side is |x|.
    const at::Tensor far = at::tensor({-1e4, 1e4}, at::kDouble);
    QCOMPARE(sdfSignLoss(far, at::tensor({0, 1}, at::kInt).view({1, 2})).item<double>(), 2e4);
}

void TestRegularizers::laplacianIsTheUniformUmbrella() {
    const Mesh mesh = bumpySheet(6, at::kDouble);
    const auto t = mesh.triangles.accessor<int32_t, 2>();
    at::Tensor delta = at::zeros_like(mesh.positions);
    at::Tensor faces = at::zeros({mesh.positions.size(0), 1}, at::kDouble);
    for (int64_t i = 0; i < mesh.triangles.size(0); ++i) {
        for (int k = 0; k < 3; ++k) {
            faces[t[i][k]] += 1;
            for (int j = 0; j < 3; ++j) {
                delta[t[i][k]] += mesh.positions[t[i][j]] - mesh.positions[t[i][k]];
            }
        }
    }
    const double expected = (delta / (2 * faces).clamp_min(1)).square().mean().item<double>();
    const double loss = laplacianLoss(mesh.positions, mesh.triangles).item<double>();
    QVERIFY(std::abs(loss - expected) < 1e-12 * expected);
    QVERIFY(std::abs(laplacianLoss(mesh.positions + 5, mesh.triangles).item<double>() - loss) <
            1e-12);
}

void TestRegularizers::normalConsistencyCountsInteriorEdgesOnce() {
    const Mesh mesh = bumpySheet(5, at::kDouble);
    const at::Tensor normals = unit(faceCrosses(mesh.positions, mesh.triangles));
    std::map<std::pair<int32_t, int32_t>, std::vector<int64_t>> faces_of;
    const auto t = mesh.triangles.accessor<int32_t, 2>();
    for (int64_t i = 0; i < mesh.triangles.size(0); ++i) {
        for (int k = 0; k < 3; ++k) {
            faces_of[std::minmax(t[i][k], t[i][(k + 1) % 3])].push_back(i);
        }
    }
    double sum = 0;
    int64_t edges = 0, shared_by_three = 0;
    for (const auto& [edge, faces] : faces_of) {
        shared_by_three += faces.size() == 3;
        if (faces.size() == 2) {
            sum += 1 - (normals[faces[0]] * normals[faces[1]]).sum().item<double>();
            ++edges;
        }
    }
    QCOMPARE(shared_by_three, int64_t(1));
    const double loss = normalConsistencyLoss(mesh.positions, mesh.triangles).item<double>();
    QVERIFY(std::abs(loss - sum / edges) < 1e-12);
    const at::Tensor neighbours = triangleNeighbours(mesh.triangles, mesh.positions.size(0));
    QCOMPARE((neighbours >= 0).sum().item<int64_t>(), 2 * edges);
    QCOMPARE(normalConsistencyLoss(mesh.positions, mesh.triangles, neighbours).item<double>(),
             loss);
}

void TestRegularizers::vertexNormalsAreAreaWeighted() {
    const Mesh mesh = bumpySheet(7, at::kDouble);
    const at::Tensor crosses = faceCrosses(mesh.positions, mesh.triangles);
    at::Tensor sums = at::zeros_like(mesh.positions);
    for (int k = 0; k < 3; ++k) {
        sums.index_add_(0, mesh.triangles.select(1, k).to(at::kLong), crosses);
    }
    const at::Tensor normals = vertexNormals(mesh.positions, mesh.triangles);
    const int64_t used = mesh.positions.size(0) - 1;  // the last vertex has no triangle
    QVERIFY((normals.slice(0, 0, used) - unit(sums.slice(0, 0, used))).abs().max().item<double>() <
            1e-12);
    QVERIFY(at::equal(normals[used], at::tensor({0.0, 0.0, 1.0}, at::kDouble)));
}

void TestRegularizers::gradientsMatchFiniteDifferences() {
    const Mesh mesh = bumpySheet(5, at::kDouble);
    const at::Tensor edges = at::randint(30, {80, 2}, generator(4), at::kInt);
    const at::Tensor weights = noise(mesh.positions.sizes(), 5);
    const at::Tensor sdf = at::where(noise({30}, 3) > 0, 0.3, -0.4) * (1 + noise({30}, 6).abs());
    checkGradients(
        {sdf.to(at::kDouble)},
        [&](const std::vector<at::Tensor>& x) { return 3 * sdfSignLoss(x[0], edges); },
        1e-6,
        1e-7);
    checkGradients(
        {at::cat({mesh.positions, weights}, 1)},  // six channels
        [&](const std::vector<at::Tensor>& x) { return 3 * laplacianLoss(x[0], mesh.triangles); },
        1e-6,
        1e-7);
    checkGradients(
        {mesh.positions},
        [&](const std::vector<at::Tensor>& x) {
            return 3 * normalConsistencyLoss(x[0], mesh.triangles);
        },
        1e-6,
        1e-7);
    checkGradients(
        {mesh.positions},
        [&](const std::vector<at::Tensor>& x) {
            return (vertexNormals(x[0], mesh.triangles) * weights).sum();
        },
        1e-6,
        1e-7);
}

void TestRegularizers::degenerateInputsStayFinite() {
    const at::Tensor triangles =
        at::tensor({0, 1, 2, 0, 0, 1, 2, 1, 3, 3, 3, 3}, at::kInt).view({4, 3});
    const at::Tensor points =
        at::tensor({0.f, 0.f, 0.f, 1.f, 0.f, 0.f, 1.f, 1.f, 0.f, 1.f, 1.f, 0.f})
            .view({4, 3})
            .requires_grad_();
    const at::Tensor loss = normalConsistencyLoss(points, triangles) +
                            vertexNormals(points, triangles).square().sum() +
                            laplacianLoss(points, triangles);
    QVERIFY(std::isfinite(loss.item<float>()));
    const at::Tensor grad = torch::autograd::grad({loss}, {points})[0];
    QVERIFY(grad.isfinite().all().item<bool>());
    const at::Tensor none = at::empty({0, 3}), no_faces = at::empty({0, 3}, at::kInt);
    QCOMPARE(laplacianLoss(none, no_faces).item<float>(), 0.0f);
    QCOMPARE(normalConsistencyLoss(none, no_faces).item<float>(), 0.0f);
    QCOMPARE(vertexNormals(none, no_faces).size(0), int64_t(0));
}

void TestRegularizers::sameBitsForAnyThreadCount() {
    const Mesh mesh = bumpySheet(150, at::kFloat);
    const at::Tensor points = mesh.positions.clone().requires_grad_();
    const at::Tensor sdf = noise({40000}, 8, at::kFloat).requires_grad_();
    const at::Tensor edges = at::randint(40000, {90000, 2}, generator(9), at::kInt);
    const auto run = [&] {
        const at::Tensor loss =
            laplacianLoss(points, mesh.triangles) + normalConsistencyLoss(points, mesh.triangles) +
            vertexNormals(points, mesh.triangles).sin().mean() + sdfSignLoss(sdf, edges);
        auto out = torch::autograd::grad({loss}, {points, sdf});
        out.push_back(loss);
        return out;
    };
    setThreadCount(1);
    const auto reference = run();
    for (const int threads : {1, 2, 3, 7}) {
        setThreadCount(threads);
        const auto again = run();
        for (size_t i = 0; i < reference.size(); ++i) {
            QVERIFY(at::equal(reference[i], again[i]));
        }
    }
    setThreadCount(2);
}

void TestRegularizers::rejectsIndicesOutOfRange() {
    const at::Tensor points = at::zeros({3, 3});
    for (const int bad : {-1, 3}) {
        const at::Tensor triangles = at::tensor({0, 1, bad}, at::kInt).view({1, 3});
        QVERIFY_EXCEPTION_THROWN(vertexNormals(points, triangles), Error);
        QVERIFY_EXCEPTION_THROWN(laplacianLoss(points, triangles), Error);
        QVERIFY_EXCEPTION_THROWN(normalConsistencyLoss(points, triangles), Error);
        QVERIFY_EXCEPTION_THROWN(
            sdfSignLoss(at::zeros({3}), at::tensor({0, bad}, at::kInt).view({1, 2})), Error);
    }
}

QTEST_GUILESS_MAIN(TestRegularizers)
#include "test_regularizers.moc"
