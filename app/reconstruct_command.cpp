// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/exit_codes.h"
#include "app/interrupts.h"
#include "app/job_request.h"
#include "app/preparation_progress.h"
#include "app/prepare_images.h"
#include "app/reporter.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "base/process.h"
#include "camera/describe.h"
#include "pipeline/checkpoint.h"
#include "pipeline/output_lock.h"
#include "pipeline/write_result.h"
#include "weights_store/weights_folder.h"

#include <nlohmann/json.hpp>

#include <mutex>
#include <set>
#include <thread>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

/// Decides what may happen to what is in OUT already.
void checkOutput(const fs::path& output,
                 const fs::path& work,
                 const std::string& engine,
                 const ReconstructArguments& arguments) {
    const bool unfinished = hasCheckpoint(work);
    if (arguments.overwrite) {
        return;
    }
    if (unfinished && !arguments.resume) {
        throw Error(Error::Kind::Locked,
                    displayPath(output) + ": holds an interrupted run",
                    "Continue it with --resume, discard it with --overwrite, or choose another "
                    "output folder.",
                    output.string());
    }
    if (fs::exists(output / engine) && !unfinished) {
        throw Error(Error::Kind::Locked,
                    displayPath(output / engine) + ": exists already",
                    "Replace it with --overwrite, or choose another output folder.",
                    (output / engine).string());
    }
    if (arguments.resume && !unfinished) {
        logInfo("there is no checkpoint to resume; starting from the beginning");
    }
}

std::vector<std::string> notesOf(const PreparedImages& prepared) {
    std::vector<std::string> notes = prepared.images.notes;
    const auto add = [&](const std::vector<InputProblem>& problems) {
        for (const InputProblem& problem : problems) {
            notes.push_back(displayPath(problem.path) + ": " + problem.reason +
                            (problem.skipped ? " (left out)" : ""));
        }
    };
    add(prepared.images.problems);
    if (prepared.masks) {
        add(prepared.masks->problems);
    }
    return notes;
}

/// For report.json: how the cameras and masks were made; an object, empty if they were given.
std::string preparationJson(const PreparedImages& prepared) {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    if (prepared.cameras) {
        json["cameras"] = nlohmann::ordered_json::parse(encodeReport(*prepared.cameras));
    }
    if (prepared.masks) {
        json["masks"] = {{"method", prepared.masks->method},
                         {"table_removed", prepared.masks->table.has_value()},
                         {"doubtful", prepared.masks->problems.size()},
                         {"seconds", prepared.masks->seconds}};
    }
    return json.dump();
}

/// Before anything else: a run without its networks must not begin, least of all fetch them.
void checkWeights(const EngineInfo& engine, const JobFile& job) {
    if (!engine.weight_files.empty()) {
        locateWeights(weightsFolder(job.weights), engine.weight_files);
    }
}

/// Runs jobs one after the other with the same reporter and the same interrupts.
class Runner {
public:
    Runner(const ReconstructArguments& arguments, Program& program)
        : arguments_(arguments),
          program_(program),
          reporter_(arguments.events ? makeEventReporter({arguments.previews})
                                     : makeTextReporter()) {
        // Before commands are listened to: what is said of the first one is an event too.
        setLogSink(
            [this](LogLevel level, const std::string& text) { reporter_->onLog(level, text); });
        if (arguments.control) {
            commands_.emplace(interrupts_);
        }
    }
    ~Runner() { setLogSink({}); }
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    int run() {
        JobRequest request;
        try {
            request = makeJobRequest(arguments_, program_);
            checkWeights(request.engine->info(), request.job);
            for (const std::string& next : request.whole.then) {
                checkWeights(findEngine(next, program_).info(), request.job);
            }
        } catch (const UsageError& error) {
            return report(toFailure(error), kExitUsage);
        } catch (const Error& error) {
            return report(toFailure(error));
        }
        setThreadCount(request.job.threads);
        int exit_code = runInputs(request);
        while (!request.whole.then.empty() && interrupts_.signal() == 0) {
            request = nextRequest(request, program_);
            const int next = runInputs(request);
            exit_code = exit_code == kExitDone ? next : exit_code;
        }
        return exit_code;
    }

private:
    int report(const Failure& failure) { return report(failure, exitCodeOf(failure.kind)); }
    int report(const Failure& failure, int exit_code) {
        reporter_->onFailure(failure, exit_code);
        return exit_code;
    }

    int runInputs(const JobRequest& request) {
        return request.job.inputs.size() == 1 ? runGuarded(request) : runBatch(request);
    }

    int runBatch(const JobRequest& request) {
        size_t done = 0;
        int last_failure = kExitDone;
        std::set<fs::path> names;
        for (const fs::path& input : request.job.inputs) {
            JobRequest one = request;
            one.job.inputs = {input};
            one.job.output /= uniqueName(input, names);
            one.whole.inputs = one.job.inputs;
            one.whole.output = one.job.output;
            one.whole.then.clear();  // the next engine has a round of its own
            const int exit_code = runGuarded(one);
            if (interrupts_.signal() != 0) {
                return exit_code;
            }
            done += exit_code == kExitDone;
            last_failure = exit_code == kExitDone ? last_failure : exit_code;
        }
        const size_t count = request.job.inputs.size();
        logInfo(std::to_string(done) + " of " + std::to_string(count) +
                " inputs were reconstructed");
        return done == count ? kExitDone : done > 0 ? kExitEngine : last_failure;
    }

    static fs::path uniqueName(const fs::path& input, std::set<fs::path>& names) {
        const fs::path clean = fs::absolute(input).lexically_normal();
        const fs::path stem = clean.has_filename() ? clean.stem() : clean.parent_path().filename();
        fs::path name = stem;
        for (int i = 2; !names.insert(name).second; ++i) {
            name = stem;
            name += "-" + std::to_string(i);
        }
        return name;
    }

    int runGuarded(const JobRequest& request) {
        try {
            return runOne(request);
        } catch (const std::exception& exception) {
            return report(toFailure(exception));
        }
    }

    int runOne(const JobRequest& request) {
        const JobFile& job = request.job;
        OutputLock lock(job.output);
        checkOutput(job.output, lock.workFolder(), job.engine, arguments_);
        setWorkFolder(lock.workFolder());
        unsaved_ = saw_stop_ = false;
        if (commands_) {
            commands_->startJob();
        }
        const std::future<void> warm = job.device != "cpu" && program_.warm_up
                                           ? program_.warm_up(job.device)
                                           : std::future<void>();
        SetSource set = findJobSet(job);
        reporter_->onStart(job, set);
        PreparationProgress preparation(*reporter_);
        PreparedImages prepared;
        try {
            prepared =
                prepareImages(std::move(set), job, prepareOptions(preparation, request, lock));
        } catch (const Cancelled&) {
            return interrupted(lock);
        }
        preparation.end();
        const ImageSet& images = prepared.images;
        checkEnoughViews(images, request.engine->info());
        if (arguments_.overwrite) {  // only now: a mistyped input must not cost the earlier work
            removeCheckpoints(lock.workFolder());
        }
        RunRecord run;
        run.job = job;
        run.inputs = recordInputs(images);
        run.images_json = describe(images).dump();
        run.notes = notesOf(prepared);
        run.preparation_json = preparationJson(prepared);
        run.stages = preparation.stageTimes();
        for (const std::string& note : run.notes) {
            reporter_->onWarning(note);
        }
        JobContext::Options options = contextOptions(request, run.inputs, lock.workFolder());
        options.share = preparation.shareLeft();
        if (options.time_limit) {
            *options.time_limit -= std::chrono::duration<double>(preparation.seconds());
        }
        fs::path written;
        options.deliver = [&](const Reconstruction& result, const JobContext& context) {
            const std::vector<StageTime>& stages = context.stageTimes();
            run.stages.insert(run.stages.end(), stages.begin(), stages.end());
            run.warnings = context.warnings();
            run.seconds = context.elapsed() + preparation.seconds();
            written =
                writeResult(job.output, lock.workFolder(), request.engine->info(), result, run);
        };
        JobContext context(std::move(options), *reporter_);
        if (interrupts_.signal() != 0) {
            return interrupted(lock);
        }
        writeFileAtomically(lock.workFolder() / "job.json", encodeJobFile(request.whole));
        JobOutcome outcome = runJob(*request.engine, images, job.settings, context);
        if (std::holds_alternative<JobCancelled>(outcome)) {
            return interrupted(lock);
        }
        if (const auto* failure = std::get_if<Failure>(&outcome)) {
            return report(*failure);
        }
        return finish(written, std::get<Reconstruction>(outcome).complete, run.seconds, lock);
    }

    PrepareOptions prepareOptions(PreparationProgress& preparation,
                                  const JobRequest& request,
                                  const OutputLock& lock) {
        PrepareOptions options;
        options.cameras = request.engine->info().needs_cameras;
        options.masks = request.engine->info().needs_masks;
        options.scratch = lock.workFolder();
        options.threads = request.job.threads;
        options.starts = [&](const char* what) { preparation.begin(what); };
        options.task.progress = [&](std::string_view phase, double fraction) {
            const std::lock_guard guard(reading_);
            preparation.at(phase, fraction);
        };
        options.task.check = [this] { waitBetweenPictures(); };
        return options;
    }

    /// Pause and stop while the pictures are prepared, on any thread.
    void waitBetweenPictures() {
        const auto paused = [this] {
            return commands_ && commands_->paused() && !stop_.stop_requested();
        };
        const std::lock_guard lock(reading_);
        if (paused()) {
            reporter_->onPause(true);
            while (paused()) {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
            }
            reporter_->onPause(false);
        }
        if (stop_.stop_requested()) {
            throw Cancelled();
        }
    }

    JobContext::Options contextOptions(const JobRequest& request,
                                       const std::vector<InputRecord>& inputs,
                                       const fs::path& work) {
        JobContext::Options options;
        options.stop = stop_.get_token();
        options.checkpoint_folder = work;
        options.fingerprint =
            fingerprint(inputs, request.engine->info(), request.job.settings, request.job.seed);
        if (request.job.time_limit_min) {
            options.time_limit = std::chrono::duration<double>(*request.job.time_limit_min * 60);
        }
        options.resume = arguments_.resume;
        options.unsaved = &unsaved_;
        // Asked at every step: that a step has seen the request to stop is known from it.
        options.paused = [this] {
            saw_stop_ = stop_.stop_requested();
            return commands_ && commands_->paused();
        };
        if (commands_) {
            options.finish = [this] { return commands_->finishing(); };
        }
        options.seed = request.job.seed;
        options.device = request.job.device;
        options.weights_folder = request.job.weights;
        return options;
    }

    int finish(const fs::path& folder, bool complete, double seconds, OutputLock& lock) {
        if (complete) {
            lock.discardWork();
        }
        const auto report = nlohmann::ordered_json::parse(readFile(folder / "report.json"));
        reporter_->onResult(
            {folder, complete, seconds, peakMemoryBytes(), report["scores"].dump()});
        return complete ? kExitDone : kExitTimeLimit;
    }

    int interrupted(OutputLock& lock) {
        reporter_->onInterrupted(interrupts_.signal(), hasCheckpoint(lock.workFolder()));
        return kExitSignalBase + interrupts_.signal();
    }

    void setWorkFolder(const fs::path& folder) {
        const std::lock_guard lock(work_mutex_);
        work_folder_ = folder;
    }
    /// The process is about to be ended in the middle of something.
    void sayInterrupted(int signal) {
        const std::lock_guard lock(work_mutex_);
        reporter_->onInterrupted(signal, !work_folder_.empty() && hasCheckpoint(work_folder_));
    }

    const ReconstructArguments& arguments_;
    Program& program_;
    std::unique_ptr<Reporter> reporter_;
    std::mutex reading_, work_mutex_;
    fs::path work_folder_;  // of the running job
    std::atomic<bool> unsaved_{false}, saw_stop_{false};
    std::stop_source stop_;
    Interrupts interrupts_{{stop_,
                            [this] { return unsaved_.load(); },
                            [this](int signal) { sayInterrupted(signal); },
                            [this] { return saw_stop_.load(); }}};
    std::optional<Commands> commands_;  // with --control
};

}  // namespace

int runReconstruct(const ReconstructArguments& arguments, Program& program) {
    return Runner(arguments, program).run();
}

}  // namespace bozzetto
