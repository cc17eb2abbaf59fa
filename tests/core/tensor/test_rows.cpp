// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "tensor/rows.h"

#include <QtTest>
#include <torch/csrc/autograd/autograd.h>

using namespace bozzetto;

namespace {

constexpr int64_t kRows = 70000, kTaken = 40000;  // more than one thread's share
at::Tensor noise(at::IntArrayRef shape, uint64_t seed) {
    return at::randn(shape, at::detail::createCPUGenerator(seed), at::TensorOptions());
}
/// kTaken different rows in no order.
at::Tensor someRows() {
    return at::randperm(
               kRows, at::detail::createCPUGenerator(3), at::TensorOptions().dtype(at::kLong))
        .slice(0, 0, kTaken)
        .contiguous();
}
at::Tensor gradientOf(const at::Tensor& out, const at::Tensor& weight, const at::Tensor& in) {
    return torch::autograd::grad({(out * weight).sum()}, {in})[0];
}

}  // namespace

class TestRows : public QObject {
    Q_OBJECT
private slots:
    void init() { setThreadCount(4); }
    void gatherAndItsGradientAreThoseOfIndexSelect();
    void scatterAndItsGradientAreThoseOfIndexCopy();
    void gatherUndoesScatter();
    void colorsCoverTheBackground();
    void columnsAreSplit();
    void emptyListsWork();
    void rejectsWrongArguments();
    void coveredPixelsAreAscending();
};

void TestRows::gatherAndItsGradientAreThoseOfIndexSelect() {
    const at::Tensor values = noise({kRows, 3}, 1).requires_grad_(), index = someRows();
    const at::Tensor weight = noise({kTaken, 3}, 2);
    const at::Tensor ours = gatherRows(values, index), expected = values.index_select(0, index);
    QVERIFY(at::equal(ours, expected));
    QVERIFY(at::equal(gradientOf(ours, weight, values), gradientOf(expected, weight, values)));
    // A gradient that is a view of a single number is not contiguous.
    const at::Tensor sum = torch::autograd::grad({gatherRows(values, index).sum()}, {values})[0];
    QCOMPARE(sum.sum().item<float>(), static_cast<float>(3 * kTaken));
}

void TestRows::scatterAndItsGradientAreThoseOfIndexCopy() {
    const at::Tensor values = noise({kTaken, 4}, 4).requires_grad_(), index = someRows();
    const at::Tensor fill = noise({4}, 5), weight = noise({kRows, 4}, 6);
    const at::Tensor ours = scatterRows(values, index, kRows, fill);
    const at::Tensor expected = fill.expand({kRows, 4}).clone().index_copy(0, index, values);
    QVERIFY(at::equal(ours, expected));
    QVERIFY(at::equal(gradientOf(ours, weight, values), weight.index_select(0, index)));
}

void TestRows::gatherUndoesScatter() {
    const at::Tensor values = noise({kTaken, 2}, 7), index = someRows();
    QVERIFY(
        at::equal(gatherRows(scatterRows(values, index, kRows, at::zeros({2})), index), values));
}

void TestRows::emptyListsWork() {
    const at::Tensor none = at::empty({0}, at::kLong), values = noise({5, 2}, 8).requires_grad_();
    const at::Tensor gathered = gatherRows(values, none);
    QVERIFY(gathered.size(0) == 0 && gathered.size(1) == 2);
    QVERIFY(at::equal(torch::autograd::grad({gathered.sum()}, {values})[0], at::zeros({5, 2})));
    const at::Tensor fill = at::tensor({2.0f, 3.0f});
    QVERIFY(at::equal(scatterRows(at::empty({0, 2}), none, 3, fill), fill.expand({3, 2})));
}

void TestRows::rejectsWrongArguments() {
    const at::Tensor values = noise({5, 2}, 9), fill = at::zeros({2});
    const auto indices = [](std::initializer_list<int64_t> v) {
        return at::tensor(at::ArrayRef<int64_t>(v), at::kLong);
    };
    QVERIFY_EXCEPTION_THROWN(gatherRows(values, indices({0, 5})), Error);
    QVERIFY_EXCEPTION_THROWN(gatherRows(values, indices({-1})), Error);
    QVERIFY_EXCEPTION_THROWN(gatherRows(values, indices({0}).to(at::kInt)), Error);
    QVERIFY_EXCEPTION_THROWN(gatherRows(values.to(at::kDouble), indices({0})), Error);
    QVERIFY_EXCEPTION_THROWN(scatterRows(values, indices({0, 1, 2, 3, 9}), 5, fill), Error);
    QVERIFY_EXCEPTION_THROWN(scatterRows(values, indices({0, 1}), 5, fill), Error);
    QVERIFY_EXCEPTION_THROWN(scatterRows(values, indices({0, 1, 2, 3, 4}), 5, at::zeros({3})),
                             Error);
}

void TestRows::colorsCoverTheBackground() {
    const at::Tensor color = noise({2, 3}, 21).requires_grad_(), background = noise({3}, 22);
    const at::Tensor picture =
        scatterColors(color, at::tensor({3, 1}, at::kLong), 5, background).detach();
    for (const int64_t row : {0, 2, 4}) {
        QVERIFY(at::equal(picture[row].slice(0, 0, 3), background));
        QCOMPARE(picture[row][3].item<float>(), 0.0f);
    }
    for (const int64_t i : {0, 1}) {
        const int64_t row = i == 0 ? 3 : 1;
        QVERIFY(at::equal(picture[row].slice(0, 0, 3), color.detach()[i]));
        QCOMPARE(picture[row][3].item<float>(), 1.0f);
    }
    const at::Tensor weight = noise({5, 4}, 23);
    const at::Tensor gradient = gradientOf(
        scatterColors(color, at::tensor({3, 1}, at::kLong), 5, background), weight, color);
    QVERIFY(at::equal(gradient[0], weight[3].slice(0, 0, 3)));
    QVERIFY(at::equal(gradient[1], weight[1].slice(0, 0, 3)));
    QVERIFY_EXCEPTION_THROWN(scatterColors(color, at::tensor({3}, at::kLong), 5, background),
                             Error);
}

void TestRows::columnsAreSplit() {
    const at::Tensor values = noise({11, 6}, 31).requires_grad_();
    const std::vector<at::Tensor> parts = splitColumns(values, {2, 1, 3});
    int64_t first = 0;
    for (const at::Tensor& part : parts) {
        QVERIFY(part.is_contiguous());
        QVERIFY(at::equal(part, values.slice(1, first, first + part.size(1))));
        first += part.size(1);
    }
    const at::Tensor weight = noise({11, 3}, 32);
    const at::Tensor gradient = gradientOf(parts[2], weight, values);
    QVERIFY(at::equal(gradient.slice(1, 3, 6), weight));
    QVERIFY(at::equal(gradient.slice(1, 0, 3), at::zeros({11, 3})));
    QVERIFY_EXCEPTION_THROWN(splitColumns(values, {2, 3}), Error);
}

void TestRows::coveredPixelsAreAscending() {
    at::Tensor rast = at::zeros({1, 3, 4, 4});
    rast.select(3, 2).fill_(0.5);  // depth alone covers nothing
    auto r = rast.accessor<float, 4>();
    r[0][2][3][3] = 7, r[0][0][1][3] = 1, r[0][1][0][3] = 16777217.0f;
    QVERIFY(at::equal(coveredPixels(rast), at::tensor({1, 4, 11}, at::kLong)));
    QCOMPARE(coveredPixels(at::zeros({1, 3, 4, 4})).size(0), int64_t{0});
    // Several pictures are counted one after the other.
    QVERIFY(at::equal(coveredPixels(at::cat({rast, rast})),
                      at::tensor({1, 4, 11, 13, 16, 23}, at::kLong)));
    QVERIFY_EXCEPTION_THROWN(coveredPixels(at::zeros({3, 4, 4})), Error);
}

QTEST_GUILESS_MAIN(TestRows)
#include "test_rows.moc"
