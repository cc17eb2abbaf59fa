// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"
#include "app/console.h"
#include "app/entry.h"
#include "app/exit_codes.h"

#include <cstdlib>
#include <dlfcn.h>
#include <string>

namespace {

/// Help, version and mistakes are answered here; anything else opens the library with the engines.
int runInLibrary(int argc, char** argv) {
    // OpenBLAS would start a thread for every core beside our own pool, whatever --threads says.
    // Only read when it is loaded.
    ::setenv("OPENBLAS_NUM_THREADS", "1", 0);
    void* library = ::dlopen(kCliLibrary, RTLD_NOW | RTLD_LOCAL);
    void* symbol = library != nullptr ? ::dlsym(library, kRunCliSymbol) : nullptr;
    if (symbol == nullptr) {
        bozzetto::printErr(std::string("bozzetto-cli: a part of the program cannot be loaded: ") +
                           ::dlerror() + "\nInstall Bozzetto again, with the packages it needs.\n");
        return bozzetto::kExitDevice;
    }
    return reinterpret_cast<decltype(&bozzettoRunCli)>(symbol)(argc, argv);
}

}  // namespace

int main(int argc, char** argv) {
    const auto parsed = bozzetto::parseArguments(argc, argv);
    if (const auto* nothing = std::get_if<bozzetto::NothingToDo>(&parsed)) {
        return bozzetto::printNothingToDo(*nothing);
    }
    return runInLibrary(argc, argv);
}
