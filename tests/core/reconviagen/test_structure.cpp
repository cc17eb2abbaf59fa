// SPDX-License-Identifier: Apache-2.0
// What golden tensors do not show: limits, settings that make no sense, cancelling, and the pieces
// that large volumes are worked in.
#include "base/error.h"
#include "nn/cancel_scope.h"
#include "nn/conv3d.h"
#include "reconviagen/flow_sampler.h"
#include "reconviagen/models/sparse_structure_decoder.h"
#include "reconviagen/models/sparse_structure_flow.h"

#include <QtTest>
#include <nlohmann/json.hpp>

using namespace bozzetto;

namespace {

/// The message of the Error that `run` throws, and its kind; fails the test if it throws none.
template <class Run>
std::pair<Error::Kind, QString> errorOf(const Run& run) {
    try {
        run();
    } catch (const Error& error) {
        return {error.kind(), QString::fromUtf8(error.what())};
    }
    return {Error::Kind::Internal, QStringLiteral("no error")};
}

/// Logits with `count` voxels above zero, the last in memory among them, one exactly at zero.
at::Tensor logitsWith(int64_t count, int64_t side) {
    at::Tensor logits = at::full({1, 1, side, side, side}, -1.0);
    at::Tensor flat = logits.view({-1});
    flat[0] = 0;
    flat.narrow(0, flat.numel() - count, count).fill_(0.5);
    return logits;
}

Conv3d randomConvolution(int64_t in, int64_t out) {
    TensorMap weights{{"weight", at::randn({out, in, 3, 3, 3})}, {"bias", at::randn({out})}};
    return Conv3d(WeightScope(std::move(weights), "random weights"), in, out);
}

}  // namespace

class TestStructure : public QObject {
    Q_OBJECT
private slots:
    void voxelsAboveZeroComeInOrder() {
        at::Tensor logits = at::full({1, 1, 2, 3, 4}, -1.0);
        logits[0][0][1][0][3] = 1;
        logits[0][0][0][2][1] = 1;
        logits[0][0][0][2][0] = 0;  // not above
        logits[0][0][1][0][2] = 1e-7;
        const at::Tensor want =
            at::tensor({0, 0, 2, 1, 0, 1, 0, 2, 0, 1, 0, 3}, at::kInt).view({3, 4});
        QVERIFY(occupiedCoords(logits, {1, 24}).equal(want));
    }

    void tooFewOrTooManyVoxelsAreAnError() {
        QCOMPARE(occupiedCoords(logitsWith(100, 12)).size(0), 100);
        QCOMPARE(occupiedCoords(logitsWith(60'000, 40)).size(0), 60'000);
        const auto few = errorOf([] { occupiedCoords(logitsWith(99, 12)); });
        QVERIFY(few.first == Error::Kind::Engine && few.second.contains("99 voxels"));
        const auto many = errorOf([] { occupiedCoords(logitsWith(60'001, 40)); });
        QVERIFY(many.first == Error::Kind::Engine && many.second.contains("60001 voxels"));
        const auto lost = errorOf([] {
            occupiedCoords(at::full({1, 1, 8, 8, 8}, std::numeric_limits<float>::quiet_NaN()));
        });
        QVERIFY(lost.first == Error::Kind::Engine && lost.second.contains(" 0 voxels"));
    }

    void guidanceHasItsPublishedSteps() {
        const auto guidedSteps = [](const FlowSamplerOptions& options) {
            int64_t guided = 0;
            for (const double t : flowTimes(options)) {
                guided += isGuided(options, t);
            }
            return guided;
        };
        FlowSamplerOptions structure;
        QCOMPARE(guidedSteps(structure), 24);
        FlowSamplerOptions slat;
        slat.steps = 12;
        slat.rescale_t = 3;
        QCOMPARE(guidedSteps(slat), 9);
        QVERIFY(isGuided(slat, flowTimes(slat)[8]));  // exactly on the border
    }

    void refusesSettingsThatMakeNoSense_data() {
        QTest::addColumn<int>("steps");
        QTest::addColumn<double>("guidance");
        QTest::addColumn<double>("rescale");
        QTest::addColumn<double>("rescale_t");
        const double none = std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("no steps") << 0 << 7.5 << 0.7 << 5.0;
        QTest::newRow("endless steps") << 1'000'000 << 7.5 << 0.7 << 5.0;
        QTest::newRow("guidance is no number") << 30 << none << 0.7 << 5.0;
        QTest::newRow("rescale above one") << 30 << 7.5 << 1.5 << 5.0;
        QTest::newRow("time runs backwards") << 30 << 7.5 << 0.7 << -1.0;
    }
    void refusesSettingsThatMakeNoSense() {
        QFETCH(int, steps);
        QFETCH(double, guidance);
        QFETCH(double, rescale);
        QFETCH(double, rescale_t);
        FlowSamplerOptions options;
        options.steps = steps;
        options.guidance = guidance;
        options.guidance_rescale = rescale;
        options.rescale_t = rescale_t;
        QVERIFY(errorOf([&] { flowTimes(options); }).first == Error::Kind::BadInput);
    }

    void refusesVariantsThatItIsNot_data() {
        QTest::addColumn<QString>("args");
        QTest::newRow("patches") << R"({"patch_size": 2})";
        QTest::newRow("rotary positions") << R"({"pe_mode": "rope"})";
        QTest::newRow("normalised queries across") << R"({"qk_rms_norm_cross": true})";
        QTest::newRow("resolution is text") << R"({"resolution": "16"})";
        QTest::newRow("resolution is huge") << R"({"resolution": 1e12})";
        QTest::newRow("heads are negative") << R"({"num_heads": -1})";
    }
    void refusesVariantsThatItIsNot() {
        QFETCH(QString, args);
        const nlohmann::json json = nlohmann::json::parse(args.toStdString());
        QVERIFY(errorOf([&] { SparseStructureFlowConfig::fromJson(json); }).first ==
                Error::Kind::BadWeights);
    }

    void largeVolumesAreConvolvedSlabBySlab() {
        const Conv3d convolution = randomConvolution(32, 1);
        const at::Tensor x = at::randn({1, 20, 64, 64, 32});  // 14 MB of neighbours a layer
        int pieces = 0;
        const CancelScope count([&] { ++pieces; });
        const at::Tensor got = convolution(x);
        QVERIFY(pieces > 1);
        const at::Tensor want =
            at::conv3d(x.permute({0, 4, 1, 2, 3}), convolution.weight, convolution.bias, 1, 1);
        QVERIFY(got.sizes() == at::IntArrayRef({1, 20, 64, 64, 1}));
        const at::Tensor off = got.permute({0, 4, 1, 2, 3}) - want;
        QVERIFY(off.abs().max().item<float>() < 1e-4f * want.abs().max().item<float>());
    }

    void aConvolutionCanBeCancelled() {
        const Conv3d convolution = randomConvolution(4, 4);
        const CancelScope stop([] { throw Cancelled(); });
        QVERIFY_EXCEPTION_THROWN(convolution(at::randn({1, 4, 4, 4, 4})), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestStructure)
#include "test_structure.moc"
