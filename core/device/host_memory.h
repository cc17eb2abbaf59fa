// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>

namespace bozzetto {

/// Main memory that this process can use, in bytes. Where a control group (container, systemd
/// slice) allows less than the computer has, its limit counts.
struct HostMemory {
    uint64_t total = 0;
    uint64_t available = 0;  // without pushing anything to disk
    bool limited = false;    // total is a control group's limit
    uint64_t used() const { return total > available ? total - available : 0; }
};

/// Bytes of one process.
struct ProcessMemory {
    uint64_t resident = 0;  // in memory now
    uint64_t peak = 0;      // the most that ever was
};

/// root: where proc/ and sys/ are, for tests. Nothing known: all zero. Does not throw.
HostMemory readHostMemory(const std::filesystem::path& root = "/") noexcept;

/// nullopt when there is no such process or it is not ours to see. Does not throw.
std::optional<ProcessMemory> readProcessMemory(int64_t pid,
                                               const std::filesystem::path& root = "/") noexcept;

}  // namespace bozzetto
