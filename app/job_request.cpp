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
    if (arguments.engine) {
        job.engine = *arguments.engine;
        job.then.clear();
    }
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

namespace {

bool knows(const EngineInfo& engine, const std::string& key) {
    return std::any_of(engine.fields.begin(), engine.fields.end(), [&](const SettingField& field) {
        return field.key == key;
    });
}

/// "both": every engine, one after the other.
void spellOut(JobFile& job, const Program& program) {
    if (job.engine != "both" || program.engines.empty()) {
        return;
    }
    job.engine = program.engines.front()->info().id;
    job.then.clear();
    for (size_t i = 1; i < program.engines.size(); ++i) {
        job.then.push_back(program.engines[i]->info().id);
    }
}

/// The job of its first engine alone, with the settings that this one knows. What no engine of the
/// job knows stays, to be refused.
JobFile alone(const JobFile& whole, const EngineInfo& engine, Program& program) {
    JobFile job = whole;
    job.then.clear();
    std::erase_if(job.settings.values, [&](const auto& setting) {
        return !knows(engine, setting.first) &&
               std::any_of(whole.then.begin(), whole.then.end(), [&](const std::string& id) {
                   return knows(findEngine(id, program).info(), setting.first);
               });
    });
    return job;
}

JobRequest requestOf(const JobFile& whole, Program& program) {
    JobRequest request{{}, &findEngine(whole.engine, program), whole};
    const EngineInfo& engine = request.engine->info();
    request.job = alone(whole, engine, program);
    try {
        validateSettings(engine.fields, engine.presets, request.job.settings);
    } catch (const Error& error) {
        throw UsageError(error);
    }
    return request;
}

}  // namespace

JobRequest makeJobRequest(const ReconstructArguments& arguments, Program& program) {
    JobFile job = startingPoint(arguments);
    applyArguments(arguments, job);
    spellOut(job, program);
    if (job.inputs.empty()) {
        failUsage("the job names no inputs", "Give INPUT, or \"inputs\" in the job file.");
    }
    if (job.output.empty()) {
        failUsage("no output folder is given", "Give --output OUT, or \"output\" in the job file.");
    }
    requestOf(job, program);  // a mistake is told before GPUs are looked for
    const DeviceChoice device = resolveDevice(job.device, program);
    if (!device.reason.empty()) {
        logInfo(device.reason);
    }
    job.device = device.device;
    if (job.threads <= 0) {
        job.threads = threadCount();
    }
    job.versions = program.versions;
    return requestOf(job, program);
}

JobRequest nextRequest(const JobRequest& request, Program& program) {
    JobFile job = request.whole;
    const EngineInfo& done = request.engine->info();
    job.engine = job.then.front();
    job.then.erase(job.then.begin());
    const EngineInfo& next = findEngine(job.engine, program).info();
    std::erase_if(job.settings.values, [&](const auto& setting) {
        return knows(done, setting.first) && !knows(next, setting.first) &&
               std::none_of(job.then.begin(), job.then.end(), [&](const std::string& id) {
                   return knows(findEngine(id, program).info(), setting.first);
               });
    });
    return requestOf(job, program);
}

}  // namespace bozzetto
