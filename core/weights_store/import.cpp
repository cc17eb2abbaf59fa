// SPDX-License-Identifier: Apache-2.0
#include "weights_store/import.h"

#include "base/error.h"
#include "base/files.h"
#include "weights_store/file_checks.h"
#include "weights_store/licence_record.h"
#include "weights_store/weights_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr size_t kMostFiles = 100'000;  // that are looked at
constexpr int kDeepest = 12;
constexpr size_t kPiece = 4 << 20;

std::string baseName(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

/// Whether a path's parts end with those of `tail`.
bool endsWithPath(const std::string& path, const std::string& tail) {
    return path == tail || path.ends_with("/" + tail);
}

/// "/models--Stable-X--x/" or "/x/" somewhere in the path, for the repository "Stable-X/x".
bool namesRepository(const std::string& path, const std::string& repository) {
    const size_t slash = repository.find('/');
    std::string cached = "/models--" + repository + "/";
    if (slash != std::string::npos) {
        cached =
            "/models--" + repository.substr(0, slash) + "--" + repository.substr(slash + 1) + "/";
    }
    return path.find(cached) != std::string::npos ||
           path.find("/" + baseName(repository) + "/") != std::string::npos;
}

class Finder {
public:
    explicit Finder(const WeightManifest& manifest) : manifest_(manifest) {
        for (const WeightFile& file : manifest.files) {
            ++with_name_[baseName(file.name)];
        }
    }

    std::map<const WeightFile*, fs::path> find(const fs::path& from,
                                               std::vector<std::string>* remarks) const {
        std::error_code error;
        const fs::path start = fs::absolute(from, error).lexically_normal();
        if (!fs::is_directory(start, error)) {
            throw Error(Error::Kind::BadInput,
                        displayPath(from) + ": is no folder",
                        "Give the folder that holds the files.",
                        from.string());
        }
        std::map<const WeightFile*, fs::path> found;
        size_t looked_at = 0;
        fs::recursive_directory_iterator entries(
            start, fs::directory_options::skip_permission_denied, error);
        for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
            if (++looked_at > kMostFiles) {
                throw Error(Error::Kind::BadInput,
                            displayPath(from) + ": holds too many files to look through",
                            "Give the folder that holds the weights.",
                            from.string());
            }
            if (entries.depth() >= kDeepest) {
                entries.disable_recursion_pending();
            }
            std::error_code ignored;
            if (fs::is_regular_file(entries->path(), ignored)) {  // links as in a cache too
                take(entries->path(), found, remarks);
            }
        }
        return found;
    }

private:
    void take(const fs::path& path,
              std::map<const WeightFile*, fs::path>& found,
              std::vector<std::string>* remarks) const {
        const WeightFile* file = match(path.generic_string());
        if (file != nullptr) {
            found.emplace(file, path);
        } else if (remarks != nullptr && isPickle(path)) {
            remarks->push_back(displayPath(path) +
                               ": not taken: such a file is a program, and could do anything");
        }
    }

    const WeightFile* match(const std::string& path) const {
        for (const WeightFile& file : manifest_.files) {
            const bool by_place =
                endsWithPath(path, file.name) ||
                (endsWithPath(path, file.path) && namesRepository(path, file.repository));
            const bool by_name = with_name_.at(baseName(file.name)) == 1 && !isCommon(file.name) &&
                                 baseName(path) == baseName(file.name);
            if (by_place || by_name) {
                return &file;
            }
        }
        return nullptr;
    }

    /// Every repository may have a file of that name.
    static bool isCommon(const std::string& name) {
        const std::string base = baseName(name);
        return base == "model.safetensors" || base == "pipeline.json" || base == "config.json";
    }

    static bool isPickle(const fs::path& path) {
        static const std::array<std::string, 6> kEndings{
            ".pt", ".pth", ".ckpt", ".bin", ".pkl", ".pickle"};
        return std::find(kEndings.begin(), kEndings.end(), path.extension().string()) !=
               kEndings.end();
    }

    const WeightManifest& manifest_;
    std::map<std::string, int> with_name_;
};

[[noreturn]] void failWriting(const fs::path& path) {
    const std::string why = std::strerror(errno);
    std::error_code ignored;
    fs::remove(path, ignored);
    throw Error(Error::Kind::Output,
                displayPath(path) + ": cannot be written: " + why,
                "Free some space, or choose another folder with --weights.",
                path.string());
}

/// Copies piece by piece; nothing is left at `to` if it fails or is cancelled.
void copyFile(const fs::path& from,
              const fs::path& to,
              const Task& task,
              const std::function<void(uint64_t)>& on_bytes) {
    std::ifstream in(from, std::ios::binary);
    std::ofstream out(to, std::ios::binary | std::ios::trunc);
    std::vector<char> piece(kPiece);
    uint64_t done = 0;
    try {
        while (in && out) {
            in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
            out.write(piece.data(), in.gcount());
            done += static_cast<uint64_t>(in.gcount());
            on_bytes(done);
            task.poll();
        }
        out.flush();
    } catch (const Cancelled&) {
        std::error_code ignored;
        fs::remove(to, ignored);
        throw;
    }
    if (!out) {
        failWriting(to);
    }
    std::error_code error;
    if (in.bad() || done != fs::file_size(from, error)) {
        fs::remove(to, error);
        throw Error(Error::Kind::BadInput,
                    displayPath(from) + ": cannot be read to its end",
                    "Check the disk.",
                    from.string());
    }
}

void importOne(const WeightFile& file,
               const fs::path& from,
               const fs::path& folder,
               const FetchOptions& options,
               const Task& task) {
    const fs::path target = folder / file.name;
    const fs::path copy = target.string() + ".import";
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    checkLooksRight(file, from);
    const uint64_t size = fs::file_size(from, error);
    requireFreeSpace(folder, size);
    const auto tell = [&](WeightProgress::Step step, uint64_t done) {
        if (options.on_file) {
            options.on_file({file, step, done, size});
        }
        task.at("importing", size > 0 ? static_cast<double>(done) / static_cast<double>(size) : 1);
    };
    copyFile(from, copy, task, [&](uint64_t done) { tell(WeightProgress::Step::Fetching, done); });
    try {
        const std::string found = sha256OfLargeFile(copy, {{}, task.check});
        if (!file.sha256.empty() && !file.predicted && file.sha256 != found) {
            throw Error(Error::Kind::BadWeights,
                        displayPath(from) + ": is not " + file.name + ": its checksum is wrong",
                        "The file is damaged or another version; get it again.",
                        from.string());
        }
        publishFile(copy, target, found);
    } catch (...) {
        fs::remove(copy, error);
        throw;
    }
    tell(WeightProgress::Step::Done, size);
}

}  // namespace

ImportResult importWeights(const WeightManifest& manifest,
                           const fs::path& from,
                           const fs::path& folder,
                           const FetchOptions& options,
                           const Task& task) {
    ImportResult result;
    const auto found = Finder(manifest).find(from, &result.remarks);
    std::vector<const WeightFile*> files;
    for (const WeightFile& file : manifest.files) {  // in the manifest's order
        if (found.count(&file) > 0) {
            files.push_back(&file);
        }
    }
    if (files.empty()) {
        throw Error(Error::Kind::BadInput,
                    displayPath(from) + ": holds no weights that Bozzetto knows" +
                        (result.remarks.empty() ? "" : "; " + result.remarks.front()),
                    "See what is wanted with: bozzetto-cli weights list",
                    from.string());
    }
    requireAccepted(folder, manifest, files);
    const WeightsLock lock(folder, task);
    for (const WeightFile* file : files) {
        if (statusOf(*file, folder).state != WeightState::Present) {
            importOne(*file, found.at(file), folder, options, task);
            result.imported.push_back(file->name);
        }
    }
    return result;
}

std::vector<const WeightFile*> findImports(const WeightManifest& manifest, const fs::path& from) {
    const auto found = Finder(manifest).find(from, nullptr);
    std::vector<const WeightFile*> files;
    for (const auto& [file, path] : found) {
        files.push_back(file);
    }
    return files;
}

}  // namespace bozzetto
