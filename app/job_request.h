// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/arguments.h"
#include "app/cli.h"
#include "base/error.h"
#include "pipeline/job_file.h"

namespace bozzetto {

/// A mistake in what the user asked for, found after parsing: exit code 2 whatever the kind.
class UsageError : public Error {
public:
    explicit UsageError(const Error& error) : Error(error) {}
};

/// A checked request: every part known to this program.
struct JobRequest {
    JobFile job;  // of one engine; device and threads resolved
    Engine* engine = nullptr;
    JobFile whole;  // the same with the engines that follow: what resuming goes on from
};

/// The job file (--job, or with --resume alone the one of the interrupted run), changed by what the
/// command line says, and checked. Throws UsageError for an unknown engine, preset, setting or a
/// bad job file; Error(Device) for a device that is not there.
JobRequest makeJobRequest(const ReconstructArguments& arguments, Program& program);

/// chooseDevice among what this program can compute on. Throws UsageError for another word,
/// Error(Device) for a GPU that cannot be had.
DeviceChoice resolveDevice(const std::string& wanted, const Program& program);

/// The request for the engine that follows; `request.whole.then` is not empty. Throws as
/// makeJobRequest.
JobRequest nextRequest(const JobRequest& request, Program& program);

/// Throws UsageError with the nearest id if the program has no such engine.
Engine& findEngine(const std::string& id, Program& program);

}  // namespace bozzetto
