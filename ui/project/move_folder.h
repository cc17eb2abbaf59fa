// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QtGlobal>

#include <filesystem>
#include <functional>
#include <vector>

namespace bozzetto::ui {

/// Moves folders all together or not at all: by renaming, or, to another file system, by copying
/// and removing the originals only when all is kept. Until keep() the destructor puts everything
/// back.
class FolderMoves {
public:
    /// `progress`: bytes copied and to copy; called at most once a file; not at all for renaming.
    explicit FolderMoves(std::function<void(qint64 done, qint64 total)> progress);
    ~FolderMoves();
    FolderMoves(const FolderMoves&) = delete;
    FolderMoves& operator=(const FolderMoves&) = delete;

    /// Plans a move; returns where it will be: `to`, or with "-2", ... if that is taken.
    std::filesystem::path add(const std::filesystem::path& from, std::filesystem::path to);
    /// Throws Error(Output) naming the path and the reason.
    void carryOut();
    void keep();

private:
    struct Move {
        std::filesystem::path from, to;
        enum class State { Planned, Renamed, Copied } state = State::Planned;
    };
    void copy(Move& move);

    std::function<void(qint64, qint64)> progress_;
    std::vector<Move> moves_;
    std::vector<std::filesystem::path> made_;  // folders made for the targets
    qint64 done_ = 0, total_ = 0;
    bool is_kept_ = false;
};

}  // namespace bozzetto::ui
