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
constexpr std::array kModules{"base",
                              "math",
                              "device",
                              "image",
                              "camera",
                              "mesh",
                              "io",
                              "weights_store",
                              "pipeline",
                              "tensor",
                              "raster",
                              "render",
                              "geometry",
                              "optim",
                              "checkpoint",
                              "nn",
                              "bake",
                              "nvdiffrec",
                              "reconviagen"};
const std::set<std::string> kEngines{"nvdiffrec", "reconviagen"};

// What each core module may use beside the standard library. Whatever is not listed is forbidden.
const std::map<std::string, std::set<std::string>> kLibrariesOfModule{
    {"base", {"nlohmann", "OpenSSL"}},
    {"math", {}},
    {"device", {}},
    {"image", {"OpenCV", "libexif", "lcms2", "zlib"}},
    {"camera", {"OpenCV", "libexif", "nlohmann", "Eigen"}},
    {"mesh", {"Eigen", "OpenCV", "meshoptimizer"}},
    {"io", {"nlohmann", "tinygltf"}},
    {"weights_store", {"nlohmann"}},
    {"pipeline", {"nlohmann", "OpenSSL"}},
    {"tensor", {"LibTorch"}},
    {"raster", {"LibTorch"}},
    {"render", {"LibTorch"}},
    {"geometry", {"LibTorch", "Eigen"}},
    {"optim", {"LibTorch"}},
    {"checkpoint", {"LibTorch", "nlohmann", "zlib"}},
    {"nn", {"LibTorch"}},
    {"bake", {"LibTorch"}},
    {"nvdiffrec", {"LibTorch", "nlohmann"}},
    {"reconviagen", {"LibTorch", "nlohmann"}},
};
const std::set<std::string> kLibrariesOfUi{"Qt", "VTK", "nlohmann"};

// They cost 18 s of compile time each in every file that sees them.
const std::set<std::string> kBannedHeaders{
    "torch/torch.h", "torch/nn.h", "torch/all.h", "torch/script.h"};

const std::vector<std::pair<std::regex, std::string>>& families() {
    static const std::vector<std::pair<std::regex, std::string>> table{
        {std::regex(R"(^(torch|ATen|c10|caffe2)/.*)"), "LibTorch"},
        {std::regex(R"(^Q[A-Z].*|^Qt.*)"), "Qt"},
        {std::regex(R"(^vtk.*)"), "VTK"},
        {std::regex(R"(^opencv2?/.*)"), "OpenCV"},
        {std::regex(
             R"(^(cuda|cublas|cusparse|curand|nvml|nvrtc|device_launch).*|^(thrust|cub)/.*)"),
         "CUDA"},
        {std::regex(R"(^(unsupported/)?Eigen/.*)"), "Eigen"},
        {std::regex(R"(^nlohmann/.*)"), "nlohmann"},
        {std::regex(R"(^libexif/.*)"), "libexif"},
        {std::regex(R"(^lcms2.*)"), "lcms2"},
        {std::regex(R"(^openssl/.*)"), "OpenSSL"},
        {std::regex(R"(^zlib\.h$)"), "zlib"},
        {std::regex(R"(^CLI/.*)"), "CLI11"},
        {std::regex(R"(^meshoptimizer\.h$)"), "meshoptimizer"},
        {std::regex(R"(^(tinygltf/)?tiny_gltf\.h$)"), "tinygltf"},
        {std::regex(R"(^benchmark/.*)"), "GoogleBenchmark"},
        {std::regex(R"(^assimp/.*)"), "assimp"},
        {std::regex(R"(^(GL|EGL)/.*)"), "OpenGL"},
        {std::regex(
             R"(^(unistd|fcntl|signal|pthread|dlfcn|poll|termios|malloc|immintrin|x86intrin|spawn|sched)\.h$|^(sys|linux)/.*)"),
         "std"},
        {std::regex(R"(^[a-z][a-z0-9_]*$)"), "std"},
    };
    return table;
}

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

int rankOf(const std::string& module) {
    const auto found = std::find(kModules.begin(), kModules.end(), module);
    return found == kModules.end() ? -1 : static_cast<int>(found - kModules.begin());
}

std::vector<std::string> splitPath(const std::string& path) {
    std::vector<std::string> parts;
    std::istringstream stream(path);
    for (std::string part; std::getline(stream, part, '/');) {
        parts.push_back(part);
    }
    return parts;
}

bool isKernelFile(const std::string& path) {
    return path.ends_with("_cpu.cpp") || path.ends_with("_kernel.h") || path.ends_with(".cu");
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
        return "no rule names the library of this header: add it to tests/layering and "
               "packaging/licences";
    }
    if (isKernelFile(path)) {
        return path.ends_with(".cu") && library == "CUDA"
                   ? ""
                   : "kernel files use no library, so that every back end can compile them";
    }
    return kLibrariesOfModule.at(module).contains(library) ? ""
                                                           : module + " may not use " + library;
}

std::string checkUi(const Include& include) {
    const std::string part = ownPartOf(include.name);
    if (part == "app" || part == "tests") {
        return "ui knows nothing of " + part;
    }
    if (isTensorHalf(part)) {
        return "ui uses the plain half of core only";
    }
    const std::string library = libraryOf(include.name);
    if (!part.empty() || library == "std" || include.quoted || kLibrariesOfUi.contains(library)) {
        return "";
    }
    return "ui may not use " + (library.empty() ? "a library that no rule names" : library);
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
        return checkUi(include);
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

std::string libraryOf(const std::string& include) {
    for (const auto& [pattern, name] : families()) {
        if (std::regex_match(include, pattern)) {
            return name;
        }
    }
    return "";
}

std::set<std::string> libraryNames() {
    std::set<std::string> names;
    for (const auto& [pattern, name] : families()) {
        names.insert(name);
    }
    names.erase("std");
    return names;
}

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
