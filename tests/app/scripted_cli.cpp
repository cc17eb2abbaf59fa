// SPDX-License-Identifier: Apache-2.0
// bozzetto-cli with engines that only tests have in the place of the real ones, and cameras that
// nobody looked for.
#include "app/cli.h"
#include "app/networked_engine.h"
#include "app/scripted_cameras.h"
#include "app/scripted_engine.h"
#include "app/window_engines.h"
#include "base/error.h"

#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
    if (argc > 2 && std::string(argv[1]) == "cameras") {
        return bozzetto::testing::runScriptedCameras(argc, argv);
    }
    const auto refuse = [](const auto&) {
        throw bozzetto::Error(
            bozzetto::Error::Kind::Unsupported, "this program cannot draw", "Use bozzetto-cli.");
    };
    bozzetto::Program program;
    program.engines.push_back(bozzetto::testing::makeScriptedEngine());
    for (auto& engine : bozzetto::testing::makeWindowEngines()) {
        program.engines.push_back(std::move(engine));
    }
    if (std::getenv("BOZZETTO_TEST_NETWORKED") != nullptr) {
        program.engines.push_back(bozzetto::testing::makeNetworkedEngine());
    }
    program.versions = {{"bozzetto", BOZZETTO_VERSION}};
    program.render = refuse;
    program.evaluate = refuse;
    return bozzetto::runCli(argc, argv, program);
}
