// SPDX-License-Identifier: Apache-2.0
// What golden tensors do not show of the image networks and their input: weights that do not fit,
// pictures that cannot be used.
#include "base/error.h"
#include "reconviagen/models/vggt_aggregator.h"
#include "reconviagen/preprocess.h"

#include <QtTest>

using namespace bozzetto;

namespace {

constexpr int64_t kDim = 16;

void addLinear(TensorMap& w, const std::string& key, int64_t in, int64_t out) {
    w[key + ".weight"] = at::randn({out, in}) / 4;
    w[key + ".bias"] = at::zeros({out});
}

void addNorm(TensorMap& w, const std::string& key, int64_t dim) {
    w[key + ".weight"] = at::ones({dim});
    w[key + ".bias"] = at::zeros({dim});
}

void addBlock(TensorMap& w, const std::string& key, bool qk_norm) {
    for (const char* norm : {"norm1", "norm2"}) {
        addNorm(w, key + norm, kDim);
    }
    addLinear(w, key + "attn.qkv", kDim, 3 * kDim);
    addLinear(w, key + "attn.proj", kDim, kDim);
    addLinear(w, key + "mlp.fc1", kDim, 2 * kDim);
    addLinear(w, key + "mlp.fc2", 2 * kDim, kDim);
    for (const char* scale : {"ls1.gamma", "ls2.gamma"}) {
        w[key + scale] = at::ones({kDim});
    }
    if (qk_norm) {
        addNorm(w, key + "attn.q_norm", kDim / 2);
        addNorm(w, key + "attn.k_norm", kDim / 2);
    }
}

/// Patches of 2 x 2 pixels, positions for 3 x 3 of them, two registers.
TensorMap dinoWeights(const std::string& prefix = "") {
    TensorMap w;
    w[prefix + "cls_token"] = at::randn({1, 1, kDim});
    w[prefix + "register_tokens"] = at::randn({1, 2, kDim});
    w[prefix + "pos_embed"] = at::randn({1, 10, kDim});
    w[prefix + "mask_token"] = at::zeros({1, kDim});
    w[prefix + "patch_embed.proj.weight"] = at::randn({kDim, 3, 2, 2});
    w[prefix + "patch_embed.proj.bias"] = at::zeros({kDim});
    addBlock(w, prefix + "blocks.0.", false);
    addNorm(w, prefix + "norm", kDim);
    return w;
}

TensorMap vggtWeights(int layers) {
    TensorMap w = dinoWeights("patch_embed.");
    w["camera_token"] = at::randn({1, 2, 1, kDim});
    w["register_token"] = at::randn({1, 2, 3, kDim});
    for (int i = 0; i < layers; ++i) {
        addBlock(w, "frame_blocks." + std::to_string(i) + ".", true);
        addBlock(w, "global_blocks." + std::to_string(i) + ".", true);
    }
    return w;
}

WeightScope scopeOf(TensorMap w) {
    return WeightScope(std::move(w), "tiny.safetensors");
}

constexpr DinoV2Config kTwoHeads{2, VitMemory::Whole};

/// The message of the error that `make` throws; empty if it throws none of weights.
template <class Make>
std::string badWeights(const Make& make) {
    try {
        make();
    } catch (const Error& error) {
        return error.kind() == Error::Kind::BadWeights ? error.what() : "";
    }
    return "";
}

bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

/// Transparent but for a rectangle.
ByteImage withRectangle(int width, int height, int x0, int y0, int w, int h) {
    ByteImage image(width, height, 4);
    for (int y = y0; y < y0 + h; ++y) {
        for (int x = x0; x < x0 + w; ++x) {
            uint8_t* p = image.at(x, y);
            p[0] = 200, p[1] = 100, p[2] = 50, p[3] = 255;
        }
    }
    return image;
}

}  // namespace

class TestImageNets : public QObject {
    Q_OBJECT
private slots:
    void init() { at::manual_seed(1); }

    void dinoSeesWhereAPatchIs() {
        const DinoV2 network(scopeOf(dinoWeights()), kTwoHeads);
        const at::Tensor image = at::rand({1, 3, 6, 6});
        const at::Tensor tokens = network.features(image);
        QCOMPARE(tokens.sizes(), at::IntArrayRef({1, 12, kDim}));
        const at::Tensor mean = tokens.mean(2).abs(), square = tokens.square().mean(2);
        QVERIFY(mean.max().item<float>() < 1e-5);  // a layer norm without parameters
        QVERIFY((square - 1).abs().max().item<float>() < 1e-3);
        const at::Tensor upside_down = network.features(at::flip(image, {2}));
        QVERIFY((upside_down[0][0] - tokens[0][0]).abs().max().item<float>() > 1e-3);
    }
    void dinoRefusesWhatDoesNotFit() {
        TensorMap w = dinoWeights();
        w["pos_embed"] = at::zeros({1, 8, kDim});
        QVERIFY(has(badWeights([&] { DinoV2(scopeOf(w), kTwoHeads); }), "pos_embed"));
        w = dinoWeights();
        w.erase("blocks.0.attn.proj.bias");
        QVERIFY(has(badWeights([&] { DinoV2(scopeOf(w), kTwoHeads); }), "blocks.0.attn.proj.bias"));
        w = dinoWeights();
        w["cls_token"] = at::zeros({1});
        QVERIFY(has(badWeights([&] { DinoV2(scopeOf(w), kTwoHeads); }), "cls_token"));
        QVERIFY(has(badWeights([&] {
                        DinoV2(scopeOf(dinoWeights()), {3, VitMemory::Whole});
                    }),
                    "3 heads"));

        const DinoV2 network(scopeOf(dinoWeights()), kTwoHeads);
        QVERIFY_EXCEPTION_THROWN(network.preNorm(at::zeros({1, 3, 6, 5})), Error);
    }

    void vggtKeepsOnlyItsTapsAndKnowsTheFirstView() {
        const VggtAggregatorConfig config{2, 100, kTwoHeads, VitMemory::Whole};
        const VggtAggregator network(scopeOf(vggtWeights(3)), config, {0, 2});
        const at::Tensor images = at::rand({1, 3, 3, 6, 4});
        const std::vector<at::Tensor> taps = network(images, at::kHalf);
        QCOMPARE(taps.size(), size_t{2});
        QCOMPARE(taps[1].sizes(), at::IntArrayRef({1, 3, 4 + 6, 2 * kDim}));
        QCOMPARE(taps[1].scalar_type(), at::kHalf);
        // All views but the first are alike: they may change places, and their tokens do too.
        const std::vector<at::Tensor> other =
            network(images.index_select(1, at::tensor({0, 2, 1})));
        const at::Tensor swapped = other[1].index_select(1, at::tensor({0, 2, 1}));
        QVERIFY((swapped - taps[1]).abs().max().item<float>() < 2e-2);
        const std::vector<at::Tensor> first =
            network(images.index_select(1, at::tensor({1, 0, 2})));
        QVERIFY((first[1][0][0] - taps[1][0][1]).abs().max().item<float>() > 0.1);
    }
    void vggtLooksAtOneView() {
        const VggtAggregatorConfig config{2, 100, kTwoHeads, VitMemory::Whole};
        const VggtAggregator network(scopeOf(vggtWeights(1)), config, {0});
        const at::Tensor images = at::rand({1, 2, 3, 6, 6});
        const at::Tensor alone = network(images.narrow(1, 0, 1))[0];
        QCOMPARE(alone.sizes(), at::IntArrayRef({1, 1, 4 + 9, 2 * kDim}));
        const at::Tensor together = network(images)[0].narrow(1, 0, 1);
        // The frame block sees its own view alone, the global block all of them.
        const at::Tensor off = (alone - together).abs();
        QVERIFY(off.narrow(3, 0, kDim).max().item<float>() < 1e-5);
        QVERIFY(off.narrow(3, kDim, kDim).max().item<float>() > 1e-3);
    }
    void sparingMemoryChangesNoResult() {
        const TensorMap weights = vggtWeights(2);
        VggtAggregatorConfig config{2, 100, kTwoHeads, VitMemory::Whole};
        const at::Tensor images = at::rand({1, 6, 3, 6, 4});
        const auto look = [&] {
            return VggtAggregator(scopeOf(weights), config, {0, 1})(images).back();
        };
        const at::Tensor whole = look();
        config.memory = config.patch_embed.memory = VitMemory::Spare;
        QVERIFY((look() - whole).abs().max().item<float>() < 1e-5);
    }
    void weightsReadInTheirTurnAreCheckedThen() {
        TensorMap weights = vggtWeights(2);
        weights["frame_blocks.1.attn.proj.bias"] = at::zeros({1});
        VggtAggregatorConfig config{2, 100, kTwoHeads, VitMemory::Spare};
        const VggtAggregator network(scopeOf(weights), config, {0, 1});
        QVERIFY(has(badWeights([&] {
                        network(at::rand({1, 1, 3, 6, 6}));
                    }),
                    "frame_blocks.1.attn.proj.bias"));
    }
    void vggtRefusesTooFewLayers() {
        const VggtAggregatorConfig config{2, 100, kTwoHeads, VitMemory::Whole};
        const auto make = [&] { VggtAggregator(scopeOf(vggtWeights(2)), config, {0, 2}); };
        QVERIFY(has(badWeights(make), "2 layers where 3 are needed"));
    }

    void theObjectFillsTheSquare() {
        const ByteImage out = centredObject(withRectangle(100, 60, 40, 5, 20, 40), 64);
        QCOMPARE(out.width, 64);
        QCOMPARE(out.height, 64);
        // 40 of 42 pixels high and half as wide: about 30 columns around the middle.
        QCOMPARE(int(out.at(32, 32)[0]), 200);
        QVERIFY(out.at(20, 32)[3] > 200 && out.at(43, 32)[3] > 200);
        QCOMPARE(int(out.at(12, 32)[3]), 0);
        QCOMPARE(int(out.at(52, 32)[3]), 0);
    }
    void anObjectOfOnePixelIsRefused() {
        QVERIFY_EXCEPTION_THROWN(centredObject(withRectangle(40, 40, 7, 9, 1, 1)), Error);
    }
    void aPictureWithoutAlphaHasNoCutOut() {
        QVERIFY(!hasCutOut(ByteImage(4, 4, 3)));
        QVERIFY(!hasCutOut(withRectangle(4, 4, 0, 0, 4, 4)));
        QVERIFY(hasCutOut(withRectangle(4, 4, 0, 0, 4, 3)));
    }
};

QTEST_GUILESS_MAIN(TestImageNets)
#include "test_image_nets.moc"
