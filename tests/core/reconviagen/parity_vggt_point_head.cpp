// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/models/vggt_point_head.h"

namespace bozzetto::parity {

void checkVggtPointHead(Fixture& fixture) {
    constexpr double kTolerance = 1e-5;
    const WeightScope w = fixture.weights().as(at::kFloat);  // in f32 on a GPU too
    const VggtPointHead network(w);
    std::vector<at::Tensor> taps;
    for (const auto& tap : fixture.config.at("taps")) {
        taps.push_back(fixture.in("layer" + std::to_string(tap.get<int>())));
    }
    const auto size = fixture.config.at("image_size").get<std::vector<int64_t>>();
    const VggtPoints result = network(taps,
                                      fixture.config.at("patch_start_idx").get<int64_t>(),
                                      size.at(0),
                                      size.at(1),
                                      fixture.constructor().at("patch_size").get<int64_t>());
    fixture.close("points", result.points, fixture.out("points"), kTolerance);
    fixture.close("confidence", result.confidence, fixture.out("confidence"), kTolerance);
    fixture.holds("all weights are read", w.unread().empty());
}

}  // namespace bozzetto::parity
