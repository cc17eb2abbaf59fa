// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

namespace bozzetto::layering {

/// One #include that the architecture forbids.
struct Violation {
    std::string file;  // path from the repository's root, with '/'
    int line = 0;      // from 1
    std::string include;
    std::string rule;
};

/// The library that a header in <> or "" belongs to: "Qt", "VTK", "OpenCV", "LibTorch", "CUDA",
/// "Eigen", ...; "std" for the standard library and the operating system, "" when no family is
/// known for it.
std::string libraryOf(const std::string& include);

/// Every family that libraryOf knows, "std" left out.
std::set<std::string> libraryNames();

/// Checks every #include of one file against the rules of its folder: which libraries the folder
/// may use, and that a core module uses only modules before it. `path` is from the repository's
/// root.
std::vector<Violation> checkIncludes(const std::string& path, const std::string& text);

/// Follows project includes from every kernel file (*_cpu.cpp, *_kernel.h, *.cu) and reports those
/// that reach LibTorch through a header. `files`: path from the root -> text.
std::vector<Violation> checkKernelReach(const std::map<std::string, std::string>& files);

}  // namespace bozzetto::layering
