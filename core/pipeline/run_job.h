// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"
#include "pipeline/engine.h"

#include <exception>
#include <string>
#include <variant>

namespace bozzetto {

/// Why a job ended without a result. The same words go to the terminal, the log, the window and
/// --events.
struct Failure {
    Error::Kind kind = Error::Kind::Internal;
    std::string reason, hint, path, detail;
};

/// The job was asked to stop and did. What it had done is in the checkpoint.
struct JobCancelled {};

using JobOutcome = std::variant<Reconstruction, Failure, JobCancelled>;

/// Runs an engine until its result is delivered (JobContext::deliver). The one border of core that
/// catches: nothing is thrown from here, out of memory included.
JobOutcome runJob(Engine& engine,
                  const ImageSet& images,
                  const Settings& settings,
                  JobContext& job) noexcept;

/// The failure that an exception stands for; Internal for one that is not ours.
Failure toFailure(const std::exception& exception);
/// Advice on what to change after running out of memory.
Failure outOfMemory(const std::string& detail);

/// Throws Error(Engine) unless the result may be called one: at least one triangle, indices in
/// range, finite positions, normals and UVs within sane bounds, every map present, finite, in
/// range, and a base colour that is not one single value (a texture nobody wrote to).
void checkReconstruction(const Reconstruction& result);

}  // namespace bozzetto
