// SPDX-License-Identifier: Apache-2.0
#include "weights_store/fetch.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "weights_store/download.h"
#include "weights_store/file_checks.h"
#include "weights_store/licence_record.h"
#include "weights_store/weights_folder.h"

#include <algorithm>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr double kFetching = 0.95;  // of a file's time; the rest is its checksum

/// How far all files together are.
class Overall {
public:
    Overall(const std::vector<const WeightFile*>& files,
            const FetchOptions& options,
            const Task& task)
        : options_(options), task_(task) {
        for (const WeightFile* file : files) {
            total_ += std::max<uint64_t>(file->bytes, 1);
        }
    }

    void tell(const WeightProgress& progress) {
        if (options_.on_file) {
            options_.on_file(progress);
        }
        const double part = progress.total > 0 ? static_cast<double>(progress.done) /
                                                     static_cast<double>(progress.total)
                                               : 0;
        const double share = progress.step == WeightProgress::Step::Fetching ? kFetching * part
                             : progress.step == WeightProgress::Step::Checking
                                 ? kFetching + (1 - kFetching) * part
                                 : 1;
        const double whole = static_cast<double>(std::max<uint64_t>(progress.file.bytes, 1));
        task_.at("fetching",
                 (static_cast<double>(before_) + whole * std::min(share, 1.0)) /
                     static_cast<double>(total_));
    }
    void end(const WeightFile& file) {
        tell({file, WeightProgress::Step::Done, file.bytes, file.bytes});
        before_ += std::max<uint64_t>(file.bytes, 1);
    }

private:
    const FetchOptions& options_;
    const Task& task_;
    uint64_t total_ = 0, before_ = 0;
};

std::string mirrored(const WeightFile& file, const std::string& mirror) {
    const size_t path = file.url.find('/', file.url.find("://") + 3);
    const std::string base = mirror.substr(0, mirror.find_last_not_of('/') + 1);
    return base + (path == std::string::npos ? "/" : file.url.substr(path));
}

void checkMirror(const std::string& mirror) {
    if (!mirror.empty() && !mirror.starts_with("http://") && !mirror.starts_with("https://")) {
        throw Error(Error::Kind::BadInput,
                    "the mirror \"" + mirror + "\" is no address",
                    "Give one that begins with https://");
    }
}

std::vector<std::string> addressesOf(const WeightFile& file, const std::string& mirror) {
    std::vector<std::string> addresses{file.url};
    if (!mirror.empty()) {
        addresses.insert(addresses.begin(), mirrored(file, mirror));
    }
    return addresses;
}

/// Says what is expected and, where the list knows it for sure, insists.
void checkSum(const WeightFile& file,
              const std::string& announced,
              const std::string& found,
              const fs::path& partial,
              const fs::path& refused) {
    if (file.predicted && !file.sha256.empty() && file.sha256 != found) {
        logInfo(file.name + ": is not the copy of another model's file that was expected");
    }
    const std::string& wanted = !file.sha256.empty() && !file.predicted ? file.sha256 : announced;
    if (!wanted.empty() && wanted != found) {
        std::error_code ignored;
        fs::rename(partial, refused, ignored);
        throw Error(Error::Kind::BadWeights,
                    displayPath(refused) + ": what came for " + file.name +
                        " has the wrong checksum (" + found.substr(0, 12) + "..., not " +
                        wanted.substr(0, 12) + "...)",
                    "It was kept for inspection. Fetch it again, from another mirror if this "
                    "repeats.",
                    refused.string());
    }
}

void fetchOne(const WeightFile& file,
              const fs::path& folder,
              const FetchOptions& options,
              const Task& task,
              Overall& overall) {
    const fs::path target = folder / file.name, partial = partialPath(file, folder),
                   refused = refusedPath(file, folder);
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    using Step = WeightProgress::Step;
    Download download(file, partial, options, task, [&](uint64_t done, uint64_t total) {
        overall.tell({file, Step::Fetching, done, total});
    });
    const std::string announced = download.run(addressesOf(file, options.mirror));
    try {
        checkLooksRight(file, partial);
    } catch (const Error&) {
        fs::rename(partial, refused, error);
        download.forget();
        throw;
    }
    const uint64_t size = fs::file_size(partial, error);
    const Task hashing{[&](std::string_view, double share) {
                           overall.tell({file,
                                         Step::Checking,
                                         static_cast<uint64_t>(share * static_cast<double>(size)),
                                         size});
                       },
                       task.check};
    const std::string found = sha256OfLargeFile(partial, hashing);
    download.forget();
    checkSum(file, announced, found, partial, refused);
    publishFile(partial, target, found);
}

}  // namespace

void fetchWeights(const WeightManifest& manifest,
                  const std::vector<const WeightFile*>& files,
                  const fs::path& folder,
                  const FetchOptions& options,
                  const Task& task) {
    checkMirror(options.mirror);
    requireAccepted(folder, manifest, files);
    const WeightsLock lock(folder, task);
    uint64_t needed = 0;
    for (const WeightFile* file : files) {
        const WeightStatus status = statusOf(*file, folder);
        if (status.state != WeightState::Present && file->bytes > status.bytes) {
            needed += file->bytes - status.bytes;
        }
    }
    requireFreeSpace(folder, needed);
    Overall overall(files, options, task);
    for (const WeightFile* file : files) {
        if (statusOf(*file, folder).state != WeightState::Present) {
            fetchOne(*file, folder, options, task, overall);
        }
        overall.end(*file);
    }
}

}  // namespace bozzetto
