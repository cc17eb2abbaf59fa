// SPDX-License-Identifier: Apache-2.0
#include "device/host_memory.h"

#include "base/text.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

namespace bozzetto {
namespace {

namespace fs = std::filesystem;

// Control groups without a limit say "max" (version 2) or a number near 2^63 (version 1).
constexpr uint64_t kUnlimited = uint64_t{1} << 60;

/// Text of a small file of the kernel; empty when it cannot be read.
std::string readText(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return file ? text.str() : "";
}

/// The number after `key` at the beginning of a line; `unit` bytes each.
std::optional<uint64_t> valueOf(const std::string& text, const std::string& key, uint64_t unit) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        uint64_t value = 0;
        if (line.starts_with(key) && std::istringstream(line.substr(key.size())) >> value) {
            return value * unit;
        }
    }
    return std::nullopt;
}

std::optional<uint64_t> numberIn(const fs::path& path) {
    const std::string text = readText(path);
    const auto value = parseInteger(trim(text));
    return value && *value >= 0 ? std::optional<uint64_t>(*value) : std::nullopt;
}

/// The names that the two versions of control groups give to the same things.
struct GroupFiles {
    const char *limit, *usage, *reclaimable;
};
constexpr GroupFiles kVersion2{"memory.max", "memory.current", "inactive_file "};
constexpr GroupFiles kVersion1{
    "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "};

void applyLimit(const fs::path& group, const GroupFiles& files, HostMemory& memory) {
    const auto limit = numberIn(group / files.limit);
    if (!limit || *limit >= kUnlimited) {
        return;
    }
    if (*limit < memory.total) {
        memory.total = *limit;
        memory.limited = true;
    }
    if (const auto usage = numberIn(group / files.usage)) {
        // Pages of files that were only read go first when memory runs short.
        const uint64_t reclaimable =
            valueOf(readText(group / "memory.stat"), files.reclaimable, 1).value_or(0);
        const uint64_t held = *usage - std::min(*usage, reclaimable);
        memory.available = std::min(memory.available, *limit - std::min(*limit, held));
    }
}

/// A limit of any group above counts too.
void applyLimits(const fs::path& hierarchy,
                 const std::string& group,
                 const GroupFiles& files,
                 HostMemory& memory) {
    fs::path path = fs::path(group).relative_path();
    while (true) {
        applyLimit(path.empty() ? hierarchy : hierarchy / path, files, memory);
        if (path.empty()) {
            return;
        }
        path = path.parent_path();
    }
}

void applyControlGroups(const fs::path& root, HostMemory& memory) {
    std::istringstream lines(readText(root / "proc/self/cgroup"));
    for (std::string line; std::getline(lines, line);) {
        const size_t first = line.find(':'), second = line.find(':', first + 1);
        if (second == std::string::npos) {
            continue;
        }
        const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
        const std::string group = line.substr(second + 1);
        if (controllers == ",,") {
            applyLimits(root / "sys/fs/cgroup", group, kVersion2, memory);
        } else if (controllers.find(",memory,") != std::string::npos) {
            applyLimits(root / "sys/fs/cgroup/memory", group, kVersion1, memory);
        }
    }
}

}  // namespace

HostMemory readHostMemory(const fs::path& root) noexcept {
    try {
        const std::string text = readText(root / "proc/meminfo");
        HostMemory memory;
        memory.total = valueOf(text, "MemTotal:", 1024).value_or(0);
        memory.available = valueOf(text, "MemAvailable:", 1024).value_or(0);
        applyControlGroups(root, memory);
        memory.available = std::min(memory.available, memory.total);
        return memory;
    } catch (const std::exception&) {
        return {};
    }
}

std::optional<ProcessMemory> readProcessMemory(int64_t pid, const fs::path& root) noexcept {
    try {
        const std::string text = readText(root / "proc" / std::to_string(pid) / "status");
        const auto resident = valueOf(text, "VmRSS:", 1024);
        const auto peak = valueOf(text, "VmHWM:", 1024);
        return resident && peak ? std::optional(ProcessMemory{*resident, *peak}) : std::nullopt;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace bozzetto
