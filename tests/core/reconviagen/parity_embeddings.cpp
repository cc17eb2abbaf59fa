// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/models/embeddings.h"

namespace bozzetto::parity {

void checkEmbeddings(Fixture& fixture) {
    for (const std::string& width : fixture.between("out.timestep", "")) {
        fixture.close("timestep " + width,
                      timestepSinusoid(fixture.in("t"), std::stol(width)),
                      fixture.out("timestep" + width),
                      1e-4);
    }
    for (const std::string& channels : fixture.between("out.ape", "")) {
        fixture.close("positions " + channels,
                      absolutePositions(fixture.in("xyz"), std::stol(channels)),
                      fixture.out("ape" + channels),
                      1e-5);
    }
}

}  // namespace bozzetto::parity
