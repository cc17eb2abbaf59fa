// SPDX-License-Identifier: Apache-2.0
#include "layering/licence_list.h"

#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>

namespace bozzetto::layering {
namespace {

std::vector<std::string> splitTabs(const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream stream(line);
    for (std::string field; std::getline(stream, field, '\t');) {
        fields.push_back(field);
    }
    return fields;
}

}  // namespace

std::vector<Library> parseLibraries(const std::string& tsv) {
    std::vector<Library> libraries;
    std::istringstream lines(tsv);
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const std::vector<std::string> f = splitTabs(line);
        if (f.size() != 6) {
            throw std::runtime_error("libraries.tsv: not six fields: " + line);
        }
        libraries.push_back({f[0], f[1], f[2], f[3], f[4], f[5]});
    }
    return libraries;
}

std::string libraryFileName(const std::string& link_item) {
    static const std::regex by_name(R"(^-l(\S+)$)");
    static const std::regex by_file(
        R"(^(?:.*[/",])?((?:lib|ld-)[^/"]*?)\.(?:so|a)(?:\.[0-9.]+[a-z]?)?"?$)");
    std::smatch match;
    if (std::regex_match(link_item, match, by_name)) {
        return "lib" + match[1].str();
    }
    return std::regex_match(link_item, match, by_file) ? match[1].str() : "";
}

bool isOurs(const std::string& link_item) {
    const bool from_elsewhere =
        link_item.front() == '/';  // ours are named from inside the build folder
    return !from_elsewhere && libraryFileName(link_item).starts_with("libbozzetto_");
}

const Library* findLibrary(const std::vector<Library>& libraries, const std::string& file) {
    for (const Library& library : libraries) {
        if (library.files != "-" && std::regex_match(file, std::regex(library.files))) {
            return &library;
        }
    }
    return nullptr;
}

bool isPermitted(const std::string& licence) {
    static const std::set<std::string> permitted{
        "Apache-2.0",
        "MIT",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "Zlib",
        "curl",
        "blessing",  // SQLite's: public domain
        "MPL-2.0",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
        // not free, but redistributable with a program and without a limit to non-commercial use
        "LicenseRef-NVIDIA-CUDA-EULA"};
    return permitted.contains(licence);
}

std::vector<std::string> parseNeeded(const std::string& readelf_output) {
    static const std::regex needed(R"(\(NEEDED\)[^\[]*\[([^\]]+)\])");
    std::vector<std::string> names;
    for (auto it = std::sregex_iterator(readelf_output.begin(), readelf_output.end(), needed);
         it != std::sregex_iterator();
         ++it) {
        names.push_back((*it)[1].str());
    }
    return names;
}

std::vector<std::string> parseLinkItems(const std::string& build_ninja) {
    std::set<std::string> items;
    std::istringstream lines(build_ninja);
    for (std::string line; std::getline(lines, line);) {
        const size_t at = line.find("LINK_LIBRARIES = ");
        if (at == std::string::npos) {
            continue;
        }
        std::istringstream words(line.substr(at + 17));
        for (std::string word; words >> word;) {
            if (!isOurs(word) && !libraryFileName(word).empty()) {
                items.insert(word);
            }
        }
    }
    return {items.begin(), items.end()};
}

}  // namespace bozzetto::layering
