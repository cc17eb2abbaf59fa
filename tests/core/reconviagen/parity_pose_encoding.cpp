// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/models/pose_encoding.h"

namespace bozzetto::parity {

void checkPoseEncoding(Fixture& fixture) {
    constexpr double kTolerance = 1e-6;
    for (const auto& size : fixture.config.at("sizes")) {
        const auto height = size.at(0).get<int64_t>(), width = size.at(1).get<int64_t>();
        const std::string name = std::to_string(height) + "x" + std::to_string(width);
        const VggtCameras cameras = decodePoses(fixture.in("pose_enc"), height, width);
        const at::Tensor extrinsics = fixture.out(name + ".extrinsics");
        const at::Tensor intrinsics = fixture.out(name + ".intrinsics");
        fixture.close(name + " extrinsics", cameras.extrinsics, extrinsics, kTolerance);
        fixture.close(name + " intrinsics", cameras.intrinsics, intrinsics, kTolerance);
        fixture.close(name + " and back",
                      encodePoses({extrinsics, intrinsics}, height, width),
                      fixture.out(name + ".pose_enc_back"),
                      kTolerance);
    }
}

}  // namespace bozzetto::parity
