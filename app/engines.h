// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"

#include <memory>
#include <vector>

namespace bozzetto {

/// Every engine of this build, in the order in which they are shown.
std::vector<std::unique_ptr<Engine>> makeEngines();

}  // namespace bozzetto
