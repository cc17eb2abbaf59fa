// SPDX-License-Identifier: Apache-2.0
#include "layering/include_rules.h"

#include <algorithm>
#include <array>
#include <regex>
#include <set>
#include <sstream>
#include <string_view>

namespace bozzetto::layering {
namespace {

// A module may include only modules before it; engines stand side by side at the end.
constexpr std::array kModules{"base",          "math",      "device",     "image",  "video",
                              "camera",        "sfm",       "masks",      "mesh",   "io",
                              "weights_store", "pipeline",  "tensor",     "raster", "render",
                              "geometry",      "optim",     "checkpoint", "nn",     "bake",
                              "texturing",     "nvdiffrec", "reconviagen"};
const std::set<std::string> kEngines{"nvdiffrec", "reconviagen"};

// What each core module may use beside the standard library. Whatever is not listed is forbidden.
const std::map<std::string, std::set<std::string>> kLibrariesOfModule{
    {"base", {"nlohmann", "OpenSSL"}},
    {"math", {}},
    {"device", {}},
    {"image", {"OpenCV", "libexif", "lcms2", "libheif", "LibRaw", "zlib"}},
    {"video", {"OpenCV", "nlohmann"}},
    {"camera", {"OpenCV", "libexif", "nlohmann", "Eigen", "minizip", "pugixml"}},
    {"sfm", {"nlohmann", "Eigen", "SQLite"}},
    {"masks", {"OpenCV"}},
    {"mesh", {"Eigen", "OpenCV", "meshoptimizer"}},
    {"io", {"nlohmann", "tinygltf"}},
    {"weights_store", {"nlohmann", "OpenSSL", "libcurl"}},
    {"pipeline", {"nlohmann", "OpenSSL"}},
    {"tensor", {"LibTorch", "CUDA"}},
    {"raster", {"LibTorch"}},
    {"render", {"LibTorch"}},
    {"geometry", {"LibTorch", "Eigen"}},
    {"optim", {"LibTorch"}},
    {"checkpoint", {"LibTorch", "nlohmann", "zlib"}},
    {"nn", {"LibTorch"}},
    {"bake", {"LibTorch"}},
    {"texturing", {"LibTorch"}},
    {"nvdiffrec", {"LibTorch", "nlohmann"}},
    {"reconviagen", {"LibTorch", "nlohmann"}},
};

// The window's modules, in the order of ui/CMakeLists.txt. Those from images to project stand side
// by side; window joins them.
constexpr std::array kUiModules{"common",
                                "theme",
                                "desktop",
                                "images",
                                "cameras",
                                "masks",
                                "job",
                                "settings",
                                "viewport",
                                "export",
                                "project",
                                "window"};
const std::set<std::string> kUiSiblings{
    "images", "cameras", "masks", "job", "settings", "viewport", "export", "project"};
// Beside Qt.
const std::map<std::string, std::set<std::string>> kLibrariesOfUiModule{
    {"job", {"nlohmann"}},  // reads the lines that a run reports
    {"viewport", {"VTK"}},
};

// The window's program. Everything else in app/ is the command line, which knows no Qt.
const std::string kWindowProgram = "app/main.cpp";

// They cost 18 s of compile time each in every file that sees them.
const std::set<std::string> kBannedHeaders{
    "torch/torch.h", "torch/nn.h", "torch/all.h", "torch/script.h"};

const std::string kUnknownLibrary =
    "no rule names the library of this header: add it to tests/layering and packaging/licences";

struct Include {
    int line = 0;
    std::string name;
    bool quoted = false;
};

std::vector<Include> readIncludes(const std::string& text) {
    static const std::regex directive(R"(^\s*#\s*include\s*(?:([<"])([^>"]+)[>"]|(\S+)))");
    std::vector<Include> includes;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        std::smatch match;
        if (std::regex_search(line, match, directive)) {
            const bool literal = match[2].matched;
            includes.push_back(
                {number, literal ? match[2].str() : match[3].str(), match[1] == "\""});
        }
    }
    return includes;
}

template <size_t count>
int indexIn(const std::array<const char*, count>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

int rankOf(const std::string& module) {
    return indexIn(kModules, module);
}

int uiRankOf(const std::string& module) {
    return indexIn(kUiModules, module);
}

std::vector<std::string> splitPath(const std::string& path) {
    std::vector<std::string> parts;
    std::istringstream stream(path);
    for (std::string part; std::getline(stream, part, '/');) {
        parts.push_back(part);
    }
    return parts;
}

/// Kernels, and headers for them alone: cuda_*.h.
bool mayUseCuda(const std::string& path) {
    const std::string name = path.substr(path.find_last_of('/') + 1);
    return name.ends_with(".cu") || (name.starts_with("cuda_") && name.ends_with(".h"));
}

bool isKernelFile(const std::string& path) {
    return path.ends_with("_cpu.cpp") || path.ends_with("_kernel.h") || mayUseCuda(path);
}

bool isTensorHalf(const std::string& module) {
    return rankOf(module) >= rankOf("tensor");
}

/// The part of our own tree that an include names: a core module, "app", "ui" or "tests"; "" when
/// it is not ours.
std::string ownPartOf(const std::string& include) {
    std::vector<std::string> parts = splitPath(include);
    if (parts.size() > 1 && parts.front() == "core") {
        parts.erase(parts.begin());
    }
    if (parts.size() < 2) {
        return "";
    }
    const std::string& first = parts.front();
    return rankOf(first) >= 0 || first == "app" || first == "ui" || first == "tests" ? first : "";
}

std::string checkCoreModule(const std::string& module,
                            const std::string& path,
                            const Include& include) {
    const std::string part = ownPartOf(include.name);
    if (part == "app" || part == "ui" || part == "tests") {
        return "core knows nothing of " + part;
    }
    if (!part.empty()) {
        if (part != module && kEngines.contains(part) && kEngines.contains(module)) {
            return "engines do not know each other";
        }
        return rankOf(part) <= rankOf(module)
                   ? ""
                   : module + " comes before " + part + " and may not use it";
    }
    if (include.quoted && include.name.find('/') == std::string::npos) {
        return "";  // a neighbour in the same folder
    }
    const std::string library = libraryOf(include.name);
    if (library == "std") {
        return "";
    }
    if (library.empty()) {
        return kUnknownLibrary;
    }
    if (isKernelFile(path)) {
        return mayUseCuda(path) && library == "CUDA"
                   ? ""
                   : "kernel files use no library, so that every back end can compile them";
    }
    return kLibrariesOfModule.at(module).contains(library) ? ""
                                                           : module + " may not use " + library;
}

std::string checkUiModules(const std::string& module, const std::string& used) {
    if (uiRankOf(used) < 0) {
        return "no rule names the module ui/" + used;
    }
    if (used != module && kUiSiblings.contains(used) && kUiSiblings.contains(module)) {
        return "ui/" + module + " and ui/" + used + " do not know each other: ui/window joins them";
    }
    return uiRankOf(used) <= uiRankOf(module)
               ? ""
               : "ui/" + module + " comes before ui/" + used + " and may not use it";
}

bool uiMayUse(const std::string& module, const std::string& library) {
    const auto found = kLibrariesOfUiModule.find(module);
    return library == "std" || library == "Qt" ||
           (found != kLibrariesOfUiModule.end() && found->second.contains(library));
}

std::string checkUi(const std::string& module, const Include& include) {
    if (uiRankOf(module) < 0) {
        return "no rule names the module ui/" + module;
    }
    const std::string part = ownPartOf(include.name);
    if (part == "ui") {
        return checkUiModules(module, splitPath(include.name)[1]);
    }
    if (part == "app" || part == "tests") {
        return "ui knows nothing of " + part;
    }
    if (isTensorHalf(part)) {
        return "ui uses the plain half of core only";
    }
    const bool neighbour = include.quoted && include.name.find('/') == std::string::npos;
    const std::string library = libraryOf(include.name);
    if (!part.empty() || neighbour || uiMayUse(module, library)) {
        return "";
    }
    return library.empty() ? kUnknownLibrary : "ui/" + module + " may not use " + library;
}

std::string checkApp(const std::string& path, const Include& include) {
    const std::string part = ownPartOf(include.name);
    const std::string library = libraryOf(include.name);
    if (part == "tests") {
        return "app knows nothing of tests";
    }
    if (path != kWindowProgram && (part == "ui" || library == "Qt" || library == "VTK")) {
        return "only " + kWindowProgram + " is a window: the command line runs without Qt";
    }
    if (path == kWindowProgram &&
        (isTensorHalf(part) || part == "app" || library == "LibTorch" || library == "VTK")) {
        return "the window runs engines as a child process and leaves drawing to ui/viewport";
    }
    return include.quoted || !library.empty() ? "" : kUnknownLibrary;
}

std::string checkOne(const std::string& path, const Include& include) {
    if (kBannedHeaders.contains(include.name)) {
        return "banned everywhere: include tensor/precompiled.h or ATen/ATen.h instead";
    }
    const std::vector<std::string> parts = splitPath(path);
    if (parts.size() > 2 && parts[0] == "core") {
        return rankOf(parts[1]) < 0 ? "no rule names the module " + parts[1]
                                    : checkCoreModule(parts[1], path, include);
    }
    if (parts[0] == "ui") {
        return parts.size() > 2 ? checkUi(parts[1], include) : "a file of ui belongs to a module";
    }
    if (parts[0] == "app") {
        return checkApp(path, include);
    }
    return include.quoted || !libraryOf(include.name).empty() ? "" : kUnknownLibrary;
}

/// The path of an included project file, or "" when it is not among `files`.
std::string resolve(const std::map<std::string, std::string>& files,
                    const std::string& from,
                    const Include& include) {
    const std::string folder = from.substr(0, from.rfind('/') + 1);
    for (const std::string& candidate :
         {folder + include.name, "core/" + include.name, include.name}) {
        if (include.quoted && files.contains(candidate)) {
            return candidate;
        }
    }
    return "";
}

/// The first header with LibTorch that `path` reaches, as the chain of files to it; empty when
/// there is none.
std::string findTorch(const std::map<std::string, std::string>& files,
                      const std::string& path,
                      std::set<std::string>& seen) {
    for (const Include& include : readIncludes(files.at(path))) {
        if (libraryOf(include.name) == "LibTorch") {
            return include.name;
        }
        const std::string next = resolve(files, path, include);
        if (!next.empty() && seen.insert(next).second) {
            const std::string chain = findTorch(files, next, seen);
            if (!chain.empty()) {
                return next + " -> " + chain;
            }
        }
    }
    return "";
}

}  // namespace

std::vector<Violation> checkIncludes(const std::string& path, const std::string& text) {
    std::vector<Violation> violations;
    for (const Include& include : readIncludes(text)) {
        const std::string rule = checkOne(path, include);
        if (!rule.empty()) {
            violations.push_back({path, include.line, include.name, rule});
        }
    }
    return violations;
}

std::vector<Violation> checkKernelReach(const std::map<std::string, std::string>& files) {
    std::vector<Violation> violations;
    for (const auto& [path, text] : files) {
        std::set<std::string> seen{path};
        if (isKernelFile(path)) {
            const std::string chain = findTorch(files, path, seen);
            if (!chain.empty()) {
                violations.push_back(
                    {path, 0, chain, "kernel files are compiled without LibTorch"});
            }
        }
    }
    return violations;
}

}  // namespace bozzetto::layering
