// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"

#include <memory>

namespace bozzetto::testing {

/// "networked": as "quick" of window_engines.h, but it needs the files "net/small.safetensors" and
/// "net/free.safetensors" (support/weights_site.h). verifyWeights refuses files whose tensor is not
/// called "w", and remarks that nobody reads net/free.
std::unique_ptr<Engine> makeNetworkedEngine();

}  // namespace bozzetto::testing
