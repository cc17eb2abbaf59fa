// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace bozzetto {

/// Lines of a text file from strangers, without copies: ends may be LF, CR LF or CR alone, the last
/// may have none, a UTF-8 byte order mark is skipped.
class LineReader {
public:
    /// `text` must outlive the reader; `path` is only for messages.
    LineReader(std::string_view text, std::filesystem::path path);
    /// The next line without its end; false after the last.
    bool next(std::string_view& line);
    /// 1-based number of the line that next() gave last.
    int64_t number() const { return number_; }
    /// Throws Error(BadInput) naming file, line and reason.
    [[noreturn]] void fail(const std::string& reason, const std::string& hint) const;

private:
    std::string_view rest_;
    std::filesystem::path path_;
    int64_t number_ = 0;
};

/// Cuts the next word (blanks and tabs separate) off the front of `line`; empty at the end.
std::string_view nextWord(std::string_view& line);

}  // namespace bozzetto
