// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/arguments.h"
#include "device/compute_device.h"
#include "pipeline/engine.h"

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bozzetto {

/// What the command line can do: built once by the program (entry.cpp), or by a test with engines
/// of its own.
struct Program {
    std::vector<std::unique_ptr<Engine>> engines;
    std::map<std::string, std::string>
        versions;  // "bozzetto", "libtorch", ...: goes into job files and reports
    /// What can be computed on beside the processor; not set: nothing.
    std::function<ComputeDevices()> devices;
    /// Starts a GPU in the background, so that it is ready when the pictures are; what goes wrong
    /// is left to who uses it. Not set: nothing.
    std::function<std::future<void>(const std::string& device)> warm_up;
    // The commands that need the tensor half. They print to stdout and throw Error.
    std::function<void(const RenderArguments&)> render;
    std::function<void(const EvaluateArguments&)> evaluate;
};

/// Runs one command line and returns its exit code (exit_codes.h). Nothing is thrown.
int runCli(int argc, const char* const* argv, Program& program) noexcept;

/// The subcommands. Return the exit code; may throw Error, which runCli reports.
int runInfo(const InfoArguments& arguments);
int runEngines(const EnginesArguments& arguments, Program& program);
int runPredict(const PredictArguments& arguments, Program& program);
int runListSettings(const ReconstructArguments& arguments, Program& program);
int runExport(const ExportArguments& arguments);
int runReconstruct(const ReconstructArguments& arguments, Program& program);

}  // namespace bozzetto
