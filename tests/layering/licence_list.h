// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

namespace bozzetto::layering {

/// One line of packaging/licences/libraries.tsv.
struct Library {
    std::string name, package, licence;
    std::string files;  // regular expression of file names without ".so..."; "-" for headers only
    std::string use;    // "program", "header" or "test"
    std::string text;   // where the licence's text is
};

/// Throws std::runtime_error naming the line that has not six fields.
std::vector<Library> parseLibraries(const std::string& tsv);

/// "libz" from "libz.so.1", "/usr/lib/libz.so", "libz.a" or "-lz"; "" for anything that is not a
/// library.
std::string libraryFileName(const std::string& link_item);

/// Whether a link item or a NEEDED entry is a library of this project.
bool isOurs(const std::string& link_item);

/// The entry whose file names include `file` (as libraryFileName gives it), or nullptr.
const Library* findLibrary(const std::vector<Library>& libraries, const std::string& file);

/// Whether a licence may be linked into a program that is Apache-2.0 and used commercially. LGPL
/// counts, as we link dynamically.
bool isPermitted(const std::string& licence);

/// The NEEDED entries of an ELF file, as `readelf -d` prints them.
std::vector<std::string> parseNeeded(const std::string& readelf_output);

/// The third-party items of a build.ninja's link lines: our own archives inside the build folder
/// are left out.
std::vector<std::string> parseLinkItems(const std::string& build_ninja);

}  // namespace bozzetto::layering
