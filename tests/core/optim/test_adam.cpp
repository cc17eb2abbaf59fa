// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "optim/adam.h"

#include <ATen/ATen.h>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace bozzetto;

namespace {

at::Generator generator(uint64_t seed) {
    return at::detail::createCPUGenerator(seed);
}
at::Tensor noise(at::IntArrayRef shape, uint64_t seed) {
    return at::randn(shape, generator(seed), at::kFloat);
}

/// Algorithm 1 of the paper, in double.
struct Reference {
    at::Tensor value, mean, square;
    int64_t t = 0;
    explicit Reference(const at::Tensor& start)
        : value(start.to(at::kDouble)),
          mean(at::zeros_like(value)),
          square(at::zeros_like(value)) {}
    void step(const at::Tensor& grad, const AdamOptions& o) {
        const at::Tensor g = grad.to(at::kDouble);
        ++t;
        mean = o.beta1 * mean + (1 - o.beta1) * g;
        square = o.beta2 * square + (1 - o.beta2) * g * g;
        const at::Tensor mean_hat = mean / (1 - std::pow(o.beta1, t));
        const at::Tensor square_hat = square / (1 - std::pow(o.beta2, t));
        value = value - o.lr * mean_hat / (square_hat.sqrt() + o.eps);
    }
};

double worst(const at::Tensor& a, const at::Tensor& b) {
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

}  // namespace

class TestAdam : public QObject {
    Q_OBJECT
private slots:
    void followsTheFormulaWithAScheduleAndSeveralGroups();
    void touchedRowsFollowTheirOwnStepCounts();
    void notFiniteGradientsAreCountedAndChangeNothing();
    void resumesExactly();
    void rejectsDamagedStates();
    void sameBitsForAnyThreadCount();
    void rejectsUnusableParameters();
};

void TestAdam::followsTheFormulaWithAScheduleAndSeveralGroups() {
    const at::Tensor a = noise({37, 3}, 1), b = noise({50000}, 2), idle = noise({4}, 3);
    const at::Tensor idle_before = idle.clone();
    const AdamOptions first{0.03, 0.7, 0.9, 1e-8};
    AdamOptions second{0.01, 0.9, 0.999, 1e-6};
    Reference ra(a), rb(b);
    Adam adam;
    const int group_a = adam.addGroup({a}, first);
    const int group_b = adam.addGroup({b, idle}, second);
    QCOMPARE(group_a, 0);
    for (int i = 0; i < 25; ++i) {
        second.lr = 0.01 * std::pow(0.9, i);
        adam.setLearningRate(group_b, second.lr);
        adam.zeroGrad();
        a.mutable_grad() = noise({37, 3}, 100 + i);
        b.mutable_grad() = 1e-3 * noise({50000}, 200 + i);
        ra.step(a.grad(), first);
        rb.step(b.grad(), second);
        QCOMPARE(adam.step(), int64_t(0));
    }
    QVERIFY(worst(a, ra.value) < 2e-6);
    QVERIFY(worst(b, rb.value) < 2e-6);
    QVERIFY(at::equal(idle, idle_before));
    adam.zeroGrad();
    QVERIFY(!a.grad().defined());
}

void TestAdam::touchedRowsFollowTheirOwnStepCounts() {
    const at::Tensor table = noise({64, 4}, 5);
    const AdamOptions options{0.01, 0.9, 0.99, 1e-8};
    std::vector<Reference> rows;
    for (int64_t row = 0; row < 64; ++row) {
        rows.emplace_back(table[row]);
    }
    Adam adam;
    adam.addGroup({table}, options, AdamRows::Touched);
    for (int i = 0; i < 20; ++i) {
        at::Tensor grad = noise({64, 4}, 300 + i);
        for (int64_t row = 0; row < 64; ++row) {
            if ((row + i) % (1 + row % 7) != 0 || row == 63) {
                grad[row].zero_();
            } else {
                grad[row][0] = 0;  // a zero in a touched row is an ordinary gradient
                rows[row].step(grad[row], options);
            }
        }
        table.mutable_grad() = grad;
        adam.step();
    }
    QVERIFY(rows[0].t == 20 && rows[6].t < 4 && rows[63].t == 0);
    for (int64_t row = 0; row < 64; ++row) {
        QVERIFY(worst(table[row], rows[row].value) < 1e-6);
    }
}

void TestAdam::notFiniteGradientsAreCountedAndChangeNothing() {
    for (const AdamRows mode : {AdamRows::All, AdamRows::Touched}) {
        const at::Tensor p = noise({2, 3}, 7), before = p.clone();
        Adam adam;
        adam.addGroup({p}, {}, mode);
        p.mutable_grad() = at::ones({2, 3});
        p.grad()[0][1] = std::numeric_limits<float>::quiet_NaN();
        p.grad()[1][2] = -std::numeric_limits<float>::infinity();
        QCOMPARE(adam.step(), int64_t(2));
        QCOMPARE(p[0][1].item<float>(), before[0][1].item<float>());
        QCOMPARE(p[1][2].item<float>(), before[1][2].item<float>());
        QVERIFY(p[0][0].item<float>() != before[0][0].item<float>());
        p.mutable_grad() = at::ones({2, 3});
        QCOMPARE(adam.step(), int64_t(0));
        QVERIFY(p.isfinite().all().item<bool>());
    }
}

void TestAdam::resumesExactly() {
    const auto make = [](const at::Tensor& a, const at::Tensor& table) {
        Adam adam;
        adam.addGroup({a}, {0.02, 0.7, 0.9, 1e-8});
        adam.addGroup({table}, {0.01, 0.9, 0.99, 1e-15}, AdamRows::Touched);
        return adam;
    };
    const auto advance =
        [](Adam& adam, const at::Tensor& a, const at::Tensor& table, int from, int to) {
            for (int i = from; i < to; ++i) {
                a.mutable_grad() = noise({30}, i);
                const at::Tensor rows = (noise({40, 1}, 50 + i) > 0).to(at::kFloat);
                table.mutable_grad() = noise({40, 4}, 90 + i) * rows;
                adam.setLearningRate(0, 0.02 / (1 + i));
                adam.step();
            }
        };
    const at::Tensor a = noise({30}, 8), table = noise({40, 4}, 9);
    Adam straight = make(a, table);
    advance(straight, a, table, 0, 5);
    const std::string saved = straight.serialize();
    const at::Tensor a2 = a.clone(), table2 = table.clone();
    advance(straight, a, table, 5, 12);

    Adam resumed = make(a2, table2);
    resumed.deserialize(saved);
    QCOMPARE(resumed.learningRate(0), 0.02 / 5);
    QVERIFY(resumed.serialize() == saved);
    advance(resumed, a2, table2, 5, 12);
    QVERIFY(at::equal(a, a2));
    QVERIFY(at::equal(table, table2));
}

void TestAdam::rejectsDamagedStates() {
    Adam adam;
    adam.addGroup({noise({3}, 1)}, {});
    const std::string good = adam.serialize();
    for (size_t cut = 0; cut < good.size(); ++cut) {
        QVERIFY_EXCEPTION_THROWN(adam.deserialize(std::string_view(good).substr(0, cut)), Error);
    }
    QVERIFY_EXCEPTION_THROWN(adam.deserialize(good + "x"), Error);
    QVERIFY_EXCEPTION_THROWN(adam.deserialize("X" + good.substr(1)), Error);
    Adam other;
    other.addGroup({noise({4}, 1)}, {});
    QVERIFY_EXCEPTION_THROWN(other.deserialize(good), Error);
    adam.deserialize(good);
}

void TestAdam::sameBitsForAnyThreadCount() {
    std::vector<at::Tensor> results;
    for (const int threads : {1, 2, 5}) {
        setThreadCount(threads);
        const at::Tensor dense = noise({200001}, 1), table = noise({30001, 4}, 2);
        Adam adam;
        adam.addGroup({dense}, {});
        adam.addGroup({table}, {}, AdamRows::Touched);
        for (int i = 0; i < 3; ++i) {
            dense.mutable_grad() = noise({200001}, 10 + i);
            table.mutable_grad() = noise({30001, 4}, 20 + i).clamp_min(1.5) - 1.5;
            adam.step();
        }
        results.push_back(at::cat({dense, table.view({-1})}));
        QVERIFY(at::equal(results.front(), results.back()));
    }
    setThreadCount(2);
}

void TestAdam::rejectsUnusableParameters() {
    Adam adam;
    QVERIFY_EXCEPTION_THROWN(adam.addGroup({at::zeros({2}, at::kDouble)}, {}), Error);
    QVERIFY_EXCEPTION_THROWN(adam.addGroup({at::zeros({2, 3}).t()}, {}), Error);
    QVERIFY_EXCEPTION_THROWN(adam.addGroup({at::zeros({2})}, {0.1, 1.0, 0.9, 1e-8}), Error);
    QVERIFY_EXCEPTION_THROWN(adam.addGroup({at::zeros({2})}, {0.1, 0.9, 0.9, 0}), Error);
}

QTEST_GUILESS_MAIN(TestAdam)
#include "test_adam.moc"
