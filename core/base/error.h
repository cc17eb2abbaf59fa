// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <source_location>
#include <stdexcept>
#include <string>

namespace bozzetto {

/// Everything in core that fails throws Error: one channel, caught at one border
/// (pipeline/run_job.h). `what()` is the sentence for the person (which file, what is wrong);
/// `hint()` says what to do; `detail()` is for the log.
class Error : public std::runtime_error {
public:
    enum class Kind {
        BadInput,  // the user's files or settings
        MissingWeights,
        BadWeights,
        OutOfMemory,
        Unsupported,  // this build or machine cannot do it (no CUDA, no codec)
        Device,       // the device asked for is not there
        Output,       // disk full, no permission, exists
        Locked,       // another process holds it, or it exists and may not be replaced
        TimeLimit,
        Engine,  // the optimisation failed (divergence, empty mesh)
        Internal,
    };

    Error(Kind kind,
          std::string message,
          std::string hint = {},
          std::string path = {},
          std::string detail = {})
        : std::runtime_error(std::move(message)),
          kind_(kind),
          hint_(std::move(hint)),
          path_(std::move(path)),
          detail_(std::move(detail)) {}

    Kind kind() const { return kind_; }
    const std::string& hint() const { return hint_; }
    /// File or folder the error is about; empty when there is none.
    const std::string& path() const { return path_; }
    const std::string& detail() const { return detail_; }

private:
    Kind kind_;
    std::string hint_, path_, detail_;
};

/// Thrown by JobContext::advance when the job was asked to stop. Not an Error: nothing went wrong.
class Cancelled : public std::exception {
public:
    const char* what() const noexcept override { return "cancelled"; }
};

/// Throws Error(Internal) naming the place unless `condition` holds: for broken invariants of our
/// own.
inline void require(bool condition,
                    const char* message,
                    std::source_location where = std::source_location::current()) {
    if (!condition) {
        throw Error(Error::Kind::Internal,
                    message,
                    "This is a bug in Bozzetto; please report it with the log.",
                    {},
                    std::string(where.file_name()) + ":" + std::to_string(where.line()));
    }
}

/// Machine name of a kind, stable across versions (used in --events): "bad_input", "out_of_memory",
/// ...
const char* toString(Error::Kind kind);

}  // namespace bozzetto
