// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "tensor/tensor_bytes.h"
#include "texturing/parameter.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <vector>

using namespace bozzetto;

namespace {

constexpr Parameter::Betas kBetas{0.8f, 0.95f};
constexpr float kRate = 0.03f;

at::Tensor noise(at::IntArrayRef shape, uint64_t seed) {
    return at::randn(shape, at::detail::createCPUGenerator(seed), at::TensorOptions());
}
int64_t stepWith(Parameter& parameter, const at::Tensor& gradient, float rate = kRate) {
    parameter.value().mutable_grad() = gradient.clone();
    parameter.step(rate);
    return parameter.takeNotFinite();
}

/// Algorithm 1 of Kingma and Ba for one number, in double.
struct Adam {
    double value = 0, first = 0, second = 0;
    int steps = 0;
    void step(double gradient, double rate = kRate) {
        ++steps;
        first = kBetas.first * first + (1 - kBetas.first) * gradient;
        second = kBetas.second * second + (1 - kBetas.second) * gradient * gradient;
        value -= rate * (first / (1 - std::pow(kBetas.first, steps))) /
                 (std::sqrt(second / (1 - std::pow(kBetas.second, steps))) + 1e-15);
    }
};
std::vector<Adam> adamsFor(const at::Tensor& value) {
    std::vector<Adam> adams(value.numel());
    for (int64_t i = 0; i < value.numel(); ++i) {
        adams[i].value = value.contiguous().data_ptr<float>()[i];
    }
    return adams;
}
double worstDifference(const at::Tensor& value, const std::vector<Adam>& adams) {
    double worst = 0;
    for (int64_t i = 0; i < value.numel(); ++i) {
        worst = std::max(worst, std::abs(adams[i].value - value.data_ptr<float>()[i]));
    }
    return worst;
}

}  // namespace

class TestParameter : public QObject {
    Q_OBJECT
private slots:
    void denseStepsAreAdam();
    void sparseRowsCountTheirOwnSteps();
    void withoutAGradientNothingMoves();
    void remapCarriesMoments();
    void notFiniteGradientsAreLeftOutAndCounted();
    void savedStateContinuesExactly();
    void refusesDamagedState();
    void sameBitsForAnyThreadCount();
};

void TestParameter::denseStepsAreAdam() {
    const at::Tensor start = noise({5, 3}, 1);
    Parameter parameter(start, Parameter::Rows::Dense, kBetas);
    std::vector<Adam> adams = adamsFor(start);
    for (uint64_t i = 0; i < 12; ++i) {
        at::Tensor gradient =
            noise({5, 3}, 2 + i) * std::pow(10.0, static_cast<double>(i % 4) - 6);  // tiny ones too
        gradient[2].zero_();
        for (size_t k = 0; k < adams.size(); ++k) {
            adams[k].step(gradient.data_ptr<float>()[k], kRate / static_cast<double>(i + 1));
        }
        QCOMPARE(stepWith(parameter, gradient, kRate / static_cast<float>(i + 1)), int64_t{0});
        QVERIFY(!parameter.value().grad().defined());
    }
    QVERIFY(worstDifference(parameter.value(), adams) < 2e-6);
    QVERIFY((parameter.value() - start).abs().max().item<float>() > kRate);
}

void TestParameter::sparseRowsCountTheirOwnSteps() {
    const at::Tensor start = noise({4, 2}, 20);
    Parameter parameter(start, Parameter::Rows::Sparse, kBetas);
    std::vector<Adam> adams = adamsFor(start);
    for (uint64_t i = 0; i < 12; ++i) {
        at::Tensor gradient = noise({4, 2}, 21 + i);
        for (int64_t row = 0; row < 4; ++row) {
            if (i % static_cast<uint64_t>(row + 1) != 0 ||
                row == 3) {  // row r moves every (r + 1)th step, the last never
                gradient[row].zero_();
            } else {
                if (i < 2) {
                    gradient[row][static_cast<int64_t>(i)] = 0;  // beside a non-zero it counts
                }
                adams[2 * row].step(gradient[row][0].item<double>());
                adams[2 * row + 1].step(gradient[row][1].item<double>());
            }
        }
        const at::Tensor before = parameter.value().detach().clone();
        stepWith(parameter, gradient);
        for (int64_t row = 0; row < 4; ++row) {
            QVERIFY(gradient[row].abs().sum().item<float>() > 0 ||
                    at::equal(parameter.value()[row], before[row]));
        }
    }
    QVERIFY(worstDifference(parameter.value(), adams) < 2e-6);
}

void TestParameter::withoutAGradientNothingMoves() {
    Parameter parameter(noise({3}, 40), Parameter::Rows::Dense, kBetas);
    const std::string before = parameter.serialize();
    parameter.step(kRate);
    QCOMPARE(parameter.takeNotFinite(), int64_t{0});
    QVERIFY(parameter.serialize() == before && parameter.defined() && !Parameter().defined());
}

void TestParameter::remapCarriesMoments() {
    const at::Tensor start = noise({3, 2}, 41), later = noise({4, 2}, 42);
    Parameter parameter(start, Parameter::Rows::Sparse, kBetas);
    std::vector<Adam> old = adamsFor(start), adams = adamsFor(later);
    for (uint64_t i = 0; i < 3; ++i) {
        at::Tensor gradient = noise({3, 2}, 43 + i);
        gradient[1].mul_(i == 1 ? 0 : 1);  // rows have different step counts
        for (size_t k = 0; k < old.size(); ++k) {
            if (gradient.data_ptr<float>()[k] != 0) {
                old[k].step(gradient.data_ptr<float>()[k]);
            }
        }
        stepWith(parameter, gradient);
    }
    const int64_t source[4] = {1, -1, 0, 1};
    parameter.remap(later, at::tensor(at::ArrayRef<int64_t>(source, 4), at::kLong));
    QVERIFY(at::equal(parameter.value().detach(), later) && parameter.value().requires_grad());
    const at::Tensor gradient = noise({4, 2}, 50);
    for (int64_t k = 0; k < 8; ++k) {
        const int64_t from = source[k / 2];
        if (from >= 0) {
            const double value = adams[k].value;
            adams[k] = old[2 * from + k % 2];
            adams[k].value = value;
        }
        adams[k].step(gradient.data_ptr<float>()[k]);
    }
    stepWith(parameter, gradient);
    QVERIFY(worstDifference(parameter.value(), adams) < 2e-6);
}

void TestParameter::notFiniteGradientsAreLeftOutAndCounted() {
    for (const Parameter::Rows rows : {Parameter::Rows::Dense, Parameter::Rows::Sparse}) {
        Parameter parameter(at::ones({3, 2}), rows, kBetas);
        at::Tensor gradient = at::full({3, 2}, 0.5);
        gradient[0][1] = std::numeric_limits<float>::quiet_NaN();
        gradient[1][0] = std::numeric_limits<float>::infinity();
        gradient[1][1] = -std::numeric_limits<float>::infinity();
        QCOMPARE(stepWith(parameter, gradient), int64_t{3});
        const at::Tensor value = parameter.value().detach();
        QVERIFY(value[0][1].item<float>() == 1 && value[1][0].item<float>() == 1 &&
                value[1][1].item<float>() == 1);
        QVERIFY(value[0][0].item<float>() < 1 && value[2][1].item<float>() < 1);
        QCOMPARE(stepWith(parameter, at::full({3, 2}, 0.5)),
                 int64_t{0});  // nothing lingers in the moments
        QVERIFY(at::isfinite(parameter.value()).all().item<bool>());
        QVERIFY(parameter.value().max().item<float>() < 1);
    }
    requireFiniteGradient(0, "light", 1, "shape");
    try {
        requireFiniteGradient(2, "light", 17, "shape");
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        const QString text = error.what();
        QVERIFY(error.kind() == Error::Kind::Engine && text.contains("light") &&
                text.contains("17") && text.contains("shape"));
    }
}

void TestParameter::savedStateContinuesExactly() {
    Parameter whole(noise({7, 2}, 60), Parameter::Rows::Sparse, kBetas),
        resumed(noise({2, 1}, 61), Parameter::Rows::Sparse, kBetas);
    stepWith(whole, noise({7, 2}, 62));
    resumed.deserialize(whole.serialize());
    stepWith(whole, noise({7, 2}, 63));
    stepWith(resumed, noise({7, 2}, 63));
    QVERIFY(resumed.serialize() == whole.serialize());
}

void TestParameter::refusesDamagedState() {
    Parameter parameter(noise({4, 2}, 70), Parameter::Rows::Dense, kBetas);
    const std::string good = parameter.serialize();
    const at::Tensor v = at::zeros({4, 2}), steps = at::zeros({4}, at::kInt);
    const std::string bad[] = {
        {},
        good.substr(0, good.size() - 1),
        bytesOfTensors({v, v, v}),
        bytesOfTensors({v, v, at::zeros({4, 1}), steps}),       // a moment of another size
        bytesOfTensors({v, v, v, at::zeros({3}, at::kInt)}),    // too few counters
        bytesOfTensors({v, v, v, at::zeros({4}, at::kFloat)}),  // of another type
        bytesOfTensors({v.to(at::kDouble), v, v, steps}),
        bytesOfTensors({at::zeros({}), at::zeros({}), at::zeros({}), at::zeros({}, at::kInt)}),
    };
    for (const std::string& bytes : bad) {
        try {
            parameter.deserialize(bytes);
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QVERIFY2(error.kind() == Error::Kind::BadInput && !error.hint().empty(), error.what());
        }
        QVERIFY(parameter.serialize() == good);
    }
}

void TestParameter::sameBitsForAnyThreadCount() {
    std::string expected;
    for (const int threads : {1, 2, 5}) {
        setThreadCount(threads);
        Parameter parameter(noise({30000, 3}, 80), Parameter::Rows::Sparse, kBetas);
        for (uint64_t i = 0; i < 3; ++i) {
            stepWith(parameter, noise({30000, 3}, 81 + i) * (noise({30000, 1}, 90 + i) > 0));
        }
        expected = expected.empty() ? parameter.serialize() : expected;
        QVERIFY(parameter.serialize() == expected);
    }
}

QTEST_GUILESS_MAIN(TestParameter)
#include "test_parameter.moc"
