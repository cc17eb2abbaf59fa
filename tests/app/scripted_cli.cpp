// SPDX-License-Identifier: Apache-2.0
// bozzetto-cli with engines that only tests have in the place of the real ones.
#include "app/cli.h"
#include "app/scripted_engine.h"
#include "app/window_engines.h"
#include "base/error.h"

int main(int argc, char** argv) {
    const auto refuse = [](const auto&) {
        throw bozzetto::Error(
            bozzetto::Error::Kind::Unsupported, "this program cannot draw", "Use bozzetto-cli.");
    };
    bozzetto::Program program;
    program.engines.push_back(bozzetto::testing::makeScriptedEngine());
    for (auto& engine : bozzetto::testing::makeWindowEngines()) {
        program.engines.push_back(std::move(engine));
    }
    program.versions = {{"bozzetto", BOZZETTO_VERSION}};
    program.render = refuse;
    program.evaluate = refuse;
    return bozzetto::runCli(argc, argv, program);
}
