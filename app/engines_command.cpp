// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"
#include "app/console.h"
#include "app/exit_codes.h"
#include "base/text.h"
#include "pipeline/engine_description.h"

namespace bozzetto {

int runEngines(const EnginesArguments& arguments, Program& program) {
    std::vector<EngineInfo> engines;
    for (const auto& engine : program.engines) {
        engines.push_back(engine->info());
    }
    if (arguments.json) {
        printOut(encodeEngines(engines));
        return kExitDone;
    }
    for (const EngineInfo& engine : engines) {
        printOut(engine.id + ": " + engine.description + "\n    presets " +
                 listWords(engine.presets, ", ") + "; at least " +
                 std::to_string(std::max(1, engine.minimum_views)) +
                 (engine.needs_cameras ? " views with a camera\n" : " views\n"));
    }
    return kExitDone;
}

}  // namespace bozzetto
