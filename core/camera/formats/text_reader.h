// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// The lines of a text file, one after the other, without line ends (LF or CRLF) and without a byte
/// order mark. Errors name the file and the line.
class TextReader {
public:
    TextReader(const std::filesystem::path& path, std::string_view text);

    /// Goes to the next line; false at the end.
    bool next();
    std::string_view line() const { return line_; }
    int number() const { return number_; }  // from 1
    /// "<path>: line <n>: <reason>".
    [[noreturn]] void refuse(const std::string& reason, const std::string& hint) const;

private:
    const std::filesystem::path& path_;
    std::string_view rest_, line_;
    int number_ = 0;
};

/// The words of one line, from left to right; numbers that are none are refused by what they are
/// and in which column of the line they stand.
class WordReader {
public:
    WordReader(const TextReader& place, const char* hint) : place_(place), hint_(hint) {
        rest_ = place.line();
    }
    /// Empty at the end of the line.
    std::string_view word();
    double number(const char* what);  // finite
    long long integer(const char* what, long long low, long long high);
    /// What is left of the line, without blanks around it.
    std::string_view rest() const;
    bool atEnd() const { return rest().empty(); }
    [[noreturn]] void refuse(const std::string& what, std::string_view found) const;

private:
    const TextReader& place_;
    const char* hint_;
    std::string_view rest_;
    std::size_t column_ = 1;  // of the last word
};

}  // namespace bozzetto
