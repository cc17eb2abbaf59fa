// SPDX-License-Identifier: Apache-2.0
#include "ui/project/move_folder.h"

#include "base/error.h"
#include "base/files.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace bozzetto::ui {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void failMove(const fs::path& path, const std::error_code& error) {
    const bool full = error == std::errc::no_space_on_device;
    throw Error(Error::Kind::Output,
                displayPath(path) + ": results cannot be moved here: " + error.message(),
                full ? "Free some space, or choose a folder on another disk."
                     : "Choose a folder that you may write to.",
                path.string());
}

qint64 sizeOf(const fs::path& folder) {
    qint64 bytes = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error);
         !error && entry != fs::recursive_directory_iterator();
         entry.increment(error)) {
        std::error_code ignored;
        if (!entry->is_symlink(ignored) && entry->is_regular_file(ignored)) {
            bytes += static_cast<qint64>(entry->file_size(ignored));
        }
    }
    return bytes;
}

}  // namespace

FolderMoves::FolderMoves(std::function<void(qint64, qint64)> progress)
    : progress_(std::move(progress)) {}

FolderMoves::~FolderMoves() {
    std::error_code ignored;
    if (is_kept_) {
        return;
    }
    for (const Move& move : moves_) {
        if (move.state == Move::State::Renamed) {
            fs::rename(move.to, move.from, ignored);
        } else if (move.state == Move::State::Copied) {
            fs::remove_all(move.to, ignored);
        }
    }
    for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) {
        fs::remove(*folder, ignored);  // only if it is empty
    }
}

fs::path FolderMoves::add(const fs::path& from, fs::path to) {
    const auto taken = [&](const fs::path& path) {
        std::error_code ignored;
        return fs::exists(fs::symlink_status(path, ignored)) ||
               std::any_of(
                   moves_.begin(), moves_.end(), [&](const Move& move) { return move.to == path; });
    };
    fs::path place = to;
    for (int n = 2; taken(place); ++n) {
        place = to;
        place += "-" + std::to_string(n);
    }
    moves_.push_back({from, place});
    return place;
}

void FolderMoves::carryOut() {
    for (Move& move : moves_) {
        std::error_code error;
        const fs::path parent = move.to.parent_path();
        if (fs::create_directory(parent, error)) {
            made_.push_back(parent);
        }
        if (error) {
            failMove(parent, error);
        }
        fs::rename(move.from, move.to, error);
        if (!error) {
            move.state = Move::State::Renamed;
        } else if (error == std::errc::cross_device_link) {
            total_ += sizeOf(move.from);
        } else {
            failMove(move.to, error);
        }
    }
    for (Move& move : moves_) {
        if (move.state == Move::State::Planned) {
            copy(move);
        }
    }
}

void FolderMoves::copy(Move& move) {
    move.state = Move::State::Copied;  // from the first byte on there is something to put back
    std::error_code error;
    fs::create_directory(move.to, error);
    fs::recursive_directory_iterator entry;
    if (!error) {
        entry = fs::recursive_directory_iterator(move.from, error);
    }
    while (!error && entry != fs::recursive_directory_iterator()) {
        const fs::path to = move.to / entry->path().lexically_relative(move.from);
        if (entry->is_symlink()) {
            fs::copy_symlink(entry->path(), to, error);
        } else if (entry->is_directory()) {
            fs::create_directory(to, error);
        } else if (entry->is_regular_file()) {
            fs::copy_file(entry->path(), to, error);
            if (!error) {
                fs::last_write_time(to, entry->last_write_time(), error);
                done_ += static_cast<qint64>(entry->file_size());
            }
            if (progress_) {
                progress_(done_, total_);
            }
        }
        if (!error) {
            entry.increment(error);
        }
    }
    if (error) {
        failMove(move.to, error);
    }
}

void FolderMoves::keep() {
    is_kept_ = true;
    for (const Move& move : moves_) {
        std::error_code ignored;
        if (move.state == Move::State::Copied) {
            fs::remove_all(move.from, ignored);
        }
    }
}

}  // namespace bozzetto::ui
