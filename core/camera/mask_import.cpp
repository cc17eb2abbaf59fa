// SPDX-License-Identifier: Apache-2.0
#include "camera/mask_import.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/file_finder.h"
#include "camera/view_loader.h"
#include "image/mask.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr int kMaxDepth = 4;
constexpr std::size_t kMaxFiles = 20'000, kJudged = 12;
constexpr std::array kSuffixes = {
    "_mask", ".mask", "-mask", "_masks", "_segmentation", "_seg", "_alpha"};

[[noreturn]] void refuse(const fs::path& path, const std::string& reason, const std::string& hint) {
    throw Error(Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string());
}

/// Picture files in the folder and under it, in natural order.
std::vector<fs::path> listMasks(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        refuse(folder, "there is no such folder", "Give the folder that holds the masks.");
    }
    std::vector<fs::path> files;
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator it(folder, options, error), end; !error && it != end;
         it.increment(error)) {
        if (it.depth() >= kMaxDepth) {
            it.disable_recursion_pending();
        }
        const fs::path& path = it->path();
        const bool hidden = path.filename().string().starts_with('.') && path.stem() != ".mask";
        std::error_code ignored;
        if (!hidden && hasPictureEnding(path) && it->is_regular_file(ignored)) {
            files.push_back(path);
        }
        if (files.size() > kMaxFiles) {
            refuse(folder,
                   "holds more than " + std::to_string(kMaxFiles) + " pictures",
                   "Give the folder that holds only the masks.");
        }
    }
    std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
        return naturalLess(a.string(), b.string());
    });
    return files;
}

/// A mask file's names for its picture: "a.jpg" and "a.jpg.mask" without the suffix; with how it is
/// named, for the picture "a.jpg".
struct Key {
    std::string name, suffix;
};
std::vector<Key> keysOf(const fs::path& mask) {
    const std::string stem = toLowerAscii(mask.stem().string());
    std::vector<Key> keys{{stem, ""}};
    for (const std::string suffix : kSuffixes) {
        if (stem.size() > suffix.size() && stem.ends_with(suffix)) {
            keys.push_back({stem.substr(0, stem.size() - suffix.size()), suffix});
        }
    }
    return keys;
}

struct Candidate {
    fs::path file;
    std::string suffix;
};
using Index = std::multimap<std::string, Candidate>;

std::vector<Candidate> candidatesOf(const ViewSource& view, const Index& index) {
    std::vector<Candidate> found;
    const std::string name = toLowerAscii(view.image.filename().string());
    const std::string stem = toLowerAscii(view.image.stem().string());
    for (const std::string& key : name == stem ? std::vector{name} : std::vector{name, stem}) {
        const auto [begin, end] = index.equal_range(key);
        for (auto it = begin; it != end; ++it) {
            found.push_back(
                {it->second.file, (key == name ? "a.jpg" : "a") + it->second.suffix + ".png"});
        }
    }
    return found;
}

/// Folder name for folder name from the end: how many are the same.
int commonTail(const fs::path& a, const fs::path& b) {
    const fs::path left = a.parent_path(), right = b.parent_path();
    auto i = left.end(), j = right.end();
    int same = 0;
    while (i != left.begin() && j != right.begin() && *--i == *--j) {
        ++same;
    }
    return same;
}

/// By the rule of a template: the mask of "photos/a.jpg" by "{filename}_m.png" is "a_m.png".
Index indexByTemplate(const SetSource& set,
                      const std::vector<fs::path>& files,
                      const std::string& name_template) {
    const std::string place = "{filename}";
    const std::size_t at = name_template.find(place);
    if (at == std::string::npos) {
        throw Error(Error::Kind::BadInput,
                    "the template '" + name_template + "' does not hold {filename}",
                    "Write {filename} where the picture's name without ending belongs.");
    }
    std::map<std::string, std::string> stem_of;  // mask file name -> picture's stem
    for (const ViewSource& view : set.views) {
        std::string name = name_template;
        name.replace(at, place.size(), view.image.stem().string());
        stem_of[toLowerAscii(name)] = toLowerAscii(view.image.stem().string());
    }
    Index index;
    for (const fs::path& file : files) {
        const auto found = stem_of.find(toLowerAscii(file.filename().string()));
        if (found != stem_of.end()) {
            index.emplace(found->second, Candidate{file, ""});
        }
    }
    return index;
}

Index indexByName(const SetSource& set, const std::vector<fs::path>& files) {
    std::set<fs::path> pictures;
    for (const ViewSource& view : set.views) {
        pictures.insert(view.image.lexically_normal());
    }
    Index index;
    for (const fs::path& file : files) {
        if (pictures.contains(file.lexically_normal())) {
            continue;  // the folder of the pictures themselves
        }
        for (const Key& key : keysOf(file)) {
            index.emplace(key.name, Candidate{file, key.suffix});
        }
    }
    return index;
}

/// Votes of at most kJudged masks, evenly spread.
void judgePolarity(MaskImport& import) {
    const std::size_t step = std::max<std::size_t>(1, import.matches.size() / kJudged);
    int white = 0, black = 0;
    for (std::size_t i = 0; i < import.matches.size(); i += step) {
        const fs::path& file = import.matches[i].mask;
        try {
            std::vector<std::string> ignored;
            ReadOptions options;
            options.warnings = &ignored;
            const MaskStatistics mask = maskStatistics(readMask(file, options), 0);
            ++import.judged;
            const bool says_nothing = mask.isEmpty() || mask.isFull();
            black += !says_nothing && (mask.isInverted() || mask.border_coverage > 0.5) ? 1 : 0;
            white += !says_nothing && mask.border_coverage < 0.25 ? 1 : 0;
        } catch (const Error& error) {
            import.problems.push_back(
                {file, reasonWithoutPath(error.what(), file), error.hint(), true});
        }
    }
    if (white != black) {
        import.white_is_object = white > black;
        import.evidence = static_cast<double>(std::max(white, black)) / std::max(import.judged, 1);
    }
}

}  // namespace

MaskImport matchMasks(const SetSource& set,
                      const fs::path& folder,
                      const std::string& name_template) {
    const std::vector<fs::path> files = listMasks(folder);
    const Index index = name_template.empty() ? indexByName(set, files)
                                              : indexByTemplate(set, files, name_template);
    MaskImport import;
    std::set<fs::path> used;
    std::map<std::string, int> namings;
    for (const ViewSource& view : set.views) {
        std::vector<Candidate> found = candidatesOf(view, index);
        std::stable_sort(found.begin(), found.end(), [&](const Candidate& a, const Candidate& b) {
            return commonTail(a.file, view.image) > commonTail(b.file, view.image);
        });
        if (found.empty()) {
            import.views_without_mask.push_back(view.name);
            continue;
        }
        import.matches.push_back({view.name, view.image, found.front().file});
        ++namings[found.front().suffix];
        for (const Candidate& other : found) {
            used.insert(other.file);
        }
        if (found.size() > 1 &&
            commonTail(found[0].file, view.image) == commonTail(found[1].file, view.image)) {
            import.problems.push_back(
                {view.image,
                 "has more than one mask file; " + displayPath(found.front().file) + " was used",
                 "Remove the others.",
                 false});
        }
    }
    std::copy_if(
        files.begin(), files.end(), std::back_inserter(import.unused), [&](const fs::path& f) {
            return !used.contains(f);
        });
    if (import.matches.empty()) {
        refuse(
            folder,
            files.empty() ? "holds no masks" : "no mask in it is named like a picture of the set",
            "Name a mask like its picture: a.png, a.jpg.png or a_mask.png for a.jpg.");
    }
    const auto most =
        std::max_element(namings.begin(), namings.end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
        });
    import.naming = name_template.empty() ? most->first : name_template;
    judgePolarity(import);
    return import;
}

void useMasks(SetSource& set, const MaskImport& import, bool white_is_object) {
    using Polarity = ViewSource::MaskPolarity;
    std::map<std::string, fs::path> mask_of;
    for (const MaskImport::Match& match : import.matches) {
        mask_of[match.view] = match.mask;
    }
    for (ViewSource& view : set.views) {
        const auto found = mask_of.find(view.name);
        if (found != mask_of.end()) {
            view.mask = found->second;
            view.mask_polarity =
                white_is_object ? Polarity::WhiteIsObject : Polarity::BlackIsObject;
        } else if (view.mask.empty()) {
            set.problems.push_back({view.image,
                                    "no mask in the folder is named like it",
                                    "Name a mask like its picture.",
                                    false,
                                    InputProblem::About::NoMask});
        }
    }
    for (const fs::path& file : import.unused) {
        set.problems.push_back({file,
                                "belongs to no picture of the set; it was ignored",
                                "Name a mask file like its picture.",
                                false});
    }
}

}  // namespace bozzetto
