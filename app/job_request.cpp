// SPDX-License-Identifier: Apache-2.0
#include "app/job_request.h"

#include "app/original_config.h"
#include "base/files.h"
#include "base/log.h"
#include "base/parallel_for.h"
#include "base/text.h"
#include "pipeline/output_lock.h"

#include <algorithm>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void failUsage(const std::string& reason, const std::string& hint) {
    throw UsageError(Error(Error::Kind::BadInput, reason, hint));
}

JobFile configuredJob(const fs::path& path) {
    try {
        OriginalConfig config = readOriginalConfig(path);
        for (const std::string& remark : config.remarks) {
            logWarning(remark);
        }
        return std::move(config.job);
    } catch (const Error& error) {
        throw UsageError(error);
    }
}

JobFile startingPoint(const ReconstructArguments& arguments) {
    if (arguments.config) {
        return configuredJob(*arguments.config);
    }
    std::optional<fs::path> path = arguments.job;
    if (!path && arguments.inputs.empty()) {  // --resume --output OUT
        path = workFolderOf(*arguments.output) / "job.json";
        if (!fs::exists(*path)) {
            failUsage(displayPath(*arguments.output) + ": there is no interrupted run to resume",
                      "Give INPUT to start one.");
        }
    }
    if (!path) {
        return {};
    }
    try {
        return readJobFile(*path);
    } catch (const Error& error) {
        throw UsageError(error);
    }
}

void applyArguments(const ReconstructArguments& arguments, JobFile& job) {
    if (!arguments.inputs.empty()) {
        job.inputs = arguments.inputs;
    }
    job.output = arguments.output.value_or(job.output);
    job.engine = arguments.engine.value_or(job.engine);
    job.settings.preset = arguments.preset.value_or(job.settings.preset);
    job.device = arguments.device.value_or(job.device);
    job.seed = arguments.seed.value_or(job.seed);
    job.threads = arguments.threads.value_or(job.threads);
    job.weights = arguments.weights.value_or(job.weights);
    if (arguments.time_limit_min) {
        job.time_limit_min = arguments.time_limit_min;
    }
    job.edits.exclude.insert(arguments.exclude.begin(), arguments.exclude.end());
    job.edits.invert_masks.insert(arguments.invert_masks.begin(), arguments.invert_masks.end());
    job.edits.invert_all_masks = job.edits.invert_all_masks || arguments.invert_all_masks;
    SceneEdits& scene = job.scene;
    scene.cameras = arguments.cameras.value_or(scene.cameras);
    scene.convention = arguments.convention.value_or(scene.convention);
    scene.masks = arguments.masks.value_or(scene.masks);
    scene.auto_masks = scene.auto_masks && !arguments.no_auto_masks;
    scene.keep_table = scene.keep_table || arguments.keep_table;
    if (const auto& region = arguments.region) {
        RegionBox box;
        for (int axis = 0; axis < 3; ++axis) {
            box.world_from_box.m[axis][3] = (*region)[static_cast<size_t>(axis)];
            box.half_size[axis] = 0.5 * (*region)[static_cast<size_t>(axis) + 3];
        }
        scene.region = box;
    }
    for (const auto& [key, value] : arguments.settings) {
        job.settings.values[key] = value;
    }
}

}  // namespace

DeviceChoice resolveDevice(const std::string& wanted, const Program& program) {
    const bool asks = wanted != "cpu" && program.devices;  // looking for GPUs takes a moment
    try {
        return chooseDevice(wanted, asks ? program.devices() : ComputeDevices());
    } catch (const Error& error) {
        if (error.kind() == Error::Kind::BadInput) {
            throw UsageError(error);
        }
        throw;
    }
}

Engine& findEngine(const std::string& id, Program& program) {
    std::vector<std::string> ids;
    for (const auto& engine : program.engines) {
        if (engine->info().id == id) {
            return *engine;
        }
        ids.push_back(engine->info().id);
    }
    const auto near = nearestWord(id, ids);
    failUsage("there is no engine \"" + id + "\"",
              (near ? "Did you mean \"" + *near + "\"? " : "") +
                  "Engines: " + (ids.empty() ? "none" : listWords(ids, ", ")) + ".");
}

JobRequest makeJobRequest(const ReconstructArguments& arguments, Program& program) {
    JobRequest request{startingPoint(arguments), nullptr};
    applyArguments(arguments, request.job);
    if (request.job.inputs.empty()) {
        failUsage("the job names no inputs", "Give INPUT, or \"inputs\" in the job file.");
    }
    if (request.job.output.empty()) {
        failUsage("no output folder is given", "Give --output OUT, or \"output\" in the job file.");
    }
    request.engine = &findEngine(request.job.engine, program);
    try {
        validateSettings(
            request.engine->info().fields, request.engine->info().presets, request.job.settings);
    } catch (const Error& error) {
        throw UsageError(error);
    }
    const DeviceChoice device = resolveDevice(request.job.device, program);
    if (!device.reason.empty()) {
        logInfo(device.reason);
    }
    request.job.device = device.device;
    if (request.job.threads <= 0) {
        request.job.threads = threadCount();
    }
    request.job.versions = program.versions;
    return request;
}

}  // namespace bozzetto
