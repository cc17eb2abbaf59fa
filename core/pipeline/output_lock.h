// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>

namespace bozzetto {

/// OUT/.bozzetto: locks, checkpoints, previews and half-written results of the runs into OUT.
std::filesystem::path workFolderOf(const std::filesystem::path& output);

/// The only writer of an output folder: an flock on OUT/.bozzetto/lock, held until destruction. The
/// folder OUT/.bozzetto holds the lock, checkpoints, the job file and half-written results; what a
/// killed run left half-written is removed on locking. The system drops the lock of a process that
/// dies, so there is no stale one.
class OutputLock {
public:
    /// Makes OUT and OUT/.bozzetto if needed. Throws Error(Locked) naming the holder, Error(Output)
    /// if the folder cannot be written to.
    explicit OutputLock(const std::filesystem::path& output);
    ~OutputLock();
    OutputLock(const OutputLock&) = delete;
    OutputLock& operator=(const OutputLock&) = delete;

    /// OUT/.bozzetto
    const std::filesystem::path& workFolder() const { return work_; }
    /// On destruction OUT/.bozzetto goes if it holds no checkpoint; after this call in any case:
    /// the job succeeded or was discarded.
    void discardWork() { discard_ = true; }

private:
    std::filesystem::path output_, work_;
    bool made_output_ = false;
    int fd_ = -1;
    bool discard_ = false;
};

}  // namespace bozzetto
