// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace bozzetto {

/// Reads a whole regular file. Throws Error(BadInput) naming the path if it is missing, not a
/// regular file (FIFO, device, folder), unreadable, or larger than `max_bytes`. Never blocks on a
/// FIFO.
std::string readFile(const std::filesystem::path& path, uint64_t max_bytes = uint64_t{1} << 31);

/// Writes through a temporary file beside the target, fsync, rename, fsync of the folder: after a
/// failure or a power cut the target holds the old bytes or the new ones. Throws Error(Output)
/// naming the path and the system's reason.
void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// SHA-256 of the file's bytes, lower-case hexadecimal. Throws as readFile.
std::string sha256OfFile(const std::filesystem::path& path);
std::string sha256(std::string_view bytes);

/// A folder made beside or under `parent` with a unique name, removed with its content by the
/// destructor.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::filesystem::path& parent,
                             const std::string& prefix = ".bozzetto-");
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Puts the files of `from` in the place of the folder `to` (same file system): `to` holds its old
/// content or the new one, never a mixture. Throws Error(Output).
void publishFolder(const std::filesystem::path& from, const std::filesystem::path& to);

/// The folder `name` of what can be computed again: $XDG_CACHE_HOME/bozzetto/<name>, or under
/// ~/.cache; not made. Empty without a home.
std::filesystem::path cacheFolder(const std::string& name);

/// Path as UTF-8 for messages; bytes that are not UTF-8 are escaped as \xNN, control characters
/// too.
std::string displayPath(const std::filesystem::path& path);

}  // namespace bozzetto
