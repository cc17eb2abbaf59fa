// SPDX-License-Identifier: Apache-2.0
#include "camera/image_folder.h"

#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <string_view>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr const char* kMaskFolders[] = {"masks", "mask"};
constexpr const char* kDepthFolders[] = {"depth", "depths"};

fs::path relativeFolder(const fs::path& file, const FileFinder& finder) {
    const fs::path folder = file.parent_path().lexically_relative(finder.root());
    return folder == "." ? fs::path() : folder;
}

/// Keys under which a companion file may be known: "a" for a.png, a_mask.png, a.mask.png; "a.jpg"
/// for a.jpg.png.
std::string keyWithoutSuffix(const fs::path& file, std::span<const char* const> suffixes) {
    std::string stem = toLowerAscii(file.stem().string());
    for (const std::string_view suffix : suffixes) {
        if (stem.size() > suffix.size() && stem.ends_with(suffix)) {
            return stem.substr(0, stem.size() - suffix.size());
        }
    }
    return {};
}

struct Candidates {
    std::map<std::string, std::vector<fs::path>> by_key;
    std::vector<fs::path> all;
};

Candidates collect(const SetSource& set,
                   const FileFinder& finder,
                   const auto& folders,
                   std::span<const char* const> suffixes) {
    Candidates found;
    std::set<fs::path> image_folders;
    for (const ViewSource& view : set.views) {
        image_folders.insert(relativeFolder(view.image, finder));
    }
    std::set<fs::path> companion_folders;
    for (const char* name : folders) {
        companion_folders.insert(name);
        for (const fs::path& folder : image_folders) {
            companion_folders.insert(folder / name);
            companion_folders.insert(folder.parent_path() / name);
        }
    }
    const auto add = [&](const std::string& key, const fs::path& file) {
        found.by_key[key].push_back(file);
        found.all.push_back(file);
    };
    for (const fs::path& folder : companion_folders) {
        for (const fs::path& file : finder.list(folder)) {
            if (hasPictureEnding(file)) {
                const std::string key = keyWithoutSuffix(file, suffixes);
                add(key.empty() ? toLowerAscii(file.stem().string()) : key, file);
            }
        }
    }
    for (const fs::path& folder : image_folders) {
        for (const fs::path& file : finder.list(folder)) {
            const std::string key = keyWithoutSuffix(file, suffixes);
            if (hasPictureEnding(file) && !key.empty()) {
                add(key, file);
            }
        }
    }
    return found;
}

constexpr std::array<const char*, 2> kMaskSuffixes = {"_mask", ".mask"};
constexpr std::array<const char*, 2> kDepthSuffixes = {"_depth", ".depth"};

void matchCompanions(SetSource& set,
                     const Candidates& candidates,
                     fs::path ViewSource::*field,
                     const std::string& what) {
    std::set<fs::path> used;
    for (ViewSource& view : set.views) {
        if (!(view.*field).empty()) {
            used.insert(view.*field);
            continue;
        }
        std::vector<fs::path> matches;
        for (const std::string& key : {toLowerAscii(view.image.stem().string()),
                                       toLowerAscii(view.image.filename().string())}) {
            if (const auto found = candidates.by_key.find(key); found != candidates.by_key.end()) {
                matches.insert(matches.end(), found->second.begin(), found->second.end());
            }
        }
        if (matches.empty()) {
            continue;
        }
        view.*field = matches.front();
        used.insert(matches.begin(), matches.end());
        if (matches.size() > 1) {
            set.problems.push_back({view.image,
                                    "has more than one " + what + " file; " +
                                        displayPath(matches.front()) + " was used",
                                    "Remove the others.",
                                    false});
        }
    }
    for (const fs::path& file : candidates.all) {
        if (!used.contains(file)) {
            set.problems.push_back({file,
                                    "belongs to no picture of the set; it was ignored",
                                    "Name a " + what + " file like its picture.",
                                    false});
        }
    }
}

/// Pictures of the same bytes: the first in natural order stays.
void removeDuplicates(SetSource& set) {
    std::map<uintmax_t, std::vector<std::size_t>> by_size;
    for (std::size_t i = 0; i < set.views.size(); ++i) {
        std::error_code error;
        const uintmax_t size = fs::file_size(set.views[i].image, error);
        if (!error) {
            by_size[size].push_back(i);
        }
    }
    std::set<std::size_t> repeated;
    for (const auto& [size, members] : by_size) {
        std::map<std::string, std::size_t> first;
        for (const std::size_t i : members) {
            if (members.size() < 2 || size == 0) {
                break;
            }
            try {
                const auto [known, is_new] = first.emplace(sha256OfFile(set.views[i].image), i);
                if (!is_new) {
                    repeated.insert(i);
                    set.problems.push_back(
                        {set.views[i].image,
                         "is the same picture as " +
                             displayPath(set.views[known->second].image.filename()) +
                             "; it is used once",
                         "Remove one of the two.",
                         true});
                }
            } catch (const Error&) {
                break;  // unreadable files are reported when they are loaded
            }
        }
    }
    std::vector<ViewSource> kept;
    for (std::size_t i = 0; i < set.views.size(); ++i) {
        if (!repeated.contains(i)) {
            kept.push_back(std::move(set.views[i]));
        }
    }
    set.views = std::move(kept);
}

/// A camera raw file beside the picture that was developed from it: the developed one stays.
void removeRawTwins(SetSource& set) {
    std::map<std::string, fs::path> developed;
    const auto key = [](const fs::path& file) { return toLowerAscii(file.stem().string()); };
    for (const ViewSource& view : set.views) {
        if (!hasRawEnding(view.image)) {
            developed.emplace(key(view.image), view.image);
        }
    }
    std::erase_if(set.views, [&](const ViewSource& view) {
        const auto twin = developed.find(key(view.image));
        if (!hasRawEnding(view.image) || twin == developed.end()) {
            return false;
        }
        set.problems.push_back({view.image,
                                "is the same photograph as " +
                                    displayPath(twin->second.filename()) +
                                    "; the developed picture is used",
                                "Move one of the two away to choose the other.",
                                true});
        return true;
    });
}

}  // namespace

bool isCompanionName(const fs::path& file) {
    static constexpr std::array<const char*, 6> kSuffixes = {
        "_mask", ".mask", "_depth", ".depth", "_normal", "_albedo"};
    return !keyWithoutSuffix(file, kSuffixes).empty();
}

void findCompanions(SetSource& set, const FileFinder& finder, Companions which) {
    matchCompanions(
        set, collect(set, finder, kMaskFolders, kMaskSuffixes), &ViewSource::mask, "mask");
    if (which == Companions::MasksAndDepth) {
        matchCompanions(
            set, collect(set, finder, kDepthFolders, kDepthSuffixes), &ViewSource::depth, "depth");
    }
}

SetSource readImageFolder(const FileFinder& finder) {
    SetSource set;
    set.root = finder.root();
    set.format = "images";
    for (const fs::path& folder : {fs::path(),
                                   fs::path("images"),
                                   fs::path("image"),
                                   fs::path("train"),
                                   fs::path("input")}) {
        for (const fs::path& file : finder.list(folder)) {
            const std::string stem = toLowerAscii(file.stem().stem().string());
            const bool mask_of_other =
                hasPictureEnding(fs::path(file.stem())) && !stem.empty();  // a.jpg.png
            if (hasPictureEnding(file) && !isCompanionName(file) && !mask_of_other) {
                ViewSource view;
                view.image = file;
                view.name = file.stem().string();
                set.views.push_back(std::move(view));
            }
        }
        if (!set.views.empty()) {
            break;
        }
    }
    removeRawTwins(set);
    removeDuplicates(set);
    findCompanions(set, finder, Companions::MasksAndDepth);
    return set;
}

}  // namespace bozzetto
