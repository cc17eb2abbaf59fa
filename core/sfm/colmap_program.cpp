// SPDX-License-Identifier: Apache-2.0
#include "sfm/colmap_program.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "base/run_program.h"

#include <algorithm>
#include <csignal>
#include <regex>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr size_t kLongestHelp = 1 << 20;

[[noreturn]] void refuseProgram(const fs::path& program, const std::string& reason) {
    throw Error(Error::Kind::Unsupported,
                displayPath(program) + ": " + reason,
                "COLMAP finds the cameras of photographs. On Debian and Ubuntu install the package "
                "\"colmap\" (apt install colmap), or give cameras from another program.",
                program.string());
}

/// Everything that a short call says, whatever its exit code.
std::string outputOf(const fs::path& program,
                     const std::vector<std::string>& arguments,
                     const Task& task) {
    std::string text;
    ProgramCall call{program, arguments};
    call.on_line = [&](std::string_view line) {
        if (text.size() < kLongestHelp) {
            text.append(line).append("\n");
        }
    };
    call.poll = [&] { task.poll(); };
    runProgram(call);
    return text;
}

bool contains(const std::string& text, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(), [&](const char* word) {
        return text.find(word) != std::string::npos;
    });
}

/// What neither another try nor other settings would help.
void checkResources(const std::string& command, const ProgramEnd& end) {
    if (end.exit_code == 128 + SIGKILL || contains(end.tail, {"std::bad_alloc"})) {
        throw Error(Error::Kind::OutOfMemory,
                    "there was not enough memory for COLMAP (" + command + ")",
                    "Close other programs, or use fewer or smaller pictures.",
                    {},
                    end.tail);
    }
    if (contains(end.tail, {"No space left on device", "disk is full", "disk I/O error"})) {
        throw Error(Error::Kind::Output,
                    "the disk of the temporary files is full (COLMAP " + command + ")",
                    "Free some space, or set TMPDIR to a folder on another disk.",
                    {},
                    end.tail);
    }
}

}  // namespace

Colmap::Colmap(const fs::path& program, const Task& task) : task_(task) {
    const fs::path wanted = program.empty() ? fs::path("colmap") : program;
    program_ = findProgram(wanted);
    if (program_.empty()) {
        refuseProgram(wanted, "there is no such program");
    }
    const std::string help = outputOf(program_, {"help"}, task_);
    static const std::regex pattern(R"((?:^|\n)COLMAP ([0-9]+(?:\.[0-9A-Za-z]+)*))");
    std::smatch match;
    if (!std::regex_search(help, match, pattern)) {
        refuseProgram(program_, "is not COLMAP");
    }
    version_ = "COLMAP " + match[1].str();
}

const std::set<std::string>& Colmap::optionsOf(const std::string& command) {
    const auto [entry, is_new] = options_.try_emplace(command);
    if (is_new) {
        const std::string help = outputOf(program_, {command, "--help"}, task_);
        static const std::regex option(R"(--([A-Za-z_][A-Za-z0-9_.]*))");
        for (auto it = std::sregex_iterator(help.begin(), help.end(), option);
             it != std::sregex_iterator();
             ++it) {
            entry->second.insert((*it)[1].str());
        }
    }
    return entry->second;
}

Colmap::Outcome Colmap::run(const std::string& command,
                            const std::vector<ColmapOption>& options,
                            const std::function<void(std::string_view)>& on_line,
                            const std::function<void()>& poll) {
    const std::set<std::string>& known = optionsOf(command);
    ProgramCall call{program_, {command}};
    for (const ColmapOption& option : options) {
        const auto name = std::find_if(option.names.begin(),
                                       option.names.end(),
                                       [&](const std::string& n) { return known.contains(n); });
        if (name != option.names.end()) {
            call.arguments.insert(call.arguments.end(), {"--" + *name, option.value});
        } else if (option.if_unknown == ColmapOption::IfUnknown::Fail) {
            refuseProgram(program_,
                          version_ + " has no option --" + option.names.front() + " of " + command);
        }
    }
    call.on_line = on_line;
    call.poll = [&] {
        task_.poll();
        if (poll) {
            poll();
        }
    };
    std::string words = version_ + ":";
    for (const std::string& word : call.arguments) {
        words += " " + word;
    }
    log(LogLevel::Debug, words);
    const ProgramEnd end = runProgram(call);
    if (end.failed()) {
        checkResources(command, end);
        log(LogLevel::Debug,
            command + " ended with " + std::to_string(end.exit_code) + ":\n" + end.tail);
    }
    return {end.exit_code, end.tail};
}

}  // namespace bozzetto
