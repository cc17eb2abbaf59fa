// SPDX-License-Identifier: Apache-2.0
#include "pipeline/project.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <ctime>
#include <utility>

namespace bozzetto {
namespace {

/// What an engine calls itself, as a part of a folder's name.
std::string plainName(std::string_view text) {
    std::string name;
    for (const char c : text.substr(0, 40)) {
        name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '-';
    }
    return name;
}

std::string timeForNames() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &utc);
    return text;
}

}  // namespace

const char* toString(ProjectRun::State state) {
    switch (state) {
        case ProjectRun::State::Running:
            return "running";
        case ProjectRun::State::Done:
            return "done";
        case ProjectRun::State::Incomplete:
            return "incomplete";
        case ProjectRun::State::Stopped:
            return "stopped";
        case ProjectRun::State::Failed:
            return "failed";
        case ProjectRun::State::Crashed:
            return "crashed";
    }
    return "crashed";
}

const ProjectRun* findRun(const Project& project, std::string_view id) {
    const auto found = std::find_if(
        project.runs.begin(), project.runs.end(), [&](const ProjectRun& r) { return r.id == id; });
    return found == project.runs.end() ? nullptr : &*found;
}

ProjectRun* findRun(Project& project, std::string_view id) {
    return const_cast<ProjectRun*>(findRun(std::as_const(project), id));
}

std::string newRunId(const Project& project, std::string_view engine) {
    const std::string base = timeForNames() + "-" + plainName(engine);
    std::string id = base;
    for (int n = 2; findRun(project, id) != nullptr; ++n) {
        id = base + "-" + std::to_string(n);
    }
    return id;
}

JobFile jobOf(const Project& project, const ProjectRun& run) {
    JobFile job;
    job.inputs = project.inputs;
    job.edits.exclude = project.edits.excluded;
    job.edits.invert_masks = project.edits.inverted;
    job.edits.replace = project.edits.replaced;
    job.scene = project.scene;
    job.output = run.folder;
    job.engine = run.engine;
    job.settings = run.settings;
    job.seed = run.seed;
    job.device = project.device;
    job.threads = project.threads;
    job.time_limit_min = project.time_limit_min;
    return job;
}

}  // namespace bozzetto
