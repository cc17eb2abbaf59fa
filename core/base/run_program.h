// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// Another program's run: what it is given and who hears what it says.
struct ProgramCall {
    std::filesystem::path program;       // absolute, or a name that is looked for on PATH
    std::vector<std::string> arguments;  // as they are: no shell reads them
    /// Each line of its output (stdout and stderr together), without the line end.
    std::function<void(std::string_view line)> on_line = {};
    /// If given: the bytes of stdout as they come; on_line and the tail then get stderr alone.
    std::function<void(std::string_view bytes)> on_bytes = {};
    /// Called at least ten times a second; what it throws ends the program and is thrown on.
    std::function<void()> poll = {};
};

struct ProgramEnd {
    int exit_code = 0;  // 128 + signal when a signal ended it
    std::string tail;   // the last lines of its output, for the log
    bool failed() const { return exit_code != 0; }
};

/// Runs a program to its end, in a process group of its own, with nothing on its standard input.
/// Before this function returns or throws, the whole group has ended: asked to first, by force
/// after 0.3 seconds. It also ends when this process dies. Throws Error(Unsupported) when the
/// program cannot be started.
ProgramEnd runProgram(const ProgramCall& call);

/// The file that a name on PATH, or a path, means; empty if there is none that may be run.
std::filesystem::path findProgram(const std::filesystem::path& program);

}  // namespace bozzetto
