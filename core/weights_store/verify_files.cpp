// SPDX-License-Identifier: Apache-2.0
#include "weights_store/verify_files.h"

#include "base/error.h"
#include "weights_store/file_checks.h"
#include "weights_store/weights_folder.h"

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

WeightFinding verifyOne(const WeightFile& file, const fs::path& path, const Task& task) {
    WeightFinding finding{file.name, {}, {}, false};
    try {
        checkLooksRight(file, path);
        finding.sha256 = sha256OfLargeFile(path, task);
        const bool sure = !file.sha256.empty() && !file.predicted;
        const std::string wanted = sure ? file.sha256 : notedSha256(path);
        finding.known = !wanted.empty();
        if (finding.known && wanted != finding.sha256) {
            finding.problem = "its checksum is wrong: the file was changed or the disk is failing";
        }
    } catch (const Error& error) {
        finding.problem = error.what();
    }
    return finding;
}

}  // namespace

std::vector<WeightFinding> verifyFiles(const std::vector<const WeightFile*>& files,
                                       const fs::path& folder,
                                       const FetchOptions& options,
                                       const Task& task) {
    std::vector<WeightFinding> findings;
    double done = 0;
    for (const WeightFile* file : files) {
        const WeightStatus status = statusOf(*file, folder);
        const Task hashing{[&](std::string_view, double share) {
                               if (options.on_file) {
                                   const auto bytes = static_cast<double>(status.bytes);
                                   options.on_file({*file,
                                                    WeightProgress::Step::Checking,
                                                    static_cast<uint64_t>(share * bytes),
                                                    status.bytes});
                               }
                               task.at("checking",
                                       (done + share) / static_cast<double>(files.size()));
                           },
                           task.check};
        if (status.state == WeightState::Missing || status.state == WeightState::Partial) {
            findings.push_back({file->name, "is missing", {}, false});
        } else {
            findings.push_back(verifyOne(judgedIn(folder, *file), folder / file->name, hashing));
        }
        done += 1;
    }
    return findings;
}

}  // namespace bozzetto
