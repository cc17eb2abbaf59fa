// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/models/slat_condition.h"
#include "reconviagen/models/structure_condition.h"

namespace bozzetto::parity {
namespace {

constexpr double kTolerance = 5e-6;

std::vector<at::Tensor> taps(const Fixture& fixture) {
    std::vector<at::Tensor> layers;
    for (const int layer : fixture.config.at("taps")) {
        layers.push_back(fixture.in("layer" + std::to_string(layer)));
    }
    return layers;
}

}  // namespace

void checkStructureCondition(Fixture& fixture) {
    fixture.holds("special tokens",
                  fixture.config.at("special_tokens_dropped").get<int64_t>() == kSpecialTokens);
    const WeightScope weights = fixture.weights();
    const SparseStructureCondition condition(
        weights, StructureConditionConfig::fromJson(fixture.constructor()));
    fixture.close(
        "cond", condition(taps(fixture), fixture.in("dino")), fixture.out("cond"), kTolerance);
    fixture.holds("every weight is read", weights.unread().empty());
}

void checkSlatCondition(Fixture& fixture) {
    const WeightScope weights = fixture.weights();
    const SlatViewCondition condition(weights);
    const std::vector<at::Tensor> views = condition(taps(fixture), fixture.in("dino"));
    fixture.holds("one condition a view",
                  views.size() == fixture.between("out.cond.view", "").size());
    for (size_t view = 0; view < views.size(); ++view) {
        const std::string name = "cond.view" + std::to_string(view);
        fixture.close(name, views[view], fixture.out(name), kTolerance);
    }
    fixture.holds("every weight is read", weights.unread().empty());
}

}  // namespace bozzetto::parity
