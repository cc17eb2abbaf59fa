// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// An option of a COLMAP command. Newer command lines renamed some: the first name that the command
/// knows is used.
struct ColmapOption {
    std::vector<std::string> names;  // "SiftExtraction.use_gpu", "FeatureExtraction.use_gpu"
    std::string value;
    enum class IfUnknown { Fail, LeaveOut } if_unknown = IfUnknown::LeaveOut;
};

/// COLMAP's command line as it is installed here. What it can do is asked from its own help texts,
/// so that one code serves Debian's 3.8 and the newer ones.
class Colmap {
public:
    /// program: the command; empty: "colmap" on PATH. Throws Error(Unsupported) naming Debian's
    /// package when it is not there or is something else.
    Colmap(const std::filesystem::path& program, const Task& task);

    const std::string& version() const { return version_; }  // "COLMAP 3.8"

    struct Outcome {
        int exit_code = 0;
        std::string tail;  // of what it said
    };
    /// Runs one command to its end. Throws Error(OutOfMemory) when it was killed for memory,
    /// Error(Output) when the disk is full, Error(Unsupported) for an option that must be there and
    /// is not; Cancelled.
    Outcome run(const std::string& command,
                const std::vector<ColmapOption>& options,
                const std::function<void(std::string_view)>& on_line,
                const std::function<void()>& poll = {});

private:
    const std::set<std::string>& optionsOf(const std::string& command);

    std::filesystem::path program_;
    std::string version_;
    const Task& task_;
    std::map<std::string, std::set<std::string>> options_;
};

}  // namespace bozzetto
