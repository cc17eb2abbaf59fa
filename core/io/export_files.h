// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/files.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// Files that appear in a folder together. They are written to a hidden folder inside, and moved
/// when all are there; until `publish` returns, nothing that was in the folder before is lost.
class StagedFiles {
public:
    /// Makes the folder if need be. Throws Error(Output).
    explicit StagedFiles(std::filesystem::path folder);
    /// Removes what was not published, and the folders that were made for it.
    ~StagedFiles();
    StagedFiles(const StagedFiles&) = delete;
    StagedFiles& operator=(const StagedFiles&) = delete;

    void add(const std::string& name, std::string_view bytes);
    /// Moves the files in the order they were added: the one that names the others comes last.
    /// Files of the same name are replaced; if a move fails they are put back. Throws
    /// Error(Output).
    void publish();

private:
    void putBack(size_t count) noexcept;

    std::filesystem::path folder_;
    std::filesystem::path made_;  // topmost folder that was made for this; empty = none
    std::optional<TemporaryFolder> hidden_;
    std::vector<std::string> names_;
    bool published_ = false;
};

/// Bytes that a file system has left for us where `folder` is or will be; 0 = not known.
uint64_t freeBytes(const std::filesystem::path& folder);

}  // namespace bozzetto
