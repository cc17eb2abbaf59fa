// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/models/vggt_aggregator.h"

#include <numeric>

namespace bozzetto::parity {
namespace {

constexpr double kTolerance = 5e-6;

void checkRotation(Fixture& fixture, double base) {
    const at::Tensor q = fixture.in("rope.q");  // [B, heads, T, D]
    const RotaryTable table(fixture.in("rope.pos")[0], q.size(3), base);
    const at::Tensor turned = table(q.transpose(1, 2).contiguous()).transpose(1, 2);
    fixture.close("rotation", turned, fixture.out("rope.q"), kTolerance);
}

}  // namespace

void checkVggtAggregator(Fixture& fixture) {
    nlohmann::json args = fixture.constructor();
    args["patch_embed"] = fixture.config.at("patch_embed_constructor");
    const auto config = VggtAggregatorConfig::fromJson(args);
    std::vector<int64_t> layers(args.at("depth").get<size_t>());
    std::iota(layers.begin(), layers.end(), 0);

    const WeightScope w = fixture.weights();
    const VggtAggregator network(w, config, layers);
    for (const std::string& picture : fixture.between("in.", ".images")) {
        const at::Tensor images = fixture.in(picture + ".images");
        const std::vector<at::Tensor> all = network(images);
        const std::string name = picture + ".layer";
        for (const std::string& layer : fixture.between("out." + name, "")) {
            fixture.close(
                name + layer, all.at(std::stoul(layer)), fixture.out(name + layer), kTolerance);
        }
        // A layer that is not asked for changes nothing and is not kept.
        const VggtAggregator last(w, config, {layers.back()});
        const std::vector<at::Tensor> alone = last(images);
        fixture.holds(picture + ": one tap", alone.size() == 1 && alone[0].equal(all.back()));
    }
    checkRotation(fixture, config.rope_freq);
    fixture.holds("all weights are read", w.unread().empty());
}

}  // namespace bozzetto::parity
