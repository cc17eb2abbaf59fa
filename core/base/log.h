// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>

namespace bozzetto {

enum class LogLevel { Debug, Info, Warning, Error };

/// Sends a line to the sink that the application set; without a sink, warnings and errors go to
/// stderr. Thread-safe.
void log(LogLevel level, const std::string& message);
inline void logInfo(const std::string& message) {
    log(LogLevel::Info, message);
}
inline void logWarning(const std::string& message) {
    log(LogLevel::Warning, message);
}

using LogSink = std::function<void(LogLevel, const std::string&)>;
void setLogSink(LogSink sink);

}  // namespace bozzetto
