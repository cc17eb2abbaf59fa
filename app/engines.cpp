// SPDX-License-Identifier: Apache-2.0
#include "app/engines.h"

#include "nvdiffrec/engine.h"
#include "reconviagen/engine.h"

namespace bozzetto {

std::vector<std::unique_ptr<Engine>> makeEngines() {
    std::vector<std::unique_ptr<Engine>> engines;
    engines.push_back(makeNvdiffrecEngine());
    engines.push_back(makeReconviagenEngine());
    return engines;
}

}  // namespace bozzetto
