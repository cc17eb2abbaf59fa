// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/models/sparse_structure_decoder.h"

namespace bozzetto::parity {

void checkStructureDecoder(Fixture& fixture) {
    constexpr double kTolerance = 2e-5;
    const WeightScope weights = fixture.weights();
    const SparseStructureDecoder decoder(
        weights, SparseStructureDecoderConfig::fromJson(fixture.constructor()));
    fixture.holds("every weight is read", weights.unread().empty());
    fixture.bar16(5e-3);
    for (const std::string& name : fixture.between("in.", ".latent")) {
        const at::Tensor logits = decoder(fixture.in(name + ".latent"));
        fixture.close(name + ".logits", logits, fixture.out(name + ".logits"), kTolerance);
        if (fixture.run().exact()) {
            fixture.equal(name + ".coords",
                          occupiedCoords(logits, {1, logits.numel()}),
                          fixture.out(name + ".coords"));
        }
    }
}

}  // namespace bozzetto::parity
