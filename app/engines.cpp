// SPDX-License-Identifier: Apache-2.0
#include "app/engines.h"

#include "nvdiffrec/engine.h"

namespace bozzetto {

std::vector<std::unique_ptr<Engine>> makeEngines() {
    std::vector<std::unique_ptr<Engine>> engines;
    engines.push_back(makeNvdiffrecEngine());
    return engines;
}

}  // namespace bozzetto
