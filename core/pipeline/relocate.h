// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/project.h"

#include <filesystem>
#include <vector>

namespace bozzetto {

/// The files of an input (a folder: all regular files in it and its subfolders, at most 20 000) as
/// they are now; empty if there is none. Reads folders, no file contents.
std::vector<KnownFile> listKnownFiles(const std::filesystem::path& input);

/// Inputs and replacement pictures of the project that are not there any more.
std::vector<std::filesystem::path> missingPaths(const Project& project);

/// Where a missing path may be now, with what speaks for it.
struct Relocation {
    std::filesystem::path missing, found;
    int known = 0;      // files that were known of the missing input
    int same_name = 0;  // of those, found under the same name
    int same_size = 0;  // of those, with the same name and size
    bool operator==(const Relocation&) const = default;
};

/// Looks for the missing paths in `folder`, which the user named or which holds the project: the
/// folder itself, and folders and files in it by name, at most four levels deep and 100 000
/// entries. For each missing path the best candidate that holds at least half of the known files;
/// none for paths without any.
std::vector<Relocation> findMoved(const Project& project, const std::filesystem::path& folder);

/// Puts `found` in the place of `missing` in inputs, their known files and replacement pictures;
/// paths inside a moved folder follow it.
Project relocate(Project project, const std::vector<Relocation>& relocations);

}  // namespace bozzetto
