// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "checkpoint/safetensors.h"
#include "core/geometry/surface_checks.h"
#include "geometry/cube_topology.h"
#include "geometry/flexicubes.h"
#include "geometry/flexicubes_surface.h"
#include "geometry/flexicubes_tables.h"

#include <QCryptographicHash>
#include <QtTest>

#include <map>
#include <random>

using namespace bozzetto;

namespace {

at::Generator generator(uint64_t seed) {
    return at::detail::createCPUGenerator(seed);
}

/// Lattice points of a dense grid in [-1/2, 1/2]^3.
at::Tensor latticePositions(int64_t resolution, at::ScalarType dtype) {
    const at::Tensor line = at::arange(resolution + 1, dtype).div(resolution) - 0.5;
    const auto axes = at::meshgrid({line, line, line}, "ij");
    return at::stack({axes[0], axes[1], axes[2]}, -1).view({-1, 3}).contiguous();
}

CubeWeights unitWeights(int64_t cubes, at::ScalarType dtype) {
    const auto options = at::TensorOptions().dtype(dtype);
    return {
        at::ones({cubes, 12}, options), at::ones({cubes, 8}, options), at::ones({cubes}, options)};
}

/// Random values, with the border outside so that the surface is closed.
at::Tensor closedRandomField(int64_t resolution, uint64_t seed, at::ScalarType dtype) {
    const int64_t side = resolution + 1;
    at::Tensor field =
        at::randn({side, side, side}, generator(seed), at::TensorOptions().dtype(dtype));
    at::Tensor inner = field.slice(0, 1, -1).slice(1, 1, -1).slice(2, 1, -1).clone();
    field = field.abs() + 0.1;
    field.slice(0, 1, -1).slice(1, 1, -1).slice(2, 1, -1).copy_(inner);
    return field.view({-1}).contiguous();
}

/// Compact JSON of nested small integers, as Python's json.dumps(..., separators=(",", ":")) writes
/// it.
QByteArray sha256(const std::string& json) {
    return QCryptographicHash::hash(QByteArray::fromStdString(json), QCryptographicHash::Sha256)
        .toHex();
}
template <class F>
std::string jsonList(int count, const F& item) {
    std::string text = "[";
    for (int i = 0; i < count; ++i) {
        text += (i > 0 ? "," : "") + item(i);
    }
    return text + "]";
}

double worst(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>() / b.abs().max().item<double>();
}

}  // namespace

class TestFlexiCubes : public QObject {
    Q_OBJECT
private slots:
    void tablesMatchThePublishedHashes();
    void matchesTheReferenceExtraction();
    void gradientsMatchFiniteDifferences_data();
    void gradientsMatchFiniteDifferences();
    void rawWeightsGiveTheSameAsActivatedOnes();
    void sphereIsClosedWithOutwardNormals_data();
    void sphereIsClosedWithOutwardNormals();
    void randomFieldsAreClosedAndManifold_data();
    void randomFieldsAreClosedAndManifold();
    void sparseEqualsDense();
    void gridEdgesAreTheUniqueCubeEdges();
    void emptySurfacesGiveEmptyMeshes();
    void distancesNearUnderflowGiveFiniteVertices();
    void sameBitsForAnyThreadCount();
    void rejectsWrongShapes();
};

void TestFlexiCubes::tablesMatchThePublishedHashes() {
    const CubeTables& tables = cubeTables();
    const auto number = [](int n) { return std::to_string(n); };
    const std::string groups = jsonList(256, [&](int c) {
        return jsonList(kMaxDualVertices, [&](int g) {
            return jsonList(kMaxGroupEdges, [&](int i) { return number(tables.groups[c][g][i]); });
        });
    });
    const std::string counts = jsonList(256, [&](int c) { return number(tables.group_count[c]); });
    const std::string problems = jsonList(256, [&](int c) {
        const int face = tables.problem_face[c];
        return jsonList(5, [&](int i) {
            if (face < 0) {
                return number(0);
            }
            const int towards = face / 2 == i - 1 ? 2 * (face % 2) - 1 : 0;
            return number(i == 0 ? 1 : i == 4 ? 255 - c : towards);
        });
    });
    QCOMPARE(sha256(groups),
             QByteArray("3a629c9f2e357097c912f737c6869cfbe19e82c9db55f711e917406ceb81e79c"));
    QCOMPARE(sha256(counts),
             QByteArray("9fb39673b8ab22fff31bf178f7a649b21fcc9ece60278aadf81e125dc58e6096"));
    QCOMPARE(sha256(problems),
             QByteArray("0e00733ebb08a489ebe97bd0c2cc51a9244259cd630645338ebade2490984ed7"));
}

void TestFlexiCubes::matchesTheReferenceExtraction() {
    const Safetensors file =
        readSafetensors(std::string(BOZZETTO_TEST_DATA) + "/geometry/flexicubes.safetensors");
    const CubeGrid grid = denseCubeGrid(12);
    const at::Tensor sdf = file.at("in.sdf").to(at::kFloat);
    const CubeWeights weights = activateCubeWeights(file.at("in.weights").to(at::kFloat));
    const at::Tensor colours = file.at("in.colour_logits").to(at::kFloat).sigmoid();
    const FlexiCubesMesh mesh =
        flexiCubes(grid, file.at("in.vertices"), sdf, weights, colours, QuadSplit::Split);

    QVERIFY(at::equal(mesh.triangles, file.at("out.faces")));
    QCOMPARE(mesh.vertices.size(0), file.at("out.vertices").size(0));
    QVERIFY(worst(mesh.vertices, file.at("out.vertices")) <= 1e-6);
    QVERIFY(worst(mesh.attributes, file.at("out.colours")) <= 1e-6);

    const DualSurface surface =
        findDualSurface(grid.topology(), sdf.data_ptr<float>(), EdgeQuads::Skip);
    const at::Tensor is_surface = file.at("mid.surface_cubes"), cases = file.at("mid.case_after");
    QCOMPARE(surface.view().cube_count, cases.numel());
    for (size_t slot = 0; slot < surface.cubes.size(); ++slot) {
        QCOMPARE(is_surface.data_ptr<uint8_t>()[surface.cubes[slot].cube], uint8_t(1));
        QCOMPARE(int(surface.cubes[slot].cube_case), int(cases.data_ptr<int32_t>()[slot]));
    }
}

void TestFlexiCubes::gradientsMatchFiniteDifferences_data() {
    QTest::addColumn<int>("split");
    QTest::newRow("split") << static_cast<int>(QuadSplit::Split);
    QTest::newRow("centre") << static_cast<int>(QuadSplit::Centre);
}

void TestFlexiCubes::gradientsMatchFiniteDifferences() {
    QFETCH(int, split);
    const CubeGrid grid = denseCubeGrid(4);
    const auto options = at::TensorOptions().dtype(at::kDouble);
    at::Tensor sdf = closedRandomField(4, 3, at::kDouble);
    sdf = at::where(sdf.abs() < 0.05, sdf.sign() * 0.05, sdf);
    const at::Tensor positions =
        latticePositions(4, at::kDouble) + 0.02 * at::randn({125, 3}, generator(4), options);
    const at::Tensor raw = at::randn({64, 21}, generator(5), options);
    const at::Tensor attributes = at::randn({125, 2}, generator(6), options);
    std::vector<at::Tensor> inputs = {positions, sdf, attributes};
    {
        const CubeWeights weights = activateCubeWeights(raw);
        inputs.insert(inputs.end(), {weights.beta, weights.alpha, weights.gamma});
    }
    const at::Tensor gamma = inputs.back();
    if (static_cast<QuadSplit>(split) == QuadSplit::Split) {
        inputs.pop_back();  // chooses diagonals only
    }
    const auto loss = [&](const std::vector<at::Tensor>& x) {
        const FlexiCubesMesh mesh = flexiCubes(grid,
                                               x[0],
                                               x[1],
                                               {x[3], x[4], x.size() > 5 ? x[5] : gamma},
                                               x[2],
                                               static_cast<QuadSplit>(split));
        const at::Tensor a = at::randn(mesh.vertices.sizes(), generator(7), options);
        const at::Tensor b = at::randn(mesh.attributes.sizes(), generator(8), options);
        return (mesh.vertices * a).sum() + (mesh.attributes * b).sum() + 50 * mesh.deviation;
    };
    checkGradients(inputs, loss, 1e-6, 2e-6);
}

void TestFlexiCubes::rawWeightsGiveTheSameAsActivatedOnes() {
    const CubeGrid grid = denseCubeGrid(6);
    const at::Tensor sdf = closedRandomField(6, 9, at::kFloat);
    const at::Tensor positions = latticePositions(6, at::kFloat);
    const at::Tensor raw = (3 * at::randn({216, 21}, generator(10), at::kFloat)).requires_grad_();
    const auto run = [&](const FlexiCubesMesh& mesh) {
        const at::Tensor loss = mesh.vertices.square().sum() + mesh.deviation;
        return torch::autograd::grad({loss}, {raw})[0];
    };
    const FlexiCubesMesh a =
        flexiCubes(grid, positions, sdf, activateCubeWeights(raw), {}, QuadSplit::Centre);
    const FlexiCubesMesh b = flexiCubesFromRaw(grid, positions, sdf, raw, {}, QuadSplit::Centre);
    QVERIFY(at::equal(a.vertices, b.vertices));
    QVERIFY(at::equal(run(a), run(b)));
    // The activation itself, against ATen and in double.
    const CubeWeights w = activateCubeWeights(raw);
    QVERIFY(at::allclose(w.beta, raw.narrow(1, 0, 12).tanh() * 0.99 + 1, 1e-6, 1e-6));
    QVERIFY(at::allclose(w.gamma, raw.select(1, 20).sigmoid() * 0.99 + 0.005, 1e-6, 1e-6));
    const at::Tensor far = at::tensor({-1000.0f, -90.0f, -20.0f, 0.0f, 20.0f, 90.0f, 1000.0f});
    const CubeWeights extreme = activateCubeWeights(far.view({7, 1}).repeat({1, 21}).contiguous());
    QVERIFY(at::allclose(extreme.alpha.select(1, 0), far.tanh() * 0.99 + 1, 1e-6, 1e-6));
    checkGradients(
        {at::randn({3, 21}, generator(11), at::kDouble)},
        [](const std::vector<at::Tensor>& x) {
            const CubeWeights v = activateCubeWeights(x[0]);
            return v.beta.square().sum() + v.alpha.square().sum() + v.gamma.square().sum();
        },
        1e-6,
        1e-6);
}

void TestFlexiCubes::sphereIsClosedWithOutwardNormals_data() {
    gradientsMatchFiniteDifferences_data();
}

void TestFlexiCubes::sphereIsClosedWithOutwardNormals() {
    QFETCH(int, split);
    const CubeGrid grid = denseCubeGrid(20);
    const at::Tensor positions = latticePositions(20, at::kFloat);
    const at::Tensor sdf = positions.norm(2, 1) - 0.37;
    const FlexiCubesMesh mesh = flexiCubes(
        grid, positions, sdf, unitWeights(8000, at::kFloat), {}, static_cast<QuadSplit>(split));
    const EdgeReport report = countEdges(mesh.triangles);
    QCOMPARE(report.boundary, int64_t(0));
    QCOMPARE(report.non_manifold, int64_t(0));
    QCOMPARE(report.inconsistent, int64_t(0));
    QCOMPARE(eulerCharacteristic(mesh.vertices, mesh.triangles), int64_t(2));
    const at::Tensor normals = faceCrosses(mesh.vertices, mesh.triangles);
    const at::Tensor centres = mesh.vertices.index({mesh.triangles.to(at::kLong)}).mean(1);
    QVERIFY((normals * centres).sum(1).min().item<float>() > 0);
    const at::Tensor radius = mesh.vertices.norm(2, 1);
    QVERIFY((radius - 0.37).abs().max().item<float>() < 0.006);
    QVERIFY(mesh.deviation.item<float>() > 0 && mesh.deviation.item<float>() < 0.02);
}

void TestFlexiCubes::randomFieldsAreClosedAndManifold_data() {
    gradientsMatchFiniteDifferences_data();
}

void TestFlexiCubes::randomFieldsAreClosedAndManifold() {
    QFETCH(int, split);
    int64_t fixed_cubes = 0;
    for (uint64_t seed = 20; seed < 24; ++seed) {
        const int64_t resolution = 14, cubes = 14 * 14 * 14;
        const CubeGrid grid = denseCubeGrid(resolution);
        const at::Tensor sdf = closedRandomField(resolution, seed, at::kFloat);
        const at::Tensor raw = at::randn({cubes, 21}, generator(seed), at::kFloat);
        const FlexiCubesMesh mesh = flexiCubesFromRaw(grid,
                                                      latticePositions(resolution, at::kFloat),
                                                      sdf,
                                                      raw,
                                                      {},
                                                      static_cast<QuadSplit>(split));
        QVERIFY(mesh.triangles.size(0) > 5000);
        for (const auto& [edge, uses] : directedEdgeUses(mesh.triangles)) {
            QCOMPARE(uses.forward, 1);
            QCOMPARE(uses.backward, 1);
        }
        const DualSurface surface =
            findDualSurface(grid.topology(), sdf.data_ptr<float>(), EdgeQuads::Skip);
        const at::Tensor corner_signs = (sdf < 0).index({grid.corners.to(at::kLong)});
        for (size_t slot = 0; slot < surface.cubes.size(); ++slot) {
            const bool inside = corner_signs[surface.cubes[slot].cube][0].item<bool>();
            fixed_cubes += inside != ((surface.cubes[slot].cube_case & 1) != 0);
        }
    }
    QVERIFY(fixed_cubes > 20);  // the fields hold what the ambiguity fix is for
}

void TestFlexiCubes::sparseEqualsDense() {
    const int64_t resolution = 10;
    const CubeGrid dense = denseCubeGrid(resolution);
    const at::Tensor positions = latticePositions(resolution, at::kFloat);
    const at::Tensor sdf = closedRandomField(resolution, 31, at::kFloat).view({11, 11, 11}).clone();
    sdf.slice(0, 6).fill_(1);  // half of the lattice holds no surface
    const at::Tensor flat = sdf.view({-1}).contiguous();
    const at::Tensor raw = at::randn({1000, 21}, generator(32), at::kFloat);
    const FlexiCubesMesh whole = flexiCubesFromRaw(dense, positions, flat, raw, positions);

    // The cubes in another order and some twice; a cube is needed if its corners differ.
    const at::Tensor signs = (flat < 0).index({dense.corners.to(at::kLong)}).sum(1);
    const at::Tensor keep = ((signs > 0) & (signs < 8)).nonzero().view({-1});
    at::Tensor shuffled = dense.cubes.index({at::cat({keep.flip(0), keep.slice(0, 0, 17)})});
    const SparseCubeGrid sparse = sparseCubeGrid(resolution, shuffled.contiguous());
    QVERIFY(at::equal(sparse.grid.cubes, dense.cubes.index({keep})));
    const at::Tensor v = sparse.vertices.to(at::kLong);
    const at::Tensor index = (v.select(1, 0) * 11 + v.select(1, 1)) * 11 + v.select(1, 2);
    QVERIFY(sparse.grid.vertex_count < dense.vertex_count * 0.7);
    const FlexiCubesMesh part = flexiCubesFromRaw(sparse.grid,
                                                  positions.index({index}),
                                                  flat.index({index}),
                                                  raw.index({keep}),
                                                  positions.index({index}));
    QVERIFY(at::equal(whole.vertices, part.vertices));
    QVERIFY(at::equal(whole.triangles, part.triangles));
    QVERIFY(at::equal(whole.attributes, part.attributes));
    QCOMPARE(whole.deviation.item<float>(), part.deviation.item<float>());
}

void TestFlexiCubes::gridEdgesAreTheUniqueCubeEdges() {
    const at::Tensor cubes =
        at::tensor({0, 0, 0, 2, 2, 2, 2, 2, 1, 0, 1, 0}, at::kInt).view({4, 3});
    const SparseCubeGrid sparse = sparseCubeGrid(3, cubes);
    std::set<std::pair<int, int>> expected;
    const auto corner = sparse.grid.corners.accessor<int32_t, 2>();
    for (int64_t cube = 0; cube < 4; ++cube) {
        for (const auto& edge : kCubeEdges) {
            expected.insert(std::minmax<int>(corner[cube][edge[0]], corner[cube][edge[1]]));
        }
    }
    const at::Tensor edges = sparse.grid.edges();
    QCOMPARE(edges.size(0), static_cast<int64_t>(expected.size()));
    int64_t row = 0;
    for (const auto& [a, b] : expected) {
        QCOMPARE(edges[row][0].item<int>(), a);
        QCOMPARE(edges[row++][1].item<int>(), b);
    }
    QCOMPARE(denseCubeGrid(5).edges().size(0), int64_t(3 * 5 * 36));
}

void TestFlexiCubes::emptySurfacesGiveEmptyMeshes() {
    const CubeGrid grid = denseCubeGrid(3);
    const at::Tensor raw = at::zeros({27, 21}).requires_grad_();
    for (const float value : {1.0f, -1.0f, 0.0f}) {
        const at::Tensor sdf = at::full({64}, value).requires_grad_();
        const FlexiCubesMesh mesh = flexiCubesFromRaw(
            grid, latticePositions(3, at::kFloat), sdf, raw, {}, QuadSplit::Centre);
        QCOMPARE(mesh.vertices.size(0), int64_t(0));
        QCOMPARE(mesh.triangles.size(0), int64_t(0));
        QCOMPARE(mesh.deviation.item<float>(), 0.0f);
        const auto grads =
            torch::autograd::grad({mesh.vertices.sum() + mesh.deviation}, {sdf, raw});
        QCOMPARE(grads[0].abs().sum().item<float>(), 0.0f);
        QCOMPARE(grads[1].abs().sum().item<float>(), 0.0f);
    }
    const SparseCubeGrid none = sparseCubeGrid(8, at::empty({0, 3}, at::kInt));
    const FlexiCubesMesh mesh =
        flexiCubesFromRaw(none.grid, at::empty({0, 3}), at::empty({0}), at::empty({0, 21}));
    QCOMPARE(mesh.triangles.size(0), int64_t(0));
}

void TestFlexiCubes::distancesNearUnderflowGiveFiniteVertices() {
    const CubeGrid grid = denseCubeGrid(2);
    const at::Tensor positions = latticePositions(2, at::kFloat);
    at::Tensor sdf = at::zeros({27});
    sdf[13] = -1e-42f;  // the centre, barely inside; 1 / 1e-42 is infinite
    const FlexiCubesMesh mesh = flexiCubes(grid, positions, sdf, unitWeights(8, at::kFloat));
    QCOMPARE(mesh.triangles.size(0), int64_t(12));
    QVERIFY(mesh.vertices.isfinite().all().item<bool>());
    QVERIFY(mesh.vertices.abs().max().item<float>() <= 0.5f);
}

void TestFlexiCubes::sameBitsForAnyThreadCount() {
    const int64_t resolution = 32;
    const CubeGrid grid = denseCubeGrid(resolution);
    const at::Tensor positions = latticePositions(resolution, at::kFloat).requires_grad_();
    const at::Tensor sdf = closedRandomField(resolution, 40, at::kFloat).requires_grad_();
    const at::Tensor raw =
        at::randn({resolution * resolution * resolution, 21}, generator(41), at::kFloat)
            .requires_grad_();
    const auto run = [&] {
        const FlexiCubesMesh mesh =
            flexiCubesFromRaw(grid, positions, sdf, raw, positions, QuadSplit::Centre);
        const at::Tensor loss =
            mesh.vertices.square().sum() + mesh.attributes.sin().sum() + mesh.deviation;
        auto out = torch::autograd::grad({loss}, {positions, sdf, raw});
        out.insert(out.end(), {mesh.vertices, mesh.triangles, mesh.attributes, mesh.deviation});
        return out;
    };
    setThreadCount(1);
    const auto reference = run();
    for (const int threads : {1, 2, 3, 7}) {
        setThreadCount(threads);
        const auto again = run();
        for (size_t i = 0; i < reference.size(); ++i) {
            QVERIFY2(at::equal(reference[i], again[i]), qPrintable(QString::number(threads)));
        }
    }
    setThreadCount(2);
}

void TestFlexiCubes::rejectsWrongShapes() {
    const CubeGrid grid = denseCubeGrid(2);
    const at::Tensor positions = latticePositions(2, at::kFloat), sdf = at::ones({27});
    QVERIFY_EXCEPTION_THROWN(flexiCubesFromRaw(grid, positions, sdf.slice(0, 1), at::ones({8, 21})),
                             Error);
    QVERIFY_EXCEPTION_THROWN(flexiCubesFromRaw(grid, positions, sdf, at::ones({8, 20})), Error);
    QVERIFY_EXCEPTION_THROWN(
        flexiCubesFromRaw(grid, positions.to(at::kDouble), sdf, at::ones({8, 21})), Error);
    QVERIFY_EXCEPTION_THROWN(denseCubeGrid(0), Error);
    QVERIFY_EXCEPTION_THROWN(sparseCubeGrid(4, at::full({1, 3}, 4, at::kInt)), Error);
    QVERIFY_EXCEPTION_THROWN(sparseCubeGrid(4, at::full({1, 3}, -1, at::kInt)), Error);
}

QTEST_GUILESS_MAIN(TestFlexiCubes)
#include "test_flexicubes.moc"
