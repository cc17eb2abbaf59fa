// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "weights_store/manifest.h"

#include <filesystem>
#include <string>

namespace bozzetto {

/// SHA-256 of a file of any size, read piece by piece; `phase` is what the task is told. Throws
/// Error(BadInput) if it cannot be read, Cancelled.
std::string sha256OfLargeFile(const std::filesystem::path& path,
                              const Task& task,
                              const char* phase = "checking");

/// Throws Error(BadWeights) if the bytes at `path` cannot be those of the file: of another size, or
/// not of the format that its name says (a web page, a cut file). Quick: reads the beginning only.
void checkLooksRight(const WeightFile& file, const std::filesystem::path& path);

/// The checksum that was noted when the file came ("<file>.sha256", as sha256sum writes it); empty
/// if there is none.
std::string notedSha256(const std::filesystem::path& file);
/// Throws Error(Output).
void noteSha256(const std::filesystem::path& file, const std::string& sha256);

/// Puts a complete copy (on the same file system) in its place and notes its checksum: after a
/// power cut the place holds nothing, the old file or the new one. Throws Error(Output).
void publishFile(const std::filesystem::path& from,
                 const std::filesystem::path& to,
                 const std::string& sha256);

/// A lock that one process at a time has on the weights folder, which is made if need be; waits for
/// it, asking task.poll() meanwhile. Throws Error(Output), Cancelled.
class WeightsLock {
public:
    WeightsLock(const std::filesystem::path& folder, const Task& task);
    ~WeightsLock();
    WeightsLock(const WeightsLock&) = delete;
    WeightsLock& operator=(const WeightsLock&) = delete;

private:
    int fd_ = -1;
};

/// Throws Error(Output), saying what is needed and what is free, unless `bytes` and a reserve for
/// other programs fit on the folder's disk.
void requireFreeSpace(const std::filesystem::path& folder, uint64_t bytes);

/// "1.2 GB", "340 kB": decimal, as sellers of disks and hosts of files count.
std::string sizeText(uint64_t bytes);

}  // namespace bozzetto
