// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "nn/attention.h"
#include "nn/cancel_scope.h"
#include "nn/layer_scale.h"
#include "nn/linear.h"
#include "nn/mlp.h"
#include "nn/norm.h"
#include "nn/rope.h"

#include <QtTest>

#include <cmath>

using namespace bozzetto;

namespace {

WeightScope scopeOf(TensorMap tensors) {
    return WeightScope(std::move(tensors), "test");
}

double largestDifference(const at::Tensor& a, const at::Tensor& b) {
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

/// Row `row` of softmax(q k^T / sqrt(D)) v of one head, in double.
at::Tensor attentionRow(const at::Tensor& q,
                        const at::Tensor& k,
                        const at::Tensor& v,
                        int64_t row) {
    const double scale = 1 / std::sqrt(static_cast<double>(q.size(1)));
    const at::Tensor scores = at::mv(k.to(at::kDouble), q[row].to(at::kDouble)) * scale;
    return at::mv(v.to(at::kDouble).t(), at::softmax(scores, 0));
}

at::Tensor gridPositions(int64_t rows, int64_t columns) {
    const at::Tensor row = at::arange(rows).view({rows, 1}).expand({rows, columns});
    const at::Tensor column = at::arange(columns).expand({rows, columns});
    return at::stack({row, column}, 2).view({rows * columns, 2});
}

}  // namespace

class TestLayers : public QObject {
    Q_OBJECT
private slots:
    void init() { at::manual_seed(1); }

    void attentionInPiecesIsTheWholeAttention() {
        const at::Tensor q = at::randn({1, 2, 6000, 64});
        const at::Tensor k = at::randn({1, 2, 3000, 64}), v = at::randn({1, 2, 3000, 64});
        int pieces = 0;
        const CancelScope scope([&pieces] { ++pieces; });
        const at::Tensor out = attention(q, k, v);
        QVERIFY(pieces >= 2);
        QCOMPARE(out.sizes(), q.sizes());
        for (const int64_t row : {0, 2999, 5591, 5592, 5999}) {  // also where pieces meet
            for (const int64_t head : {0, 1}) {
                const at::Tensor want = attentionRow(q[0][head], k[0][head], v[0][head], row);
                QVERIFY(largestDifference(out[0][head][row], want) < 1e-5);
            }
        }
    }
    void attentionEndsWhenItIsNotWanted() {
        const at::Tensor q = at::randn({1, 2, 6000, 64});
        int calls = 0;
        const CancelScope scope([&calls] {
            if (++calls == 2) {
                throw Cancelled();
            }
        });
        QVERIFY_EXCEPTION_THROWN(attention(q, q, q), Cancelled);
        QCOMPARE(calls, 2);
    }
    void selfAttentionMixesTokensOfEachHead() {
        const at::Tensor qkv = at::randn({2, 5, 3, 2, 4});
        const at::Tensor out = selfAttention(qkv);
        QCOMPARE(out.sizes(), at::IntArrayRef({2, 5, 8}));
        const auto head = [&](int64_t part) { return qkv[1].select(1, part).select(1, 1); };
        const at::Tensor want = attentionRow(head(0), head(1), head(2), 3);
        QVERIFY(largestDifference(out[1][3].narrow(0, 4, 4), want) < 1e-6);
    }

    void scopesNestAndEnd() {
        checkCancelled();  // nothing
        int outer = 0, inner = 0;
        {
            const CancelScope first([&outer] { ++outer; });
            checkCancelled();
            {
                const CancelScope second([&inner] { ++inner; });
                checkCancelled();
            }
            checkCancelled();
        }
        checkCancelled();
        QCOMPARE(outer, 2);
        QCOMPARE(inner, 1);
    }

    void linearInPiecesIsTheWholeLayer() {
        const int64_t dim = 2048, rows = 2100;
        const Linear layer(
            scopeOf({{"weight", at::randn({dim, dim}) / 45}, {"bias", at::randn({dim})}}),
            dim,
            dim);
        const at::Tensor x = at::randn({2, rows / 2, dim});
        int pieces = 0;
        const CancelScope scope([&pieces] { ++pieces; });
        const at::Tensor y = layer(x);
        QVERIFY(pieces >= 2);
        QCOMPARE(y.sizes(), x.sizes());
        for (const int64_t row : {0, 947, 948, 1049}) {
            const at::Tensor want = at::mv(layer.weight.to(at::kDouble), x[1][row].to(at::kDouble));
            QVERIFY(largestDifference(y[1][row], want + layer.bias) < 1e-4);
        }
    }
    void linearCastsToItsWeights() {
        const WeightScope w = scopeOf({{"weight", at::ones({1, 2})}, {"bias", at::ones({1})}});
        const Linear layer(w.as(at::kBFloat16), 2, 1);
        const at::Tensor y = layer(at::ones({3, 2}));
        QCOMPARE(y.scalar_type(), at::kBFloat16);
        QCOMPARE(y[2].item<float>(), 3.0f);
    }
    void mlpHasTheGeluItIsGiven() {
        const at::Tensor one = at::ones({1, 1}), zero = at::zeros({1});
        const auto mlp = [&](Gelu gelu) { return Mlp(Linear(one, zero), Linear(one, zero), gelu); };
        const at::Tensor x = at::full({1, 1}, 2.0f);
        // 2 Phi(2), and 1 + tanh(sqrt(2 / pi) (2 + 0.044715 * 8)).
        QVERIFY(std::abs(mlp(Gelu::Exact)(x).item<double>() - 1.9544997) < 1e-6);
        QVERIFY(std::abs(mlp(Gelu::Tanh)(x).item<double>() - 1.9545977) < 1e-6);
    }

    void layerNormIsComputedInFloat() {
        const at::Tensor x = at::tensor({1.0f, 2.0f, 3.0f, 6.0f}).view({1, 4});
        const LayerNorm plain = LayerNorm::plain(4, 0);
        const at::Tensor want = (x - 3) / std::sqrt(3.5);
        QVERIFY(largestDifference(plain(x), want) < 1e-6);
        QCOMPARE(plain(x.to(at::kHalf)).scalar_type(), at::kHalf);
        const at::Tensor wide = plain(x.to(at::kHalf), at::kFloat);
        QVERIFY(largestDifference(wide, want) < 1e-6);

        const at::Tensor rows = x.expand({2, 3, 4}).contiguous();
        const at::Tensor scale = at::tensor({1.0f, -2.0f}).view({2, 1}).expand({2, 4});
        const at::Tensor shift = at::tensor({0.5f, 7.0f}).view({2, 1}).expand({2, 4});
        const at::Tensor y = plain.modulated(rows, scale, shift, at::kFloat);
        QVERIFY(largestDifference(y[0][2], want[0] * 2 + 0.5) < 1e-6);
        QVERIFY(largestDifference(y[1][0], -want[0] + 7) < 1e-6);
    }
    void rmsNormGivesEachHeadItsOwnLength() {
        const at::Tensor gamma = at::tensor({1.0f, 1.0f, 2.0f, 3.0f}).view({2, 2});
        const RmsNorm norm(scopeOf({{"gamma", gamma}}), 2, 2);
        const at::Tensor x = at::tensor({3.0f, 4.0f, 0.0f, -5.0f}).view({1, 2, 2});
        const double root = std::sqrt(2.0);
        const at::Tensor want =
            at::tensor({0.6 * root, 0.8 * root, 0.0, -3 * root}, at::kDouble).view({1, 2, 2});
        QVERIFY(largestDifference(norm(x), want) < 1e-6);
        QCOMPARE(norm(at::zeros({1, 2, 2})).abs().max().item<float>(), 0.0f);
    }
    void layerScaleAddsInPlace() {
        const LayerScale scale(scopeOf({{"gamma", at::tensor({2.0f, -1.0f})}}), 2);
        at::Tensor x = at::ones({3, 2});
        scale.add(x, at::full({3, 2}, 0.5f).to(at::kBFloat16));
        QCOMPARE(x[2][0].item<float>(), 2.0f);
        QCOMPARE(x[2][1].item<float>(), 0.5f);
    }

    void rotatedTokensSeeOnlyHowFarTheyAreApart() {
        const at::Tensor positions = gridPositions(4, 6);
        const RotaryTable table(positions, 16, 100);
        const at::Tensor q = at::randn({16}), k = at::randn({16});
        const at::Tensor turned_q = table(q.expand({24, 1, 16})).squeeze(1);
        const at::Tensor turned_k = table(k.expand({24, 1, 16})).squeeze(1);
        QVERIFY(largestDifference(turned_q[0], q) < 1e-6);  // (0, 0) turns nothing
        const at::Tensor products = at::mm(turned_q, turned_k.t());
        const auto product = [&](int64_t qy, int64_t qx, int64_t ky, int64_t kx) {
            return products[6 * qy + qx][6 * ky + kx].item<double>();
        };
        QVERIFY(std::abs(product(0, 1, 2, 3) - product(1, 3, 3, 5)) < 1e-5);
        QVERIFY(std::abs(product(0, 1, 2, 3) - product(0, 1, 3, 2)) > 1e-3);
    }
    void queriesAndKeysAreNormalisedAndTurnedInPlace() {
        const at::Tensor positions = gridPositions(2, 3);
        const RotaryTable table(positions, 8, 100);
        const LayerNorm q_norm(
            scopeOf({{"weight", at::rand({8})}, {"bias", at::rand({8})}}), 8, 1e-5);
        const LayerNorm k_norm(
            scopeOf({{"weight", at::rand({8})}, {"bias", at::rand({8})}}), 8, 1e-5);
        at::Tensor qkv = at::randn({2, 6, 3, 2, 8});
        const at::Tensor before = qkv.clone();
        normalizeAndRotate(qkv, q_norm, k_norm, table);
        QVERIFY(qkv.select(2, 0).equal(table(q_norm(before.select(2, 0)))));
        QVERIFY(qkv.select(2, 1).equal(table(k_norm(before.select(2, 1)))));
        QVERIFY(qkv.select(2, 2).equal(before.select(2, 2)));
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "test_layers.moc"
