// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"
#include "pipeline/run_job.h"

#include <string>
#include <string_view>

namespace bozzetto {

/// Writes to stdout or stderr at once. A reader that went away (a pipe to `head`, a closed stream)
/// is no error: the work goes on.
void printOut(std::string_view text);
void printErr(std::string_view text);

bool stderrIsTerminal();

/// "reason" and, on a second line, "hint": what the terminal shows for a failure.
std::string describe(const Failure& failure);

/// One line of --events for a failure:
/// {"v":1,"event":"error","code":..,"exit_code":..,"path":..,"reason":..,"hint":..}.
std::string errorEvent(const std::string& code,
                       int exit_code,
                       const std::string& path,
                       const std::string& reason,
                       const std::string& hint);

}  // namespace bozzetto
