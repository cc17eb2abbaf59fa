// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "texturing/appearance.h"

#include <QtTest>
#include <torch/csrc/autograd/autograd.h>

#include <functional>

using namespace bozzetto;

namespace {

constexpr int64_t kCount = 301, kFirst = 3, kStride = 4;
constexpr int64_t kPairs = (kCount - kFirst + kStride - 1) / kStride;

at::Tensor noise(at::IntArrayRef shape, uint64_t seed) {
    return at::randn(shape, at::detail::createCPUGenerator(seed), at::TensorOptions());
}
double difference(const at::Tensor& a, const at::Tensor& b) {
    return (a.detach() - b.detach()).abs().max().item<double>();
}

/// The kernel's sum over all rows, and its gradients, against the tensor operations'.
void compareWithAutograd(
    const at::Tensor& v,
    const at::Tensor& b,
    const at::Tensor& started,
    RegulariserParams p,
    const std::function<at::Tensor(const at::Tensor&, const at::Tensor&)>& expected_loss) {
    const at::Tensor values = v.detach().clone().requires_grad_(),
                     beside = b.detach().clone().requires_grad_();
    const at::Tensor expected = expected_loss(values, beside);
    const auto gradients = torch::autograd::grad({expected}, {values, beside});
    at::Tensor grad_values = at::empty_like(values), grad_beside = at::empty_like(beside);
    p.first = kFirst, p.stride = kStride;
    p.values = values.data_ptr<float>(), p.beside = beside.data_ptr<float>();
    p.started = started.defined() ? started.data_ptr<float>() : nullptr;
    p.grad_values = grad_values.data_ptr<float>(), p.grad_beside = grad_beside.data_ptr<float>();
    double sum = 0;
    for (int64_t i = 0; i < kCount; ++i) {
        sum += regulariserAt(p, i);
    }
    QVERIFY(std::abs(sum - expected.item<double>()) < 1e-5 * expected.item<double>());
    QVERIFY(difference(grad_values, gradients[0]) < 1e-8);
    QVERIFY(difference(grad_beside, gradients[1]) < 1e-8);
    QVERIFY(gradients[0].abs().max().item<double>() > 1e-4);
    QVERIFY(gradients[1].abs().min().item<double>() > 1e-4);
}

}  // namespace

/// The formulas that GPU kernels evaluate point by point, against tensor operations and autograd.
class TestAppearance : public QObject {
    Q_OBJECT
private slots:
    void decodingStartsAsPaint();
    void kernelDecodesAsTensorsDo();
    void kernelGradientIsAutograds();
    void materialRegulariserIsAutograds();
    void mapRegulariserIsAutograds();
    void besideMustMatch();
};

void TestAppearance::decodingStartsAsPaint() {
    const at::Tensor v = decodeMaterial(at::zeros({1, kLogits}))[0];
    QVERIFY(std::abs(v[0].item<double>() - 0.5) < 1e-6);
    QVERIFY(v[3].item<double>() > 0.3 && v[3].item<double>() < 0.5);
    QVERIFY(v[4].item<double>() < 0.01);
    const at::Tensor extreme = decodeMaterial(at::full({1, kLogits}, -100.0))[0];
    QVERIFY(std::abs(extreme[3].item<double>() - kMinRoughness) < 1e-6);
}

void TestAppearance::kernelDecodesAsTensorsDo() {
    const at::Tensor logits = noise({kCount, kLogits}, 1) * 3, openness = at::rand({kCount, 1});
    const DecodedMaterial expected = decodeMaterial(logits, openness);
    at::Tensor values = at::empty({kCount, kDecoded}), kd = at::empty({kCount, 3}),
               orm = at::empty({kCount, 3});
    const MaterialParams p{kCount,
                           logits.data_ptr<float>(),
                           openness.data_ptr<float>(),
                           values.data_ptr<float>(),
                           kd.data_ptr<float>(),
                           orm.data_ptr<float>()};
    for (int64_t i = 0; i < kCount; ++i) {
        decodeMaterialAt(p, i);
    }
    QVERIFY(difference(values, expected.values) < 1e-6);
    QVERIFY(difference(kd, expected.samples.kd) < 1e-6);
    QVERIFY(difference(orm, expected.samples.orm) < 1e-6);
}

void TestAppearance::kernelGradientIsAutograds() {
    const at::Tensor logits = (noise({kCount, kLogits}, 2) * 3).requires_grad_();
    const at::Tensor g_values = noise({kCount, kDecoded}, 3), g_kd = noise({kCount, 3}, 4),
                     g_orm = noise({kCount, 3}, 5);
    const DecodedMaterial m = decodeMaterial(logits, at::ones({kCount, 1}));
    at::Tensor out = at::empty({kCount, kLogits});
    MaterialGradParams p;
    p.count = kCount;
    p.values = m.values.data_ptr<float>();
    p.grad_logits = out.data_ptr<float>();
    for (const bool all : {true, false}) {
        p.grad_kd = g_kd.data_ptr<float>();
        p.grad_orm = all ? g_orm.data_ptr<float>() : nullptr;
        p.grad_values = all ? g_values.data_ptr<float>() : nullptr;
        for (int64_t i = 0; i < kCount; ++i) {
            decodeMaterialGradAt(p, i);
        }
        at::Tensor sum = (m.samples.kd * g_kd).sum();
        if (all) {
            sum = sum + (m.values * g_values).sum() + (m.samples.orm * g_orm).sum();
        }
        const at::Tensor expected = torch::autograd::grad({sum}, {logits}, {}, true)[0];
        QVERIFY(expected.abs().max().item<double>() > 0.1);
        QVERIFY2(difference(out, expected) < 1e-6,
                 qPrintable(QString::number(difference(out, expected))));
    }
}

void TestAppearance::materialRegulariserIsAutograds() {
    const MaterialSmoothness weights{0.3, 0.7};
    compareWithAutograd(decodeMaterial(noise({kCount, kLogits}, 6)),
                        decodeMaterial(noise({kPairs, kLogits}, 7)),
                        {},
                        regulariserParams(kCount, kPairs, weights),
                        [&](const at::Tensor& values, const at::Tensor& beside) {
                            return materialRegulariser(values, beside, kFirst, kStride, weights);
                        });
}

void TestAppearance::mapRegulariserIsAutograds() {
    const MapWeights weights{0.3, 0.7, 0.2, 0.5, 0.9, 0.4};
    const at::Tensor started = noise({kPairs, 2}, 10);
    compareWithAutograd(noise({kCount, 8}, 8),
                        noise({kPairs, 8}, 9),
                        started,
                        regulariserParams(kCount, kPairs, weights),
                        [&](const at::Tensor& values, const at::Tensor& beside) {
                            return mapRegulariser(
                                values, beside, started, kFirst, kStride, weights);
                        });
}

void TestAppearance::besideMustMatch() {
    const at::Tensor values = at::ones({kCount, kDecoded});
    QVERIFY_EXCEPTION_THROWN(
        materialRegulariser(values, at::ones({kPairs + 1, kDecoded}), kFirst, kStride, {}), Error);
}

QTEST_GUILESS_MAIN(TestAppearance)
#include "test_appearance.moc"
