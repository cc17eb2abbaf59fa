// SPDX-License-Identifier: Apache-2.0
#include "io/export_files.h"

#include "base/error.h"

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(const fs::path& path,
                       const std::string& action,
                       const std::error_code& why) {
    throw Error(Error::Kind::Output,
                displayPath(path) + ": " + action + ": " + why.message(),
                "Choose a folder that you may write to.",
                path.string());
}

/// The nearest folder above that exists.
fs::path existingPart(fs::path path) {
    std::error_code error;
    path = fs::absolute(path, error).lexically_normal();
    while (!path.empty() && !fs::exists(path, error) && path.has_relative_path()) {
        path = path.parent_path();
    }
    return path;
}

/// The topmost folder that has to be made for `folder`; empty if it is there.
fs::path firstMissing(const fs::path& folder) {
    std::error_code error;
    fs::path missing;
    fs::path at = fs::absolute(folder, error).lexically_normal();
    while (at.has_relative_path() && !fs::exists(at, error)) {
        missing = at;
        at = at.parent_path();
    }
    return missing;
}

}  // namespace

StagedFiles::StagedFiles(fs::path folder)
    : folder_(std::move(folder)), made_(firstMissing(folder_)) {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) {
        fail(folder_, "the folder cannot be made", error);
    }
    hidden_.emplace(folder_, ".bozzetto-export-");
    for (const char* part : {"new", "old"}) {
        fs::create_directory(hidden_->path() / part, error);
        if (error) {
            fail(folder_, "cannot be written", error);
        }
    }
}

StagedFiles::~StagedFiles() {
    hidden_.reset();
    std::error_code ignored;
    if (!published_ && !made_.empty()) {
        // Only folders that are still empty: somebody else may have put a file there meanwhile.
        for (fs::path at = folder_; fs::remove(at, ignored) && at != made_; at = at.parent_path()) {
        }
    }
}

void StagedFiles::add(const std::string& name, std::string_view bytes) {
    writeFileAtomically(hidden_->path() / "new" / name, bytes);
    names_.push_back(name);
}

void StagedFiles::publish() {
    const fs::path fresh = hidden_->path() / "new", old = hidden_->path() / "old";
    for (size_t i = 0; i < names_.size(); ++i) {
        const fs::path target = folder_ / names_[i];
        std::error_code error;
        if (fs::exists(fs::symlink_status(target, error))) {
            fs::rename(target, old / names_[i], error);
        } else {
            error.clear();
        }
        if (!error) {
            fs::rename(fresh / names_[i], target, error);
        }
        if (error) {
            putBack(i + 1);
            fail(target, "cannot be written", error);
        }
    }
    published_ = true;
}

void StagedFiles::putBack(size_t count) noexcept {
    for (size_t i = 0; i < count; ++i) {
        const fs::path target = folder_ / names_[i], old = hidden_->path() / "old" / names_[i];
        std::error_code ignored;
        if (fs::exists(old, ignored)) {
            fs::rename(old, target, ignored);
        } else if (!fs::exists(hidden_->path() / "new" / names_[i], ignored)) {
            fs::remove(target, ignored);  // one of ours, which had replaced nothing
        }
    }
}

uint64_t freeBytes(const fs::path& folder) {
    std::error_code error;
    const fs::space_info space = fs::space(existingPart(folder), error);
    return error ? 0 : space.available;
}

}  // namespace bozzetto
