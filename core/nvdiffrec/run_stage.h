// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/run.h"
#include "nvdiffrec/stage.h"

#include <functional>

namespace bozzetto {

struct StagePlan {
    const char* name = "";       // of its loss
    double reserve = 0;          // seconds of the time limit that what comes after it needs
    std::function<void()> save;  // writes a checkpoint of the stage
    std::function<Look()> look;  // what a preview shows
};

/// Steps a stage to its end, its time limit or its cancellation (then it is saved). A step that
/// diverges goes back to the last good state, at most twice. A step that runs out of memory goes
/// back too, and on with fewer views a step, then with smaller pictures (each time a warning);
/// throws its Error(OutOfMemory) when nothing is left to lower.
void runStage(Run& run, Stage& stage, const StagePlan& plan);

/// Calls `start`; if memory runs out, again after lowering what `rungs` says, with a warning each
/// time. Throws the Error(OutOfMemory) when nothing is left to lower.
void startWithinMemory(Run& run, Rungs rungs, const std::function<void()>& start);

}  // namespace bozzetto
