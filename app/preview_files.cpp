// SPDX-License-Identifier: Apache-2.0
#include "app/preview_files.h"

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "io/preview_file.h"

#include <limits>
#include <string>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kPrefix = "preview-", kEnding = ".ply";

/// The number in a preview's name; 0 for other files.
int64_t numberOf(const fs::path& file) {
    const std::string name = file.filename().string();
    if (!name.starts_with(kPrefix) || !name.ends_with(kEnding)) {
        return 0;
    }
    const std::string_view digits = std::string_view(name).substr(
        kPrefix.size(), name.size() - kPrefix.size() - kEnding.size());
    return parseInteger(digits).value_or(0);
}

}  // namespace

PreviewFiles::PreviewFiles(fs::path folder) : folder_(std::move(folder)) {
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
        if (const int64_t number = numberOf(entry.path()); number >= next_) {
            next_ = number + 1;
            latest_ = entry.path();
        }
    }
}

std::optional<fs::path> PreviewFiles::add(const PreviewMesh& mesh) {
    const fs::path path =
        folder_ / (std::string(kPrefix) + std::to_string(next_) + std::string(kEnding));
    try {
        writePreview(path, mesh);
    } catch (const Error& error) {
        if (!failed_) {
            logWarning(error.what());
        }
        failed_ = true;
        return std::nullopt;
    }
    removeBefore(next_ - 1);
    ++next_;
    latest_ = path;
    return path;
}

void PreviewFiles::clear() {
    removeBefore(std::numeric_limits<int64_t>::max());
    latest_.reset();
}

void PreviewFiles::removeBefore(int64_t number) {
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
        if (const int64_t own = numberOf(entry.path()); own > 0 && own < number) {
            fs::remove(entry.path(), ignored);
        }
    }
}

}  // namespace bozzetto
