// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"

#include <memory>

namespace bozzetto::testing {

/// An engine that does what its setting `act` says, so that the command line can be tested without
/// a real one:
///   ok, slow (20 ms a step), stuck (never asks whether to stop), fail, oom (bad_alloc), throw (no
///   Error at all), empty, nan_vertex, huge_vertex, nan_uv, nan_texture, constant, missing_map,
///   wrong_index, late (stops by the time limit and says so), crash (SIGKILL in the middle).
/// Its mesh depends on the seed and on the number of steps done, also over a resume.
std::unique_ptr<Engine> makeScriptedEngine();

}  // namespace bozzetto::testing
