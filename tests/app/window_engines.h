// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"

#include <memory>
#include <vector>

namespace bozzetto::testing {

/// Engines for tests of a window: they behave as a real one does (two optimising stages with
/// falling losses "shape" and "texture", previews of a growing ball, checkpoints, pause, stop,
/// finish, a seed) and differ in how long they take and how they end:
///   quick   0.3 s, a textured ball
///   slow    10 s, a textured ball
///   hungry  1.5 s, then it runs out of memory
///   broken  1.5 s, then it fails with a reason and a remedy
/// The setting "seconds" changes the time of all of them; quick has all four types of setting.
std::vector<std::unique_ptr<Engine>> makeWindowEngines();

}  // namespace bozzetto::testing
