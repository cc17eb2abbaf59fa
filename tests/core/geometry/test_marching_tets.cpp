// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "core/geometry/surface_checks.h"
#include "geometry/marching_tets.h"
#include "support/noisy_mesh.h"

#include <QtTest>

using namespace bozzetto;

namespace {

at::Generator generator(uint64_t seed) {
    return at::detail::createCPUGenerator(seed);
}
at::Tensor noise(at::IntArrayRef shape, uint64_t seed, at::ScalarType dtype) {
    return at::randn(shape, generator(seed), at::TensorOptions().dtype(dtype));
}

at::Tensor volumes(const TetGrid& grid) {
    const at::Tensor p = grid.vertices.to(at::kDouble).index({grid.tets.to(at::kLong)});
    const at::Tensor o = p.select(1, 0);
    const at::Tensor side = at::cross(p.select(1, 1) - o, p.select(1, 2) - o, 1);
    return (side * (p.select(1, 3) - o)).sum(1) / 6;
}

/// Random values, with the box's surface outside so that the level set is closed.
at::Tensor closedRandomField(const TetGrid& grid, uint64_t seed, at::ScalarType dtype) {
    const at::Tensor field = noise({grid.vertices.size(0)}, seed, dtype);
    const at::Tensor border = grid.vertices.abs().amax(1) >= 0.5;
    return at::where(border, field.abs() + 0.1, field).contiguous();
}

}  // namespace

class TestMarchingTets : public QObject {
    Q_OBJECT
private slots:
    void gridFillsTheBoxWithPositiveTets();
    void gridIsConforming();
    void topologyNamesTheEdgesOfEachTet();
    void sphereIsClosedWithOutwardNormals();
    void randomFieldsAreClosedAndManifold();
    void trianglesAreOrderedAsDocumented();
    void gradientsMatchFiniteDifferences();
    void emptySurfacesGiveEmptyMeshes();
    void sameBitsForAnyThreadCount();
    void noisyMeshHasAboutTheWantedSize();
    void rejectsBadInput();
};

void TestMarchingTets::gridFillsTheBoxWithPositiveTets() {
    for (const int64_t resolution : {1, 2, 5, 7}) {
        const TetGrid grid = bccTetGrid(resolution);
        QCOMPARE(grid.tets.size(0), 12 * resolution * resolution * resolution);
        const at::Tensor volume = volumes(grid);
        QVERIFY(volume.min().item<double>() > 0.07 / std::pow(resolution, 3));
        QVERIFY(std::abs(volume.sum().item<double>() - 1) < 1e-6);
        QCOMPARE(grid.vertices.min().item<float>(), -0.5f);
        QCOMPARE(grid.vertices.max().item<float>(), 0.5f);
    }
}

void TestMarchingTets::gridIsConforming() {
    const TetGrid grid = bccTetGrid(4);
    const auto t = grid.tets.accessor<int32_t, 2>();
    std::map<std::array<int32_t, 3>, int> faces;
    std::set<std::pair<int32_t, int32_t>> edges;
    for (int64_t i = 0; i < grid.tets.size(0); ++i) {
        for (int skip = 0; skip < 4; ++skip) {
            std::array<int32_t, 3> face{};
            for (int k = 0, n = 0; k < 4; ++k) {
                if (k != skip) {
                    face[n++] = t[i][k];
                }
                if (k < skip) {
                    edges.insert(std::minmax<int32_t>(t[i][k], t[i][skip]));
                }
            }
            std::sort(face.begin(), face.end());
            ++faces[face];
        }
    }
    int64_t outer = 0;
    for (const auto& [face, uses] : faces) {
        QVERIFY(uses <= 2);
        if (uses == 1) {  // all three corners on one side of the box
            ++outer;
            const at::Tensor corners =
                grid.vertices.index({at::tensor({face[0], face[1], face[2]}, at::kLong)});
            const at::Tensor on_side =
                (corners == 0.5).all(0).any().logical_or((corners == -0.5).all(0).any());
            QVERIFY(on_side.item<bool>());
        }
    }
    QCOMPARE(outer, int64_t(6 * 16 * 2));
    QCOMPARE(grid.edges.size(0), static_cast<int64_t>(edges.size()));
    int64_t row = 0;
    for (const auto& [a, b] : edges) {
        QCOMPARE(grid.edges[row][0].item<int>(), a);
        QCOMPARE(grid.edges[row++][1].item<int>(), b);
    }
}

void TestMarchingTets::topologyNamesTheEdgesOfEachTet() {
    const TetGrid grid = bccTetGrid(3);
    const TetTopology topology = tetTopology(grid.tets, grid.vertices.size(0));
    QVERIFY(at::equal(topology.edges, grid.edges));
    constexpr int kEnds[6][2] = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
    for (int64_t tet = 0; tet < grid.tets.size(0); ++tet) {
        const auto* corners = grid.tets.data_ptr<int32_t>() + tet * 4;
        for (int k = 0; k < 6; ++k) {
            const int32_t row = topology.tet_edges.data_ptr<int32_t>()[tet * 6 + k];
            const auto* ends = topology.edges.data_ptr<int32_t>() + row * 2;
            const int32_t a = corners[kEnds[k][0]], b = corners[kEnds[k][1]];
            QCOMPARE(ends[0], std::min(a, b));
            QCOMPARE(ends[1], std::max(a, b));
        }
    }
}

void TestMarchingTets::sphereIsClosedWithOutwardNormals() {
    const TetGrid grid = bccTetGrid(16);
    const at::Tensor sdf = grid.vertices.norm(2, 1) - 0.37;
    const MarchingTetsMesh mesh = marchingTets(grid.vertices, sdf, grid.tets);
    const EdgeReport report = countEdges(mesh.triangles);
    QCOMPARE(report.boundary, int64_t(0));
    QCOMPARE(report.non_manifold, int64_t(0));
    QCOMPARE(report.inconsistent, int64_t(0));
    QCOMPARE(eulerCharacteristic(mesh.vertices, mesh.triangles), int64_t(2));
    const at::Tensor normals = faceCrosses(mesh.vertices, mesh.triangles);
    const at::Tensor centres = mesh.vertices.index({mesh.triangles.to(at::kLong)}).mean(1);
    QVERIFY((normals * centres).sum(1).min().item<float>() > 0);
    QVERIFY((mesh.vertices.norm(2, 1) - 0.37).abs().max().item<float>() < 0.002);
}

void TestMarchingTets::randomFieldsAreClosedAndManifold() {
    const TetGrid grid = bccTetGrid(9);
    const at::Tensor sdf = closedRandomField(grid, 3, at::kFloat);
    const MarchingTetsMesh mesh = marchingTets(grid.vertices, sdf, grid.tets);
    QVERIFY(mesh.triangles.size(0) > 5000);
    for (const auto& [edge, uses] : directedEdgeUses(mesh.triangles)) {
        QCOMPARE(uses.forward, 1);
        QCOMPARE(uses.backward, 1);
    }
}

void TestMarchingTets::trianglesAreOrderedAsDocumented() {
    // One tet of each kind of case; vertices by edge, one-triangle tets first although the second
    // tet has them.
    const at::Tensor points =
        at::tensor({0., 0., 0., 1., 0., 0., 0., 1., 0., 0., 0., 1., 1., 1., 1.}, at::kDouble)
            .view({5, 3});
    const at::Tensor tets = at::tensor({0, 1, 2, 3, 1, 2, 3, 4}, at::kInt).view({2, 4});
    const at::Tensor sdf = at::tensor({-1., -1., 1., 1., 3.}, at::kDouble);
    const MarchingTetsMesh mesh = marchingTets(points, sdf, tets);
    const at::Tensor expected =
        at::tensor({0., .5, 0., 0., 0., .5, .5, .5, 0., .5, 0., .5, 1., .25, .25}, at::kDouble)
            .view({5, 3});
    QVERIFY(at::allclose(mesh.vertices, expected));
    QCOMPARE(mesh.triangles.size(0), int64_t(3));
    const at::Tensor first = std::get<0>(mesh.triangles[0].sort());
    QVERIFY(at::equal(first, at::tensor({2, 3, 4}, at::kInt)));
    const at::Tensor normals = faceCrosses(mesh.vertices, mesh.triangles);
    const at::Tensor outwards = at::tensor({-1., 1., 1.}, at::kDouble);
    QVERIFY((normals * outwards).sum(1).min().item<double>() > 0);
}

void TestMarchingTets::gradientsMatchFiniteDifferences() {
    const TetGrid grid = bccTetGrid(3);
    at::Tensor sdf = closedRandomField(grid, 5, at::kDouble);
    sdf = at::where(sdf.abs() < 0.05, sdf.sign() * 0.05, sdf);
    const at::Tensor positions =
        grid.vertices.to(at::kDouble) + 0.02 * noise(grid.vertices.sizes(), 6, at::kDouble);
    checkGradients(
        {positions, sdf},
        [&](const std::vector<at::Tensor>& x) {
            const MarchingTetsMesh mesh = marchingTets(x[0], x[1], grid.tets);
            return (mesh.vertices * noise(mesh.vertices.sizes(), 7, at::kDouble)).sum();
        },
        1e-6,
        1e-7);
}

void TestMarchingTets::emptySurfacesGiveEmptyMeshes() {
    const TetGrid grid = bccTetGrid(2);
    for (const float value : {-1.0f, 0.0f, 1.0f}) {
        const at::Tensor sdf = at::full({grid.vertices.size(0)}, value).requires_grad_();
        const MarchingTetsMesh mesh = marchingTets(grid.vertices, sdf, grid.tets);
        QCOMPARE(mesh.vertices.size(0), int64_t(0));
        QCOMPARE(mesh.triangles.size(0), int64_t(0));
        const at::Tensor grad = torch::autograd::grad({mesh.vertices.sum()}, {sdf})[0];
        QCOMPARE(grad.abs().sum().item<float>(), 0.0f);
    }
}

void TestMarchingTets::sameBitsForAnyThreadCount() {
    const TetGrid grid = bccTetGrid(20);
    const at::Tensor positions = grid.vertices.clone().requires_grad_();
    const at::Tensor sdf = closedRandomField(grid, 8, at::kFloat).requires_grad_();
    const auto run = [&] {
        const MarchingTetsMesh mesh = marchingTets(positions, sdf, grid.tets);
        auto out = torch::autograd::grad({mesh.vertices.sin().sum()}, {positions, sdf});
        out.insert(out.end(), {mesh.vertices, mesh.triangles});
        return out;
    };
    setThreadCount(1);
    const auto reference = run();
    for (const int threads : {1, 2, 7}) {
        setThreadCount(threads);
        const auto again = run();
        for (size_t i = 0; i < reference.size(); ++i) {
            QVERIFY(at::equal(reference[i], again[i]));
        }
    }
    setThreadCount(2);
}

void TestMarchingTets::noisyMeshHasAboutTheWantedSize() {
    const TriangleMesh mesh = noisyMesh(20000);
    const auto triangles = static_cast<double>(mesh.triangles.size());
    QVERIFY2(std::abs(triangles / 20000 - 1) < 0.1, qPrintable(QString::number(triangles)));
    QCOMPARE(countEdges(toTensor(mesh.triangles)).boundary, int64_t(0));
}

void TestMarchingTets::rejectsBadInput() {
    QVERIFY_EXCEPTION_THROWN(bccTetGrid(0), Error);
    const at::Tensor points = at::zeros({4, 3}), sdf = at::zeros({4});
    for (const int bad : {-1, 4}) {
        const at::Tensor tets = at::tensor({0, 1, 2, bad}, at::kInt).view({1, 4});
        QVERIFY_EXCEPTION_THROWN(marchingTets(points, sdf, tets), Error);
    }
    const at::Tensor tets = at::tensor({0, 1, 2, 3}, at::kInt).view({1, 4});
    QVERIFY_EXCEPTION_THROWN(marchingTets(points, sdf.slice(0, 1), tets), Error);
    QVERIFY_EXCEPTION_THROWN(marchingTets(points.to(at::kDouble), sdf, tets), Error);
}

QTEST_GUILESS_MAIN(TestMarchingTets)
#include "test_marching_tets.moc"
