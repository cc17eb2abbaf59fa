// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "nn/hash_grid.h"

#include <QtTest>
#include <torch/csrc/autograd/autograd.h>

#include <limits>

using namespace bozzetto;

namespace {

constexpr int kFeatures = HashGrid::kFeatures;

/// Levels of 4, 8 and 16 cells; the last has 4913 lattice points and is hashed into 1024 entries.
HashGridOptions smallOptions() {
    HashGridOptions options;
    options.levels = 3;
    options.base_resolution = 4;
    options.table_size = 1 << 10;
    return options;
}

at::Tensor randomPoints(int64_t count, uint64_t seed) {
    return at::rand({count, 3}, at::detail::createCPUGenerator(seed), at::TensorOptions());
}

/// A smooth function with another phase in each channel: [M, 8].
at::Tensor target(const at::Tensor& p) {
    const at::Tensor phase = at::arange(kFeatures, at::kFloat).unsqueeze(0);
    return at::sin(6 * p.slice(1, 0, 1) + phase) * at::cos(5 * p.slice(1, 1, 2)) + p.slice(1, 2, 3);
}

double fit(HashGrid& grid, int steps, uint64_t seed, float rate = 0.02f) {
    float rates[kFeatures];
    std::fill(rates, rates + kFeatures, rate);
    double value = 0;
    for (int i = 0; i < steps; ++i) {
        const at::Tensor points = randomPoints(3000, seed + static_cast<uint64_t>(i));
        const at::Tensor loss = (grid(points) - target(points)).square().mean();
        loss.backward();
        grid.step(rates);
        value = loss.item<double>();
    }
    return value;
}

}  // namespace

class TestHashGrid : public QObject {
    Q_OBJECT
private slots:
    void init() { setThreadCount(2); }
    void learnsASmoothFunction();
    void positionGradientMatchesFiniteDifference();
    void tableGradientIsTheLookupsWeight();
    void levelsAreLeftOut();
    void onlyTouchedEntriesMove();
    void zeroGradientForgets();
    void sameBitsForAnyThreadCount();
    void savedStateContinuesExactly();
    void refusesAnotherSizedState();
    void pointsOutOfRangeAreClamped();
    void gradientsNearUnderflowAreNone();
};

void TestHashGrid::learnsASmoothFunction() {
    HashGrid grid(smallOptions());
    const at::Tensor points = randomPoints(4000, 999);
    QVERIFY(at::equal(grid(points).detach(), at::zeros({4000, kFeatures})));  // starts at zero
    const double before = target(points).square().mean().item<double>();
    fit(grid, 150, 1);
    const double after = (grid(points) - target(points)).square().mean().item<double>();
    QVERIFY2(after < before / 100, qPrintable(QString("%1 -> %2").arg(before).arg(after)));
}

void TestHashGrid::positionGradientMatchesFiniteDifference() {
    HashGrid grid(smallOptions());
    fit(grid, 40, 5, 0.1f);
    // Inside the finest cells, where the function is linear along each axis: central differences
    // are exact but for rounding (values about 1, step 2e-3: 1e-4).
    constexpr int64_t count = 60;
    constexpr float step = 2e-3f;
    const at::Tensor cell = at::floor(randomPoints(count, 6) * 16);
    const at::Tensor points =
        ((cell + 0.1 + 0.8 * randomPoints(count, 7)) / 16).contiguous().requires_grad_();
    const at::Tensor weight = randomPoints(count * kFeatures / 3 + 1, 8)
                                  .view({-1})
                                  .slice(0, 0, count * kFeatures)
                                  .view({count, kFeatures}) -
                              0.5;
    const at::Tensor gradient = torch::autograd::grad({(grid(points) * weight).sum()}, {points})[0];
    const at::NoGradGuard no_grad;
    double worst = 0;
    for (int axis = 0; axis < 3; ++axis) {
        at::Tensor offset = at::zeros({1, 3});
        offset.select(1, axis).fill_(step);
        const at::Tensor above = (grid(points + offset) * weight).sum(1),
                         below = (grid(points - offset) * weight).sum(1);
        const at::Tensor numeric = (above - below) / (2 * step);
        worst = std::max(worst, (numeric - gradient.select(1, axis)).abs().max().item<double>());
    }
    const double scale = gradient.abs().max().item<double>();
    QVERIFY(scale > 1);
    QVERIFY2(worst < 1e-3 * scale, qPrintable(QString("%1 of %2").arg(worst).arg(scale)));
}

void TestHashGrid::tableGradientIsTheLookupsWeight() {
    // With a huge epsilon, made up for by the rate, Adam's first step is -gradient. Looked up at
    // the same point again that is minus the sum of the eight squared weights, times the number of
    // times the point is given.
    HashGridOptions options = smallOptions();
    options.levels = 1;
    options.epsilon = 1e6f;
    HashGrid grid(options);
    const at::Tensor point = at::tensor({0.3f, 0.55f, 0.9f}).view({1, 3});
    grid(point.expand({3, 3}).contiguous()).sum().backward();
    float rates[kFeatures];
    std::fill(rates, rates + kFeatures, 1e6f);
    grid.step(rates);
    double expected = -3;
    for (const double f : {0.2, 0.2, 0.6}) {  // of the coarsest cells, a quarter wide
        expected *= f * f + (1 - f) * (1 - f);
    }
    QVERIFY((grid(point) - expected).abs().max().item<double>() < 1e-4);
}

void TestHashGrid::levelsAreLeftOut() {
    HashGrid grid(smallOptions());
    const at::Tensor points = randomPoints(500, 9);
    float rates[kFeatures];
    std::fill(rates, rates + kFeatures, 0.1f);
    // Only the coarsest level learns, so the finer ones add nothing.
    (grid(points, 1) - target(points)).square().mean().backward();
    grid.step(rates);
    QVERIFY(grid(points, 1).abs().max().item<float>() > 0.05f);
    QVERIFY(at::equal(grid(points, 1), grid(points)));
    QVERIFY(at::equal(grid(points, 0).detach(), at::zeros({500, kFeatures})));
}

void TestHashGrid::onlyTouchedEntriesMove() {
    HashGridOptions options = smallOptions();
    options.levels = 2;  // not hashed: no collisions
    HashGrid grid(options);
    fit(grid, 20, 11);
    const at::Tensor far = randomPoints(200, 12) * 0.2 + 0.8,
                     near = (randomPoints(200, 13) * 0.2).contiguous();
    const at::Tensor far_before = grid(far).detach(), near_before = grid(near).detach();
    float rates[kFeatures];
    std::fill(rates, rates + kFeatures, 0.05f);
    for (int i = 0; i < 5; ++i) {
        grid(near).sum().backward();
        grid.step(rates);
    }
    QVERIFY(at::equal(grid(far).detach(), far_before));
    QVERIFY((near_before - grid(near)).min().item<float>() > 0.1f);
}

void TestHashGrid::zeroGradientForgets() {
    HashGrid grid(smallOptions());
    fit(grid, 3, 14);
    const std::string before = grid.serialize();
    grid(randomPoints(100, 15)).sum().backward();
    grid.zeroGradient();
    const float rates[kFeatures] = {1, 1, 1, 1, 1, 1, 1, 1};
    grid.step(rates);
    QVERIFY(grid.serialize() == before);
}

void TestHashGrid::sameBitsForAnyThreadCount() {
    std::string expected;
    for (const int threads : {1, 2, 5}) {
        setThreadCount(threads);
        HashGrid grid(smallOptions());
        fit(grid, 6, 21);
        at::Tensor points = randomPoints(5000, 22).requires_grad_();
        const at::Tensor out = grid(points);
        const at::Tensor gradient = torch::autograd::grad({out.square().sum()}, {points})[0];
        grid.zeroGradient();
        std::string bytes = grid.serialize();
        bytes.append(static_cast<const char*>(gradient.data_ptr()), gradient.nbytes());
        bytes.append(static_cast<const char*>(out.data_ptr()), out.nbytes());
        if (expected.empty()) {
            expected = bytes;
        }
        QVERIFY2(bytes == expected, qPrintable(QString("%1 threads").arg(threads)));
    }
}

void TestHashGrid::savedStateContinuesExactly() {
    HashGrid whole(smallOptions()), resumed(smallOptions());
    fit(whole, 5, 31);
    const std::string saved = whole.serialize();
    fit(whole, 5, 36);
    fit(resumed, 2, 77);  // whatever it held is replaced, gathered gradients too
    resumed(randomPoints(50, 78)).sum().backward();
    resumed.deserialize(saved);
    QVERIFY(resumed.serialize() == saved);
    fit(resumed, 5, 36);
    QVERIFY(resumed.serialize() == whole.serialize());
}

void TestHashGrid::refusesAnotherSizedState() {
    HashGrid grid(smallOptions());
    fit(grid, 2, 41);
    const std::string saved = grid.serialize();
    HashGridOptions other_options = smallOptions();
    other_options.levels = 2;
    HashGrid other(other_options);
    for (const std::string& bytes :
         {other.serialize(), saved.substr(1), saved + "x", std::string()}) {
        try {
            grid.deserialize(bytes);
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QVERIFY(error.kind() == Error::Kind::BadInput && !error.hint().empty());
        }
    }
    QVERIFY(grid.serialize() == saved);
}

void TestHashGrid::pointsOutOfRangeAreClamped() {
    HashGrid grid(smallOptions());
    fit(grid, 10, 51);
    constexpr float nan = std::numeric_limits<float>::quiet_NaN(),
                    inf = std::numeric_limits<float>::infinity();
    at::Tensor wild =
        at::tensor({nan, 0.3f, 0.7f, inf, -inf, 0.5f, 1e30f, -1e30f, 2.0f, nan, nan, nan})
            .view({4, 3})
            .requires_grad_();
    const at::Tensor tame =
        at::tensor({0.0f, 0.3f, 0.7f, 1.0f, 0.0f, 0.5f, 1.0f, 0.0f, 1.0f, 0.0f, 0.0f, 0.0f})
            .view({4, 3});
    const at::Tensor out = grid(wild);
    QVERIFY(at::equal(out.detach(), grid(tame).detach()));
    const at::Tensor gradient = torch::autograd::grad({out.square().sum()}, {wild})[0];
    const at::Tensor in_range = wild.detach().ge(0).logical_and(wild.detach().le(1));
    QVERIFY(at::isfinite(gradient).all().item<bool>());
    QVERIFY(gradient.masked_select(in_range.logical_not()).abs().max().item<float>() == 0.0f);
    const float rates[kFeatures] = {1, 1, 1, 1, 1, 1, 1, 1};
    grid.step(rates);
    QVERIFY(at::isfinite(grid(randomPoints(1000, 52))).all().item<bool>());
}

void TestHashGrid::gradientsNearUnderflowAreNone() {
#if defined(__SSE2__)
    constexpr float rates[kFeatures] = {1, 1, 1, 1, 1, 1, 1, 1};
    for (const double size : {1e-40, 1e-30}) {
        HashGrid grid(smallOptions());
        const at::Tensor points = randomPoints(100, 61), before = grid(points).detach().clone();
        (grid(points) * size).sum().backward();
        grid.step(rates);
        QCOMPARE(at::equal(grid(points).detach(), before), size < 1e-38);
    }
    volatile float tiny = 1e-40f;
    QVERIFY(tiny * 0.5f != 0.0f);  // as it was for everything else
#else
    QSKIP("only where such numbers are slow");
#endif
}

QTEST_GUILESS_MAIN(TestHashGrid)
#include "test_hash_grid.moc"
