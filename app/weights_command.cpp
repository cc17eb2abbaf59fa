// SPDX-License-Identifier: Apache-2.0
#include "app/weights_command.h"

#include "app/console.h"
#include "app/exit_codes.h"
#include "app/task_reporter.h"
#include "base/error.h"
#include "base/files.h"
#include "weights_store/fetch.h"
#include "weights_store/file_checks.h"
#include "weights_store/import.h"
#include "weights_store/licence_record.h"
#include "weights_store/verify_files.h"
#include "weights_store/weights_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;
using Files = std::vector<const WeightFile*>;

constexpr auto kInterval = std::chrono::milliseconds(100);

std::vector<TaskReporter::Phase> phasesOf(const std::string& action) {
    if (action == "verify") {
        return {{"checking", 0.5}, {"building the networks", 0.5}};
    }
    return {{action == "import" ? "importing" : "fetching", 1.0}};
}

Json asJson(const WeightFinding& finding) {
    return {{"file", finding.file},
            {"problem", finding.problem},
            {"sha256", finding.sha256},
            {"known", finding.known}};
}

class WeightsCommand {
public:
    WeightsCommand(const WeightsArguments& arguments, Program& program)
        : arguments_(arguments),
          program_(program),
          manifest_(loadManifest()),
          folder_(weightsFolder(arguments.weights)),
          reporter_(arguments.events, phasesOf(arguments.action)) {}

    int run() {
        try {
            reporter_.event("start",
                            {{"action", arguments_.action}, {"folder", displayPath(folder_)}});
            if (arguments_.action == "fetch") {
                fetch();
            } else if (arguments_.action == "import") {
                import();
            } else if (arguments_.action == "verify") {
                verify();
            } else if (arguments_.action == "remove") {
                remove();
            } else {
                list();
            }
            return kExitDone;
        } catch (const Cancelled&) {
            return reporter_.interrupted();
        }
    }

private:
    /// Those that are named; else what the engines use.
    Files selected() const {
        Files files;
        if (arguments_.all) {
            for (const WeightFile& file : manifest_.files) {
                files.push_back(&file);
            }
            return files;
        }
        return manifest_.select(arguments_.names);
    }

    /// Without names only what the engines cannot do without.
    Files selectedToFetch() const {
        Files files = selected();
        if (arguments_.names.empty()) {
            std::erase_if(files, [](const WeightFile* file) { return file->optional; });
        }
        return files;
    }

    FetchOptions options() {
        FetchOptions options;
        options.mirror = arguments_.mirror.value_or(readWeightSettings().mirror);
        options.on_file = [this](const WeightProgress& progress) { tell(progress); };
        return options;
    }

    void tell(const WeightProgress& progress) {
        static constexpr const char* kSteps[] = {"fetching", "checking", "done"};
        const auto now = Clock::now();
        if (progress.step == step_ && now - told_ < kInterval && progress.done < progress.total) {
            return;
        }
        step_ = progress.step;
        told_ = now;
        reporter_.event("file",
                        {{"name", progress.file.name},
                         {"step", kSteps[static_cast<int>(progress.step)]},
                         {"bytes", progress.done},
                         {"total", progress.total}});
    }

    void fetch() {
        acceptLicences(folder_, manifest_, arguments_.accept);
        const Files files = selectedToFetch();
        fetchWeights(manifest_, files, folder_, options(), reporter_.task());
        std::vector<std::string> names;
        for (const WeightFile* file : files) {
            names.push_back(file->name);
        }
        end({{"files", names}});
    }

    void import() {
        acceptLicences(folder_, manifest_, arguments_.accept);
        const ImportResult result = importWeights(
            manifest_, arguments_.names.front(), folder_, options(), reporter_.task());
        for (const std::string& remark : result.remarks) {
            reporter_.warn(remark);
        }
        for (const std::string& name : result.imported) {
            reporter_.note("imported " + name);
        }
        end({{"files", result.imported}});
    }

    void remove() {
        const WeightsLock lock(folder_, reporter_.task());
        uint64_t freed = 0;
        for (const WeightFile* file : selected()) {
            freed += removeWeights(*file, folder_);
        }
        reporter_.note(sizeText(freed) + " were freed");
        end({{"bytes", freed}});
    }

    void verify() {
        const Files files = selectedToFetch();
        const std::vector<WeightFinding> findings =
            verifyFiles(files, folder_, options(), reporter_.task());
        Json list = Json::array();
        const WeightFinding* first_problem = nullptr;
        for (const WeightFinding& finding : findings) {
            list.push_back(asJson(finding));
            if (!finding.problem.empty()) {
                first_problem = first_problem != nullptr ? first_problem : &finding;
                reporter_.warn(finding.file + ": " + finding.problem);
            } else {
                reporter_.note(finding.file + (finding.known ? ": good" : ": readable") +
                               ", SHA-256 " + finding.sha256);
            }
        }
        if (first_problem == nullptr) {
            buildNetworks();
        }
        if (arguments_.json) {
            printOut(list.dump(1) + "\n");
        }
        reporter_.event("result", {{"folder", displayPath(folder_)}, {"findings", list}});
        if (first_problem != nullptr) {
            throw Error(first_problem->problem == "is missing" ? Error::Kind::MissingWeights
                                                               : Error::Kind::BadWeights,
                        first_problem->file + ": " + first_problem->problem,
                        "Fetch them with: bozzetto-cli weights fetch",
                        folder_.string());
        }
    }

    /// Keys, shapes and numbers: each engine that has all of its files builds its networks.
    void buildNetworks() {
        for (const auto& engine : program_.engines) {
            const std::vector<std::string>& wanted = engine->info().weight_files;
            const bool has_all =
                std::all_of(wanted.begin(), wanted.end(), [&](const std::string& name) {
                    std::error_code ignored;
                    return fs::is_regular_file(folder_ / name, ignored);
                });
            if (wanted.empty() || !has_all) {
                continue;
            }
            const Task whole = reporter_.task();
            const Task task{
                [&](std::string_view, double share) { whole.at("building the networks", share); },
                whole.check};
            task.at("building", 0);
            for (const std::string& remark : engine->verifyWeights(folder_, task)) {
                reporter_.warn(remark);
            }
        }
    }

    void list() const {
        Files files = selected();
        if (arguments_.json) {
            printOut(listJson(files).dump(1) + "\n");
            return;
        }
        std::string text = "Folder: " + displayPath(folder_) + "\n";
        for (const WeightFile* file : files) {
            const WeightStatus status = statusOf(*file, folder_);
            const WeightLicence& licence = manifest_.licenceOf(*file);
            const uint64_t bytes =
                status.state == WeightState::Present ? status.bytes : file->bytes;
            char line[64];
            std::snprintf(line,
                          sizeof line,
                          "%-8s %8s  ",
                          toString(status.state),
                          bytes > 0 ? sizeText(bytes).c_str() : "?");
            text += line + file->name + "\n                   " + file->title + "; " + licence.id +
                    (licence.commercial ? "" : ", not for commercial use") +
                    (file->optional ? "; optional" : "") +
                    (file->engines.empty() ? "; no engine uses it" : "") + "\n";
        }
        printOut(text);
    }

    Json listJson(const Files& files) const {
        const std::set<std::string> accepted = acceptedLicences(folder_);
        Json licences = Json::array();
        for (const WeightLicence& licence : manifest_.licences) {
            licences.push_back({{"id", licence.id},
                                {"title", licence.title},
                                {"summary", licence.summary},
                                {"url", licence.url},
                                {"commercial", licence.commercial},
                                {"accepted", accepted.count(licence.id) > 0}});
        }
        Json list = Json::array();
        for (const WeightFile* file : files) {
            const WeightStatus status = statusOf(*file, folder_);
            list.push_back({{"name", file->name},
                            {"title", file->title},
                            {"url", file->url},
                            {"licence", file->licence},
                            {"bytes", file->bytes},
                            {"predicted", file->predicted},
                            {"engines", file->engines},
                            {"optional", file->optional},
                            {"vram", file->vram},
                            {"state", toString(status.state)},
                            {"bytes_here", status.bytes}});
        }
        return {{"v", 1},
                {"folder", displayPath(folder_)},
                {"licences", std::move(licences)},
                {"files", std::move(list)}};
    }

    void end(const Json& values) {
        Json result{{"folder", displayPath(folder_)}};
        result.update(values);
        reporter_.event("result", result);
        if (!arguments_.events) {
            printOut(displayPath(folder_) + "\n");
        }
    }

    const WeightsArguments& arguments_;
    Program& program_;
    const WeightManifest manifest_;
    const fs::path folder_;
    TaskReporter reporter_;
    WeightProgress::Step step_ = WeightProgress::Step::Done;
    Clock::time_point told_{};
};

}  // namespace

int runWeights(const WeightsArguments& arguments, Program& program) {
    return WeightsCommand(arguments, program).run();
}

}  // namespace bozzetto
