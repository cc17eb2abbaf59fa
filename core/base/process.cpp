// SPDX-License-Identifier: Apache-2.0
#include "base/process.h"

#include <sys/resource.h>
#include <unistd.h>

namespace bozzetto {

uint64_t peakMemoryBytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<uint64_t>(usage.ru_maxrss) * 1024;
}

std::string processName() {
    char host[256] = {};
    ::gethostname(host, sizeof host - 1);
    return "process " + std::to_string(::getpid()) + " on " +
           (host[0] != '\0' ? host : "this computer");
}

}  // namespace bozzetto
