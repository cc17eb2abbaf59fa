// SPDX-License-Identifier: Apache-2.0
// Source: COLMAP documentation, "Database Format": tables images, keypoints, matches and
// two_view_geometries; a pair's id is 2147483647 * smaller image id + larger image id.
#include "sfm/match_database.h"

#include "base/error.h"
#include "base/files.h"

#include <algorithm>
#include <memory>
#include <sqlite3.h>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr int64_t kLargestId = 2147483647;

int64_t pairIdOf(int64_t a, int64_t b) {
    return kLargestId * std::min(a, b) + std::max(a, b);
}

class Database {
public:
    Database(const fs::path& path, int flags) : path_(path) {
        sqlite3* opened = nullptr;
        const int result = ::sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
        database_.reset(opened);
        check(result == SQLITE_OK);
        ::sqlite3_busy_timeout(opened, 2000);
    }

    void execute(const char* sql) {
        check(::sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    /// Calls row(statement) for each row.
    template <class Row>
    void query(const char* sql, const Row& row) {
        sqlite3_stmt* raw = nullptr;
        check(::sqlite3_prepare_v2(database_.get(), sql, -1, &raw, nullptr) == SQLITE_OK);
        const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw,
                                                                              ::sqlite3_finalize);
        int result = SQLITE_ROW;
        while ((result = ::sqlite3_step(raw)) == SQLITE_ROW) {
            row(raw);
        }
        check(result == SQLITE_DONE);
    }

private:
    void check(bool good) const {
        if (!good) {
            const char* reason = database_ ? ::sqlite3_errmsg(database_.get()) : "no memory";
            throw Error(Error::Kind::Internal,
                        displayPath(path_) + ": " + reason,
                        "This version of COLMAP may be unknown to Bozzetto; please report it.",
                        path_.string());
        }
    }

    const fs::path& path_;
    std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_{nullptr, ::sqlite3_close};
};

}  // namespace

std::map<std::string, PictureMatches> readMatchDatabase(const fs::path& path) {
    Database database(path, SQLITE_OPEN_READONLY);
    std::map<std::string, PictureMatches> pictures;
    std::map<int64_t, PictureMatches*> by_id;
    database.query("SELECT image_id, name FROM images", [&](sqlite3_stmt* row) {
        const auto* name = reinterpret_cast<const char*>(::sqlite3_column_text(row, 1));
        PictureMatches& picture = pictures[name != nullptr ? name : ""];
        picture.id = ::sqlite3_column_int64(row, 0);
        by_id[picture.id] = &picture;
    });
    database.query("SELECT image_id, rows FROM keypoints", [&](sqlite3_stmt* row) {
        if (const auto found = by_id.find(::sqlite3_column_int64(row, 0)); found != by_id.end()) {
            found->second->features = ::sqlite3_column_int(row, 1);
        }
    });
    database.query("SELECT pair_id, rows FROM two_view_geometries", [&](sqlite3_stmt* row) {
        const int64_t pair = ::sqlite3_column_int64(row, 0);
        for (const int64_t id : {pair / kLargestId, pair % kLargestId}) {
            if (const auto found = by_id.find(id); found != by_id.end()) {
                int& best = found->second->best_matches;
                best = std::max(best, ::sqlite3_column_int(row, 1));
            }
        }
    });
    return pictures;
}

void forgetPairs(const fs::path& path,
                 const std::vector<std::pair<std::string, std::string>>& pairs) {
    const std::map<std::string, PictureMatches> pictures = readMatchDatabase(path);
    Database database(path, SQLITE_OPEN_READWRITE);
    database.execute("BEGIN");
    for (const auto& [a, b] : pairs) {
        const auto first = pictures.find(a), second = pictures.find(b);
        if (first == pictures.end() || second == pictures.end()) {
            continue;
        }
        const std::string id = std::to_string(pairIdOf(first->second.id, second->second.id));
        for (const char* table : {"matches", "two_view_geometries"}) {
            database.execute(
                (std::string("DELETE FROM ") + table + " WHERE pair_id = " + id).c_str());
        }
    }
    database.execute("COMMIT");
}

}  // namespace bozzetto
