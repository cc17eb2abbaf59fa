// SPDX-License-Identifier: Apache-2.0
// Networks of structured latents with weights that are damaged, and features that make no mesh.
#include "base/error.h"
#include "checkpoint/safetensors.h"
#include "nn/cancel_scope.h"
#include "reconviagen/features_to_mesh.h"
#include "reconviagen/models/slat_flow.h"
#include "reconviagen/models/slat_gaussian_decoder.h"
#include "reconviagen/models/slat_mesh_decoder.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <functional>
#include <limits>

using namespace bozzetto;

namespace {

struct Golden {
    TensorMap weights;
    nlohmann::json args;
};

Golden golden(const std::string& name) {
    const Safetensors file =
        readSafetensors(std::string(BOZZETTO_TEST_DATA) + "/reconviagen/" + name + ".safetensors");
    const nlohmann::json config = nlohmann::json::parse(file.metadata.at("config"));
    Golden result{{}, config.at("constructor")};
    if (config.contains("num_groups")) {
        result.args["num_groups"] = config["num_groups"];
    }
    for (const auto& [key, tensor] : file.tensors) {
        if (key.starts_with("weights.")) {
            result.weights[key.substr(8)] = tensor;
        }
    }
    return result;
}

using Build = std::function<void(const WeightScope&, const nlohmann::json&)>;

struct Network {
    const char* file;
    Build build;
};
const std::vector<Network>& networks() {
    static const std::vector<Network> all = {
        {"slat_flow",
         [](const WeightScope& w, const nlohmann::json& args) {
             SlatFlow(w, SlatFlowConfig::fromJson(args));
         }},
        {"slat_dec_mesh",
         [](const WeightScope& w, const nlohmann::json& args) {
             SlatMeshDecoder(w, SlatMeshDecoderConfig::fromJson(args));
         }},
        {"slat_dec_gs",
         [](const WeightScope& w, const nlohmann::json& args) {
             SlatGaussianDecoder(w, SlatGaussianDecoderConfig::fromJson(args));
         }},
    };
    return all;
}

/// Whether building throws the error of bad weights, rather than none or one of LibTorch's.
bool refuses(const Network& network, const TensorMap& weights, const nlohmann::json& args) {
    try {
        network.build(WeightScope(weights, "damaged"), args);
    } catch (const Error& error) {
        return error.kind() == Error::Kind::BadWeights;
    }
    return false;
}

/// A cube of 4^3 with features of a sphere in it.
at::Tensor cubeCoords() {
    const at::Tensor axis = at::arange(4, at::kInt);
    const auto grid = at::meshgrid({axis, axis, axis}, "ij");
    return at::stack({at::zeros_like(grid[0]), grid[0], grid[1], grid[2]}, 3).view({-1, 4});
}

}  // namespace

class TestSlat : public QObject {
    Q_OBJECT
private slots:
    void refusesEveryDamagedWeight_data();
    void refusesEveryDamagedWeight();
    void refusesFeaturesThatMakeNoMesh();
    void closesTheSurfaceWhereTheCubesEnd();
    void decodersStopWhenAsked();
};

void TestSlat::refusesEveryDamagedWeight_data() {
    QTest::addColumn<int>("index");
    for (size_t i = 0; i < networks().size(); ++i) {
        QTest::newRow(networks()[i].file) << static_cast<int>(i);
    }
}

void TestSlat::refusesEveryDamagedWeight() {
    QFETCH(int, index);
    const Network& network = networks()[static_cast<size_t>(index)];
    const Golden whole = golden(network.file);
    network.build(WeightScope(whole.weights, "whole"), whole.args);
    for (const auto& [key, tensor] : whole.weights) {
        TensorMap missing = whole.weights;
        missing.erase(key);
        QVERIFY2(refuses(network, missing, whole.args), ("missing: " + key).c_str());
        for (int64_t axis = 0; axis < tensor.dim(); ++axis) {
            TensorMap shorter = whole.weights;
            shorter[key] = tensor.narrow(axis, 0, tensor.size(axis) - 1);
            QVERIFY2(refuses(network, shorter, whole.args), ("shorter: " + key).c_str());
        }
        TensorMap not_finite = whole.weights;
        not_finite[key] = tensor.clone();
        not_finite[key].view({-1})[0] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY2(refuses(network, not_finite, whole.args), ("not finite: " + key).c_str());
    }
}

void TestSlat::refusesFeaturesThatMakeNoMesh() {
    const at::Tensor coords = cubeCoords(), features = at::ones({64, 101});
    QVERIFY(featuresToMesh(4, coords, features).empty());
    QVERIFY_EXCEPTION_THROWN(featuresToMesh(4, coords, at::ones({64, 100})), Error);
    QVERIFY_EXCEPTION_THROWN(featuresToMesh(4, coords, at::ones({63, 101})), Error);
    QVERIFY_EXCEPTION_THROWN(featuresToMesh(3, coords, features), Error);
    QVERIFY_EXCEPTION_THROWN(featuresToMesh(4, coords - 1, features), Error);
    QVERIFY_EXCEPTION_THROWN(
        featuresToMesh(4, at::cat({coords, coords}), at::cat({features, features})), Error);
}

void TestSlat::closesTheSurfaceWhereTheCubesEnd() {
    // Inside everywhere: the surface is that of the block, one cube from the lattice's border.
    const FeatureMesh mesh = featuresToMesh(
        6, cubeCoords() + at::tensor({0, 1, 1, 1}, at::kInt), at::full({64, 101}, -1.0f));
    const at::Tensor t = mesh.triangles.to(at::kLong);
    const at::Tensor from = at::cat({t.select(1, 0), t.select(1, 1), t.select(1, 2)});
    const at::Tensor to = at::cat({t.select(1, 1), t.select(1, 2), t.select(1, 0)});
    const at::Tensor there = std::get<0>((from * 100000 + to).sort());
    const at::Tensor back = std::get<0>((to * 100000 + from).sort());
    QVERIFY(t.size(0) > 100);
    QVERIFY(there.equal(back));  // every edge is used once in each direction
    QVERIFY(mesh.vertices.abs().max().item<float>() < 0.5f);
}

void TestSlat::decodersStopWhenAsked() {
    const Golden mesh = golden("slat_dec_mesh");
    const SlatMeshDecoder decoder(WeightScope(mesh.weights, "mesh"),
                                  SlatMeshDecoderConfig::fromJson(mesh.args));
    const SparseTensor latents{VoxelSet::make(cubeCoords()), at::ones({64, 8})};
    int asked = 0;
    {
        const CancelScope counting([&] { ++asked; });
        decoder(latents);
    }
    QVERIFY(asked > 10);
    for (const int at_most : {0, asked / 2, asked - 1}) {
        int left = at_most;
        const CancelScope stopping([&] {
            if (left-- == 0) {
                throw Cancelled();
            }
        });
        QVERIFY_EXCEPTION_THROWN(decoder(latents), Cancelled);
    }
}

QTEST_GUILESS_MAIN(TestSlat)
#include "test_slat.moc"
