// SPDX-License-Identifier: Apache-2.0
#include "pipeline/relocate.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <sys/stat.h>
#include <tuple>
#include <unordered_map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr size_t kMaxKnownFiles = 20000;
constexpr size_t kMaxEntries = 100000;
constexpr int kMaxDepth = 4;
constexpr size_t kProbes = 8;  // known files by which candidates are found

/// `path` with the part `from` in front exchanged for `to`; unchanged if it lies elsewhere.
fs::path moved(const fs::path& path, const fs::path& from, const fs::path& to) {
    if (path == from) {
        return to;
    }
    const fs::path rest = path.lexically_relative(from);
    return rest.empty() || *rest.begin() == ".." ? path : (to / rest).lexically_normal();
}

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

std::optional<KnownFile> knownFile(const fs::path& path, std::string name) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) {
        return std::nullopt;
    }
    return KnownFile{std::move(name),
                     static_cast<uint64_t>(info.st_size),
                     static_cast<int64_t>(info.st_mtim.tv_sec)};
}

/// Every file and folder below a folder, by its last name. Hidden ones are ours or nobody's.
class NameIndex {
public:
    explicit NameIndex(const fs::path& folder) {
        std::error_code error;
        fs::recursive_directory_iterator entry(
            folder, fs::directory_options::skip_permission_denied, error);
        for (; !error && entry != fs::recursive_directory_iterator() && count_ < kMaxEntries;
             entry.increment(error)) {
            const std::string name = entry->path().filename().string();
            if (name.starts_with(".") || entry.depth() >= kMaxDepth) {
                entry.disable_recursion_pending();
            }
            if (!name.starts_with(".")) {
                paths_[name].push_back(entry->path());
                ++count_;
            }
        }
    }
    const std::vector<fs::path>& named(const std::string& name) const {
        static const std::vector<fs::path> kNone;
        const auto found = paths_.find(name);
        return found == paths_.end() ? kNone : found->second;
    }

private:
    std::unordered_map<std::string, std::vector<fs::path>> paths_;
    size_t count_ = 0;
};

/// The folder that `path` would lie in as `name` ("train/r_0.png"); empty if it does not end so.
fs::path folderAbove(fs::path path, fs::path name) {
    while (!name.empty()) {
        if (path.filename() != name.filename()) {
            return {};
        }
        path = path.parent_path();
        name = name.parent_path();
    }
    return path;
}

std::set<fs::path> candidatesFor(const fs::path& missing,
                                 const std::vector<KnownFile>& known,
                                 const fs::path& folder,
                                 const NameIndex& index) {
    std::set<fs::path> candidates;
    const auto& same_name = index.named(missing.filename().string());
    candidates.insert(same_name.begin(), same_name.end());
    const bool is_folder = !known.empty() && !known.front().name.empty();
    if (is_folder) {
        candidates.insert(folder);
        // Spread over the set: its first files may be the ones that were thrown away.
        const size_t stride = std::max<size_t>(1, known.size() / kProbes);
        for (size_t i = 0; i < known.size(); i += stride) {
            const fs::path name = known[i].name;
            for (const fs::path& path : index.named(name.filename().string())) {
                candidates.insert(folderAbove(path, name));
            }
        }
    }
    candidates.erase(fs::path());
    return candidates;
}

Relocation judge(const fs::path& missing,
                 const std::vector<KnownFile>& known,
                 const fs::path& candidate) {
    Relocation relocation{missing, candidate, static_cast<int>(known.size()), 0, 0};
    for (const KnownFile& file : known) {
        const fs::path path = file.name.empty() ? candidate : candidate / file.name;
        if (const auto present = knownFile(path, file.name)) {
            ++relocation.same_name;
            relocation.same_size += present->size == file.size ? 1 : 0;
        }
    }
    return relocation;
}

std::optional<Relocation> findOne(const fs::path& missing,
                                  const std::vector<KnownFile>& known,
                                  const fs::path& folder,
                                  const NameIndex& index) {
    std::optional<Relocation> best;
    const auto rank = [](const Relocation& r) {
        const auto depth = std::distance(r.found.begin(), r.found.end());
        return std::tuple(r.same_size, r.same_name, -depth);
    };
    for (const fs::path& candidate : candidatesFor(missing, known, folder, index)) {
        const Relocation relocation = judge(missing, known, candidate);
        const bool enough = relocation.same_name * 2 >= relocation.known;
        if (enough && (!best || rank(relocation) > rank(*best))) {
            best = relocation;
        }
    }
    return best;
}

}  // namespace

std::vector<KnownFile> listKnownFiles(const fs::path& input) {
    std::vector<KnownFile> files;
    if (auto file = knownFile(input, "")) {
        return {std::move(*file)};
    }
    std::error_code error;
    fs::recursive_directory_iterator entry(
        input, fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator() && files.size() < kMaxKnownFiles;
         entry.increment(error)) {
        if (entry->path().filename().string().starts_with(".")) {
            entry.disable_recursion_pending();
            continue;
        }
        const fs::path name = entry->path().lexically_relative(input);
        if (auto file = knownFile(entry->path(), name.generic_string())) {
            files.push_back(std::move(*file));
        }
    }
    std::sort(files.begin(), files.end(), [](const KnownFile& a, const KnownFile& b) {
        return a.name < b.name;
    });
    return files;
}

std::vector<fs::path> missingPaths(const Project& project) {
    std::vector<fs::path> missing;
    for (const fs::path& input : project.inputs) {
        if (!isThere(input)) {
            missing.push_back(input);
        }
    }
    const size_t inputs = missing.size();
    for (const auto& [name, path] : project.edits.replaced) {
        // One inside a missing folder comes back with it.
        const bool inside = std::any_of(
            missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(inputs), [&](auto& m) {
                return moved(path, m, "elsewhere") != path;
            });
        if (!inside && !isThere(path)) {
            missing.push_back(path);
        }
    }
    return missing;
}

std::vector<Relocation> findMoved(const Project& project, const fs::path& folder) {
    std::vector<Relocation> relocations;
    const NameIndex index(folder);
    for (const fs::path& missing : missingPaths(project)) {
        const auto known = project.known_files.find(missing);
        const auto found =
            findOne(missing,
                    known == project.known_files.end() ? std::vector<KnownFile>() : known->second,
                    folder,
                    index);
        if (found) {
            relocations.push_back(*found);
        }
    }
    return relocations;
}

Project relocate(Project project, const std::vector<Relocation>& relocations) {
    const auto follow = [&](fs::path path) {
        for (const Relocation& relocation : relocations) {
            const fs::path there = moved(path, relocation.missing, relocation.found);
            if (there != path) {
                return there;
            }
        }
        return path;
    };
    for (fs::path& input : project.inputs) {
        input = follow(input);
    }
    std::map<fs::path, std::vector<KnownFile>> known;
    for (auto& [input, files] : project.known_files) {
        known[follow(input)] = std::move(files);
    }
    project.known_files = std::move(known);
    for (auto& [name, path] : project.edits.replaced) {
        path = follow(path);
    }
    return project;
}

}  // namespace bozzetto
