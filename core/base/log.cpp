// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <cstdio>
#include <mutex>

namespace bozzetto {
namespace {
std::mutex sink_mutex;
LogSink& sink() {
    static LogSink instance;
    return instance;
}
}  // namespace

void log(LogLevel level, const std::string& message) {
    const std::lock_guard lock(sink_mutex);
    if (sink()) {
        sink()(level, message);
    } else if (level >= LogLevel::Warning) {
        std::fprintf(stderr, "%s\n", message.c_str());
    }
}

void setLogSink(LogSink new_sink) {
    const std::lock_guard lock(sink_mutex);
    sink() = std::move(new_sink);
}

}  // namespace bozzetto
