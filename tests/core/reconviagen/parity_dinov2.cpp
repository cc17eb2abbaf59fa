// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/models/dinov2.h"

namespace bozzetto::parity {

void checkDinoV2(Fixture& fixture) {
    constexpr double kTolerance = 5e-6;
    const WeightScope w = fixture.weights();
    const DinoV2 network(w, DinoV2Config::fromJson(fixture.constructor()));
    for (const std::string& picture : fixture.between("in.", ".image")) {
        const at::Tensor image = fixture.in(picture + ".image");
        fixture.close(picture + " before the norm",
                      network.preNorm(image),
                      fixture.out(picture + ".x_prenorm"),
                      kTolerance);
        fixture.close(picture + " features",
                      network.features(image),
                      fixture.out(picture + ".features"),
                      kTolerance);
        fixture.close(picture + " patches",
                      network.patchTokens(image),
                      fixture.out(picture + ".x_norm_patchtokens"),
                      kTolerance);
    }
    fixture.holds("all weights are read", w.unread().empty());
}

}  // namespace bozzetto::parity
