// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/models/vggt_camera_head.h"

namespace bozzetto::parity {

void checkVggtCameraHead(Fixture& fixture) {
    const WeightScope w = fixture.weights().as(at::kFloat);  // in f32 on a GPU too
    const VggtCameraHead network(w, VggtCameraHeadConfig::fromJson(fixture.constructor()));
    const int steps = fixture.config.at("iterations").get<int>();
    const std::vector<at::Tensor> poses = network(fixture.in("tokens"), steps);
    for (size_t i = 0; i < poses.size(); ++i) {
        const std::string name = "pose_enc.iter" + std::to_string(i);
        fixture.close(name, poses[i], fixture.out(name), 5e-6);
    }
    fixture.holds("all weights are read", w.unread().empty());
}

}  // namespace bozzetto::parity
