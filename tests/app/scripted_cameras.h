// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bozzetto::testing {

/// `cameras INPUT --output FILE --events [--exclude NAME ...]` without looking at the pictures:
/// cameras on a circle of radius 3 that look at a ball on a floor of points (up is z, the floor at
/// z = 0), the last picture left out as blurred. Events as the real command writes them. The
/// variable BOZZETTO_SCRIPTED_CAMERAS tells how it goes: "slow" (3 s, growing), "hang" (does not
/// end, not even when asked to), "missing" (there is no COLMAP); BOZZETTO_SCRIPTED_POINTS how many
/// points there are (400).
int runScriptedCameras(int argc, const char* const* argv);

}  // namespace bozzetto::testing
