// SPDX-License-Identifier: Apache-2.0
// DINOv2 and VGGT's aggregator.
#include "reconviagen/models/dinov2.h"
#include "reconviagen/models/vggt_aggregator.h"
#include "tests/device/bench_stages.h"
#include "tests/device/network_weights.h"

#include <memory>

namespace bozzetto::device_test {
namespace {

/// The published sizes, or tiny ones.
VitSize sizeOf(const BenchSetting& setting) {
    return setting.small ? kTinyVit : VitSize{};
}

at::Tensor pictures(const VitSize& size, int64_t views, const BenchSetting& setting) {
    return at::rand({views, 3, size.pixels(), size.pixels()},
                    at::TensorOptions(at::kFloat).device(setting.device));
}

std::string nameOf(const char* network, int64_t views, at::ScalarType torso) {
    const char* type = torso == at::kFloat ? "f32" : torso == at::kHalf ? "f16" : "bf16";
    return network + std::string(" ") + std::to_string(views) + " views, " + type;
}

std::function<at::Tensor()> prepareDinoV2(int64_t views,
                                          const BenchSetting& setting,
                                          at::ScalarType torso) {
    const VitSize size = sizeOf(setting);
    RandomWeights w(setting.device, torso);
    addDinoV2(w, "", size);
    const auto network =
        std::make_shared<DinoV2>(w.take(), DinoV2Config{size.heads, VitMemory::Whole});
    const at::Tensor images = imageNetNormalised(pictures(size, views, setting));
    return [network, images] { return network->features(images); };
}

std::function<at::Tensor()> prepareVggt(int64_t views,
                                        const BenchSetting& setting,
                                        at::ScalarType torso) {
    const VitSize size = sizeOf(setting);
    RandomWeights w(setting.device, torso);
    addVggtAggregator(w, "", size);
    const std::vector<int64_t> taps =
        setting.small ? std::vector<int64_t>{0, 1} : std::vector<int64_t>{4, 11, 17, 23};
    const auto network = std::make_shared<VggtAggregator>(
        w.take(),
        VggtAggregatorConfig{size.heads, 100, {size.heads, VitMemory::Whole}, VitMemory::Whole},
        taps);
    const at::Tensor images = pictures(size, views, setting).unsqueeze(0);
    return [network, images] { return (*network)(images, at::kHalf).back(); };
}

BenchStage dinoV2(int64_t views, at::ScalarType torso, double original_ms, bool compare = false) {
    return {nameOf("DINOv2", views, torso),
            original_ms,
            torso,
            compare,
            [=](const BenchSetting& setting, at::ScalarType type) {
                return prepareDinoV2(views, setting, type);
            }};
}

BenchStage vggt(int64_t views, at::ScalarType torso, double original_ms, bool compare = false) {
    return {nameOf("VGGT", views, torso),
            original_ms,
            torso,
            compare,
            [=](const BenchSetting& setting, at::ScalarType type) {
                return prepareVggt(views, setting, type);
            }};
}

}  // namespace

std::vector<BenchStage> imageNetStages(const BenchSetting& setting) {
    if (setting.small) {
        return {vggt(2, at::kFloat, 0, true), dinoV2(2, at::kFloat, 0, true)};
    }
    return {vggt(1, at::kBFloat16, 22, true),
            vggt(1, at::kHalf, 22, true),
            vggt(6, at::kBFloat16, 113),
            vggt(16, at::kBFloat16, 358),
            dinoV2(6, at::kFloat, 140),
            dinoV2(6, at::kHalf, 140, true),
            dinoV2(16, at::kHalf, 0)};
}

}  // namespace bozzetto::device_test
